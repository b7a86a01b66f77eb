"""Small servers on this machine that take what the hooks send: a webhook and a mail server.

Belongs here: just enough HTTP and SMTP to answer a real client.
Does not belong here: what a test asserts.
"""

from __future__ import annotations

import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, TypeVar

Server = TypeVar("Server", bound=socketserver.BaseServer)


class Webhook(HTTPServer):
    """Takes POSTs with one status; keeps their bodies."""

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.status = status
        self.taken: list[dict[str, Any]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class _Post(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(json.loads(body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP for STARTTLS, AUTH PLAIN and one message; keeps what was said."""

    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None, accepts_login: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Smtp)
        self.tls = tls
        self.accepts_login = accepts_login
        self.said: list[str] = []
        self.said_in_clear: list[str] = []
        self.messages: list[str] = []

    def handle_error(self, *_: Any) -> None:
        """A client that does not trust the certificate hangs up: that is what some tests want."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Smtp(socketserver.BaseRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.stream = self.request.makefile("rb")
        self.tell("220 here")
        encrypted = False
        while line := self.stream.readline().decode().strip():
            (self.server.said if encrypted else self.server.said_in_clear).append(line)
            word = line.split()[0].upper()
            if word == "STARTTLS":
                self.tell("220 go on")
                assert self.server.tls is not None
                self.request = self.server.tls.wrap_socket(self.request, server_side=True)
                self.stream = self.request.makefile("rb")
                encrypted = True
            elif word == "EHLO":
                offered = "AUTH PLAIN" if encrypted or not self.server.tls else "STARTTLS"
                self.tell("250-here\r\n250 " + offered)
            elif word == "AUTH":
                self.tell("235 welcome" if self.server.accepts_login else "535 who are you")
            elif word == "DATA":
                self.take_message()
            elif word == "QUIT":
                self.tell("221 bye")
                return
            else:
                self.tell("250 ok")

    def take_message(self) -> None:
        self.tell("354 go on")
        lines = []
        while (line := self.stream.readline().decode()) != ".\r\n":
            lines.append(line)
        self.server.messages.append("".join(lines))
        self.tell("250 taken")

    def tell(self, text: str) -> None:
        self.request.sendall(text.encode() + b"\r\n")


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
