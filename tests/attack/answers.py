"""Hostile answers over real HTTP: each ends within its limit, in words, and leaves nothing.

Belongs here: a server on this machine that sends whatever bytes it is given.
Does not belong here: the client's own tests (`tests/fetching`).
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

from orchestration.fetching.http import Http
from orchestration.fetching.patience import TimeLimit
from orchestration.ground.errors import FetchError
from orchestration.landing.live import incoming
from orchestration.settings import Settings
from tests.attack.held import Held
from tests.attack.target import Target
from tests.fetching.publisher import LOGIN_PAGE

LIMIT_SECONDS, MORE_SECONDS, MOST_BYTES = 0.8, 4.0, 1 << 20
OK = b"HTTP/1.1 200 OK\r\n"
TABLE = b"PK\x03\x04" + b"a workbook" * 40
_SENT: dict[str, tuple[Sequence[bytes], bool]] = {
    "headers that drip": ([OK, *(bytes([c]) for c in b"X-Slow: " + b"y" * 4000)], False),
    "a body that drips": ([OK + b"Content-Length: 5000\r\n\r\n", *([b"y"] * 5000)], False),
    "103 for ever": ([b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"], True),
    "100 for ever": ([b"HTTP/1.1 100 Continue\r\n\r\n"], True),
    "headers without end": ([OK, b"X-More: yes\r\n"], True),
    "one header without end": ([OK + b"X-Long: ", b"y" * 4096], True),
    "redirects in a circle": (
        [b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"],
        False,
    ),
    "redirect elsewhere": (
        [b"HTTP/1.1 301 Moved\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n"],
        False,
    ),
    "redirect to a file": (
        [b"HTTP/1.1 301 Moved\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"],
        False,
    ),
    "too long a promise": ([OK + b"Content-Length: 9000\r\n\r\n" + TABLE], False),
    "too short a promise": ([OK + b"Content-Length: 7\r\n\r\n" + TABLE], False),
    "a negative length": ([OK + b"Content-Length: -1\r\n\r\n" + TABLE], False),
    "two lengths": ([OK + b"Content-Length: 3\r\nContent-Length: 9\r\n\r\n" + TABLE], False),
    "chunks that are none": ([OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + TABLE], False),
    "a chunk without end": (
        [OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n", b"y" * 65536],
        True,
    ),
    "a bomb": ([OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(1 << 25))], False),
    "no gzip": ([OK + b"Content-Encoding: gzip\r\nContent-Length: 404\r\n\r\n" + TABLE], False),
    "half a gzip": ([OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TABLE)[:-9]], False),
    "another coding": ([OK + b"Content-Encoding: br\r\n\r\n" + TABLE], False),
    "a page for a workbook": ([OK + b"Content-Type: text/html\r\n\r\n" + LOGIN_PAGE], False),
    "a page that says it is data": ([OK + b"Content-Type: text/csv\r\n\r\n" + LOGIN_PAGE], False),
    "too large": ([OK + b"\r\n", b"y" * 65536], True),
    "nothing": ([b""], False),
    "no HTTP": ([b"SSH-2.0-OpenSSH_9.2\r\n"], False),
    "an empty body": ([OK + b"Content-Length: 0\r\n\r\n"], False),
    "status 999": ([b"HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n"], False),
    "wait an hour": ([b"HTTP/1.1 429 No\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"], False),
    "wait for ever": (
        [b"HTTP/1.1 503 No\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n"],
        False,
    ),
}
"""Pieces that are sent with a pause between them, and whether the last one is repeated for ever."""


def hostile_answer(target: Target, random: Random) -> Held:
    """One answer of these, to a download of a workbook."""
    name = random.choice(sorted(_SENT))
    pieces, for_ever = _SENT[name]
    settings = target.settings.model_copy(
        update={"http_timeout_seconds": 0.5, "max_file_bytes": MOST_BYTES}
    )
    began, wrong, ended = time.monotonic(), list[str](), "it was accepted"
    with sending(pieces, for_ever=for_ever) as port:
        try:
            _download(settings, port)
            wrong = [] if name == "too short a promise" else ["the answer was accepted"]
        except FetchError as refused:
            ended = refused.what
    took = time.monotonic() - began
    if took > LIMIT_SECONDS + MORE_SECONDS:
        wrong.append(f"it took {took:.1f} s of {LIMIT_SECONDS}")
    return Held(f"{name}: {ended}", wrong + target.wrong())


def _download(settings: Settings, port: int) -> None:
    limit = TimeLimit(LIMIT_SECONDS)
    hosts = frozenset({f"127.0.0.1:{port}"})
    with (
        incoming(settings) as folder,
        Http(settings, hosts, lambda _: None, time.sleep, limit=limit) as http,
    ):
        http.download(f"http://127.0.0.1:{port}/table.xlsx", folder / "table.xlsx", size=len(TABLE))


@contextmanager
def sending(pieces: Sequence[bytes], *, for_ever: bool) -> Iterator[int]:
    """A server that sends these bytes to whoever connects; gives its port."""
    ends = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)

        def serve() -> None:
            while not ends.is_set():
                with contextlib.suppress(OSError):
                    connected = server.accept()[0]
                    answer = (connected, pieces, for_ever, ends.is_set)
                    threading.Thread(target=_answer, args=answer, daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            ends.set()
            thread.join()


def _answer(
    connected: socket.socket, pieces: Sequence[bytes], for_ever: bool, is_over: Callable[[], bool]
) -> None:
    """Send until all is sent, the client leaves, or the server's time is over."""
    with contextlib.suppress(OSError), connected:
        connected.settimeout(2)
        connected.recv(65536)
        for piece in pieces:
            connected.sendall(piece)
            if is_over():
                return
            time.sleep(0.002 if len(pieces) > 1 else 0)
        while for_ever and not is_over():
            connected.sendall(pieces[-1])
