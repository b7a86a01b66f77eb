"""The real server, asked over the real protocol by the package's own client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import anyio
import duckdb
import pytest

from orchestration.copies.agents.server import new_server
from orchestration.copies.file.hardened import open_served
from orchestration.settings import Settings

Call = tuple[str, dict[str, Any]]
Answers = list[dict[str, Any]]
Ask = Callable[[Sequence[Call]], Answers]


@pytest.fixture(scope="session")
def ask(released: Settings) -> Ask:
    """Asks the server in one session: JSON-RPC messages, with the handshake of the protocol."""
    from mcp import Client

    async def session(calls: Sequence[Call]) -> Answers:
        async with Client(new_server(released), mode="legacy") as client:
            return [await called(client, *call) for call in calls]

    return lambda calls: anyio.run(session, calls)


async def called(client: Any, tool: str, args: dict[str, Any]) -> dict[str, Any]:
    """The structured answer of one call, which no error of the protocol may stand in for."""
    result = await client.call_tool(tool, args)
    assert not result.is_error, (tool, args, result.content)
    answer: dict[str, Any] = result.structured_content
    return answer


@pytest.fixture(scope="module")
def release(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_served(released) as connection:
        yield connection
