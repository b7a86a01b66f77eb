"""A test that tries to leave this machine fails, whatever it tries with."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

from orchestration.fetching.http import Http
from orchestration.publishers.connectors import connectors
from orchestration.settings import Settings
from tests.no_network import NOBODY

ELSEWHERE = "192.0.2.1"  # set aside for documentation: nobody has it
BLOCKED = (SocketBlockedError, SocketConnectBlockedError)
pytestmark = pytest.mark.filterwarnings("ignore:A test tried to")


def test_connections_elsewhere_are_refused() -> None:
    with socket.socket() as other, pytest.raises(BLOCKED):
        other.connect((ELSEWHERE, 80))


def test_names_are_not_looked_up() -> None:
    for name in ("www.sciencebase.gov", "example.org", b"example.org"):
        with pytest.raises(BLOCKED):
            socket.getaddrinfo(name, 443)


@pytest.mark.parametrize("address", [f"http://{ELSEWHERE}/", "http://example.org/"])
def test_no_client_gets_out(address: str) -> None:
    import httpx

    with pytest.raises(BLOCKED):
        urllib.request.urlopen(address, timeout=1)  # noqa: S310
    with pytest.raises(BLOCKED):
        httpx.get(address, timeout=1, trust_env=False)

    host = urllib.parse.urlsplit(address).hostname
    with pytest.raises(BLOCKED):
        asyncio.run(asyncio.open_connection(host, 80))


def test_the_connectors_own_client_cannot_hide_it(tmp_path: Path) -> None:
    """The refusal is no network failure to it, so it is not taken for a publisher that is down."""
    settings = Settings(warehouse_dir=tmp_path, usgs_base_url=f"https://{ELSEWHERE}")
    usgs = connectors(settings)["usgs_mcs"]
    with Http(settings, usgs.hosts, lambda _: None) as http, pytest.raises(BLOCKED):
        usgs.discover(http)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, server.getsockname()[1]), timeout=1).close()


def test_commands_know_publishers_under_an_address_of_nobody() -> None:
    code = "from orchestration.settings import Settings as S; print(S().usgs_base_url)"
    finished = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == NOBODY == Settings().worldbank_base_url
