"""A replay publisher: a real HTTP server on this machine that answers, and misbehaves, by script.

How to use it::

    with Publisher() as publisher:
        publisher.serve("/figures.csv", b"a,b\\n1,2\\n")              # bytes, with an ETag
        publisher.serve_json("/api/content/page", {"details": {}})  # JSON
        publisher.on("/items", lambda asked: Answer.json({"page": asked.query["page"]}))
        publisher.script("/figures.csv", Status(500), HalfABody())  # next two requests go wrong
        settings = Settings(usgs_base_url=publisher.base_url, http_timeout_seconds=0.2)
        ...
        assert publisher.count("/figures.csv") == 3

* Routes are by path; the handler sees the query. Serving a path again replaces what it answers:
  that is how a publisher revises a file in place. `withdraw` removes it (404).
* Faults are consumed in order, one per request to that path; after them the route answers again.
  `script(path, *faults, forever=True)` repeats the last one until `mend(path)`.
* A path that no route knows gives 404. `requests` holds everything that was asked, in order.
* Answers carry an ETag; a request with a matching If-None-Match gets 304, as from real publishers.
* `tests/fetching/replays.py` builds the publishers that we know (ScienceBase, World Bank) on it.

Belongs here: the server, routes, faults. Does not belong here: any publisher's own answers.
"""

from __future__ import annotations

import hashlib
import json
import select
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

LOGIN_PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Who are you?</body>"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """One request that came."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What a route answers when all is well."""

    content: bytes
    content_type: str = "application/octet-stream"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.content, usedforsecurity=False).hexdigest()}"'

    @classmethod
    def json(cls, value: Any) -> Self:
        return cls(json.dumps(value).encode(), "application/json")


Handler = Callable[[Asked], Answer]


class Fault:
    """A way to misbehave once; subclasses say how."""

    def play(self, to: Connection, answer: Answer) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class Status(Fault):
    """An error status, with headers such as Retry-After."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)

    def play(self, to: Connection, answer: Answer) -> None:
        to.send(Answer(b"no", "text/plain", self.status, self.headers))


class Login(Fault):
    """A login page with status 200."""

    def play(self, to: Connection, answer: Answer) -> None:
        to.send(Answer(LOGIN_PAGE, "text/html; charset=utf-8"))


class DisguisedLogin(Fault):
    """A login page with status 200 that says it is data."""

    def play(self, to: Connection, answer: Answer) -> None:
        to.send(Answer(b"\n  " + LOGIN_PAGE, "text/csv"))


class Silence(Fault):
    """No answer until the client gives up."""

    def play(self, to: Connection, answer: Answer) -> None:
        to.wait_until_client_leaves()


class HalfABody(Fault):
    """The promised length, half the bytes, and the connection closes."""

    def play(self, to: Connection, answer: Answer) -> None:
        to.send_head(answer, len(answer.content))
        to.write(answer.content[: len(answer.content) // 2])
        to.hang_up()


class UnmarkedHalf(Fault):
    """Half the bytes and a proper end, without a promised length: nothing shows the loss."""

    def play(self, to: Connection, answer: Answer) -> None:
        to.send_head(answer, None)
        to.write(answer.content[: len(answer.content) // 2])
        to.hang_up()


class OtherBytes(Fault):
    """The right length and one byte changed: only a checksum shows it."""

    def play(self, to: Connection, answer: Answer) -> None:
        changed = bytes([answer.content[0] ^ 1]) + answer.content[1:]
        to.send(Answer(changed, answer.content_type))


class Reset(Fault):
    """The connection is reset before an answer."""

    def play(self, to: Connection, answer: Answer) -> None:
        to.reset()


@dataclass(frozen=True)
class RedirectTo(Fault):
    """A redirect to an address."""

    url: str
    status: int = 302

    def play(self, to: Connection, answer: Answer) -> None:
        to.send(Answer(b"", "text/plain", self.status, {"Location": self.url}))


@dataclass(frozen=True)
class Bomb(Fault):
    """Zeros behind gzip, made as they are sent: a thousandth of `bytes` travels."""

    bytes: int = 10 * 1024 * MEGABYTE

    def play(self, to: Connection, answer: Answer) -> None:
        to.send_head(Answer(b"", "text/csv", headers={"Content-Encoding": "gzip"}), None)
        for piece in self.pieces():
            to.write(piece)
        to.hang_up()

    def pieces(self) -> Iterator[bytes]:
        packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        zeros = bytes(MEGABYTE)
        yield packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
        # after a full flush the same zeros give the same bytes: pack once, send many times
        block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
        for _ in range(self.bytes // MEGABYTE):
            yield block


class Publisher:
    """The server; a context manager."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self._routes: dict[str, Handler] = {}
        self._faults: dict[str, list[Fault]] = {}
        self._forever: dict[str, Fault] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), Connection)
        self._server.publisher = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        return f"http://{self.host}"

    @property
    def host(self) -> str:
        """As allow-lists write it."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def on(self, path: str, handler: Handler) -> None:
        """Let a function answer a path."""
        self._routes[path] = handler

    def serve(self, path: str, content: bytes, content_type: str = "text/csv") -> None:
        """Answer a path with bytes."""
        self.on(path, lambda _: Answer(content, content_type))

    def serve_json(self, path: str, value: Any) -> None:
        """Answer a path with JSON."""
        self.on(path, lambda _: Answer.json(value))

    def script(self, path: str, *faults: Fault, forever: bool = False) -> None:
        """Let the next requests to a path go wrong, one fault each."""
        with self._lock:
            self._faults.setdefault(path, []).extend(faults)
            if forever:
                self._forever[path] = faults[-1]

    def mend(self, path: str) -> None:
        """Stop all faults of a path."""
        with self._lock:
            self._faults.pop(path, None)
            self._forever.pop(path, None)

    def count(self, path: str | None = None) -> int:
        """How many requests came, to one path or in all."""
        return sum(path in (None, asked.path) for asked in self.requests)

    def answer(self, asked: Asked) -> tuple[Answer, Fault | None]:
        """What to send for a request, and how to spoil it."""
        with self._lock:
            self.requests.append(asked)
            waiting = self._faults.get(asked.path)
            fault = waiting.pop(0) if waiting else self._forever.get(asked.path)
        route = self._routes.get(asked.path)
        missing = Answer(b"nothing here", "text/plain", 404)
        return (route(asked) if route else missing), fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    publisher: Publisher

    def handle_error(self, *_: Any) -> None:
        """A client that leaves early is part of the game, not of the test's output."""


class Connection(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    # Head and body are two packets: without this the second waits for the client's delayed answer.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): text for name, text in self.headers.items()}
        answer, fault = self.server.publisher.answer(Asked(parts.path, query, headers))
        if fault is not None:
            fault.play(self, answer)
        elif answer.status == 200 and headers.get("if-none-match") == answer.etag:
            self.send(Answer(b"", answer.content_type, 304, {"ETag": answer.etag}))
        else:
            self.send(answer)

    def send(self, answer: Answer) -> None:
        self.send_head(answer, len(answer.content))
        self.write(answer.content)

    def send_head(self, answer: Answer, length: int | None) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        if answer.status == 200:
            self.send_header("ETag", answer.etag)
        if length is None:
            self.send_header("Connection", "close")
        elif answer.status != 304:
            self.send_header("Content-Length", str(length))
        for name, text in answer.headers.items():
            self.send_header(name, text)
        self.end_headers()

    def write(self, content: bytes) -> None:
        self.wfile.write(content)

    def hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def wait_until_client_leaves(self) -> None:
        select.select([self.connection], [], [], 10)
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Tests ask `requests` instead."""
