"""An exchange ends when its time is over, also one whose connection is made only then."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from orchestration.fetching.session import Cutter

MADE = "connection.connect_tcp.complete"
LONGEST = 30.0  # nothing is measured: a connection that is not cut would be waited for


class Stream:
    """A connection as httpx shows it to who traces."""

    def __init__(self, ours: socket.socket) -> None:
        self._ours = ours

    def get_extra_info(self, _: str) -> socket.socket:
        return self._ours


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(LONGEST)
        yield ours, theirs


def over(cutter: Cutter) -> threading.Event:
    return cutter._is_over


def test_an_open_connection_is_cut(pair: tuple[socket.socket, socket.socket]) -> None:
    cutter = Cutter()
    cutter.trace(MADE, {"return_value": Stream(pair[0])})
    with cutter.within(0.01):
        assert pair[1].recv(1) == b""


def test_so_is_one_that_is_made_when_the_time_is_over(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    cutter = Cutter()
    with cutter.within(0.0):
        assert over(cutter).wait(LONGEST)
        cutter.trace(MADE, {"return_value": Stream(pair[0])})
        assert pair[1].recv(1) == b""


def test_the_next_exchange_has_its_own_time(pair: tuple[socket.socket, socket.socket]) -> None:
    cutter = Cutter()
    with cutter.within(0.0):
        assert over(cutter).wait(LONGEST)
    with cutter.within(LONGEST):
        cutter.trace(MADE, {"return_value": Stream(pair[0])})
        pair[0].sendall(b"y")
        assert pair[1].recv(1) == b"y"
