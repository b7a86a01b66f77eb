"""A connection to publishers: how we introduce ourselves, whom we trust, where we may go.

Belongs here: the httpx client and its settings, the allow-list, httpx's failures in our words.
Does not belong here: single requests (`http.py`).
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from orchestration.fetching import refusals
from orchestration.fetching.patience import ATTEMPTS, ATTEMPTS_TO_CONNECT, TryAgainError

if TYPE_CHECKING:
    import ssl

    import httpx

    from orchestration.settings import FetchingSettings

PROJECT = "critical-minerals-warehouse"
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_PORTS = {"https": 443, "http": 80}


def host_of(url: str) -> str:
    """The host of an address as allow-lists write it: with its port only if it is unusual."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    try:
        port = parts.port
    except ValueError:
        return parts.netloc
    return host if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def check_host(address: str, hosts: frozenset[str]) -> None:
    """Refuse an address off these hosts, and plain http to any machine but this."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in THIS_MACHINE):
        raise refusals.not_encrypted(address)
    if host_of(address) not in hosts:
        raise refusals.other_host(address, host_of(address), hosts)


def user_agent(contact: str) -> str:
    """How this project introduces itself to publishers."""
    try:
        ours = version(PROJECT)
    except PackageNotFoundError:
        ours = "0"
    return f"{PROJECT}/{ours}" + (f" (+{contact})" if contact else "")


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """Whom to trust; reading the certificates takes longer than a request, so once a process."""
    import httpx

    return httpx.create_ssl_context()


def new_client(settings: FetchingSettings) -> httpx.Client:
    """A client with our name, timeouts and trust; it follows no redirect by itself."""
    import httpx

    return httpx.Client(
        headers={
            "User-Agent": user_agent(settings.http_contact),
            # gzip alone: what is not advertised does not have to be unpacked safely
            "Accept-Encoding": "gzip",
            "Accept": "application/json, text/csv, */*;q=0.5",
        },
        timeout=settings.http_timeout_seconds,
        verify=_certificates(),
        follow_redirects=False,
        # a proxy that the environment names is for the network, not for this machine
        mounts={f"all://{host}": None for host in ("127.0.0.1", "localhost")},
    )


@contextmanager
def network_failures_as_ours(address: str) -> Iterator[None]:
    """Failures of the network as something to try again, and what a person hears of it."""
    import httpx

    try:
        yield
    except httpx.InvalidURL as error:
        raise refusals.strange_answer(address, "an address", str(error)) from error
    except httpx.RemoteProtocolError as error:
        broken = refusals.broken_body(address, "a complete answer", str(error))
        raise TryAgainError(broken) from error
    except httpx.TransportError as error:
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        # asked, and silent since, may be busy; not even connected is down, or there is no network
        is_connected = not isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout))
        attempts = ATTEMPTS if is_connected else ATTEMPTS_TO_CONNECT
        raise TryAgainError(refusals.unreachable(address, reason), attempts=attempts) from error


class Cutter:
    """Ends an exchange that takes too long, whatever it is waiting for.

    Timeouts of the client begin anew with every byte: a publisher that drips headers, or sends one
    interim answer after another, would be waited for as long as it likes.
    """

    def __init__(self) -> None:
        self._sockets: set[socket.socket] = set()
        self._is_over = threading.Event()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of connections as httpx makes them (its documented trace extension)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            connected = info["return_value"].get_extra_info("socket")
            if connected is not None:
                self._sockets.add(connected)
                if self._is_over.is_set():  # the time ended while this one was being made
                    _shut(connected)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut every connection that is open when the block has not ended by then."""
        is_over = self._is_over = threading.Event()
        timer = threading.Timer(max(seconds, 0.0), self._cut, [is_over])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self, is_over: threading.Event) -> None:
        is_over.set()
        for connected in tuple(self._sockets):
            _shut(connected)


def _shut(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
