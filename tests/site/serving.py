"""A server of the pages in a thread, for the tests that ask it.

Belongs here: starting and ending it, asking it one thing.
Does not belong here: tests.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

import httpx


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[str]:
    """The server's address while it runs."""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{server.server_address[0]!s}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer_of(address: str) -> httpx.Response:
    """What a plain request is answered, redirects followed."""
    return httpx.get(address, follow_redirects=True)
