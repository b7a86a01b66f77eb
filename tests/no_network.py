"""No test leaves this machine: connections, and questions to name servers, are refused.

pytest-socket refuses connections of this process (`addopts` in pyproject.toml); here names are not
even looked up, and commands that tests start know publishers only under an address of this machine
where nobody answers.

Belongs here: keeping tests inside. Does not belong here: publishers on this machine.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pytest_socket import SocketBlockedError

HERE = frozenset({None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", socket.gethostname()})  # noqa: S104
NOBODY = "http://127.0.0.1:9"
NAMES = ("USGS", "GOVUK", "WORLDBANK", "BGS", "CEPII", "COMTRADE")
BASE_URLS = tuple(f"MINERALS_{name}_BASE_URL" for name in NAMES)


@contextmanager
def kept_inside() -> Iterator[None]:
    """Refuse to look up any name but this machine's."""
    look_up = socket.getaddrinfo

    def guarded(host: Any, *args: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in HERE:
            raise SocketBlockedError(f"A test tried to look up {name}.")
        return look_up(host, *args, **options)

    socket.getaddrinfo = guarded
    try:
        yield
    finally:
        socket.getaddrinfo = look_up


def publishers_nowhere() -> None:
    """Let settings of this process and of those it starts name nobody as publisher."""
    for name in BASE_URLS:
        os.environ[name] = NOBODY
