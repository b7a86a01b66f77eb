"""The server as a client starts it: over standard input, over HTTP on this machine, described."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from orchestration.copies.agents.server import HOST, new_server
from orchestration.settings import Settings
from tests.agents.conftest import called
from tests.agents.questions import ANSWERED, REFUSED
from tests.agents.test_attacks import ATTACKS
from tests.conftest import MINERALS, PROJECT_ROOT, environment_of

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("find_name", {"name": "Қазақстан"}),
    ("production_shares", {"mineral": "кобальт", "country": "DRC"}),
    ("production_shares", {"mineral": "hafnium"}),
    ("query", {"sql": "from marts.rpt_headline"}),
    ("query", {"sql": "drop table marts.dim_claim"}),
]


async def answered(server: Any) -> list[bool]:
    from mcp import Client

    async with Client(server) as client:
        return [(await called(client, *call))["is_answered"] for call in CALLS]


def test_every_tool_is_described_and_only_reads(released: Settings) -> None:
    from mcp import Client

    async def tools() -> list[Any]:
        async with Client(new_server(released), mode="legacy") as client:
            found: list[Any] = (await client.list_tools()).tools
            return found

    found = anyio.run(tools)
    readme = " ".join((PROJECT_ROOT / "README.md").read_text().split())
    assert f"serves {len(found)} tools" in readme
    asked = f"{len(ANSWERED) + len(REFUSED)} questions in three languages, {len(REFUSED)} of which"
    assert f"{asked} have to be refused, and {len(ATTACKS)} attacks" in readme
    for tool in found:
        assert tool.description, tool.name
        assert tool.annotations.read_only_hint is True
        assert tool.output_schema["properties"]["refusal"]


@pytest.mark.slow
def test_a_client_starts_it_over_standard_input(released: Settings) -> None:
    from mcp.client.stdio import StdioServerParameters, stdio_client

    started = StdioServerParameters(
        command=str(MINERALS), args=["mcp"], env=environment_of(released)
    )
    assert anyio.run(answered, stdio_client(started)) == [True, True, False, True, False]


@pytest.fixture
def address(released: Settings) -> Iterator[str]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [str(MINERALS), "mcp", "--http", str(port)], env=environment_of(released)
    )
    for _ in range(3000):
        assert server.poll() is None, "it ended before it answered"
        with socket.socket() as trying:
            if trying.connect_ex((HOST, port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://{HOST}:{port}/mcp"
    server.terminate()
    server.wait(timeout=300)


@pytest.mark.slow
def test_it_answers_over_http_on_this_machine(address: str) -> None:
    assert anyio.run(answered, address) == [True, True, False, True, False]
