"""The server: its tools, what an agent reads first, and the two ways to reach it.

Belongs here: assembly and transports.
Does not belong here: tools (`tools_*.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.copies.agents import tools_figures, tools_lists, tools_market, tools_open
from orchestration.copies.agents.asking import Asker
from orchestration.ground.errors import AskedError

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from orchestration.settings import WarehouseSettings

HOST = "127.0.0.1"  # the server asks nobody who they are: it stays on this machine
INSTRUCTIONS = """Printed statistics on critical minerals, each number with edition, source row and
bounds. Cite the edition and the bounds with every number. share_all_min_pct to share_all_max_pct
counts everybody; share_pct is as the publisher counts, and excludes says whom its total leaves out.
A null is unknown: never zero, never no, never safe. When is_answered is false, say what is not held
and what it would take (refusal.needed); do not fill the gap from memory. Never add, divide or rank
rows of different table_id. Names may be English, Russian or Kazakh; a name that may mean several
things is refused with the choices."""


def new_server(settings: WarehouseSettings) -> MCPServer:
    """A server over the release that is served when a question comes.

    Raises:
        AskedError: when the extra `mcp` is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp_types import ToolAnnotations
    except ImportError as error:
        raise AskedError(
            "The package for agents is not installed",
            found=str(error),
            way_out="pip install 'critical-minerals-warehouse[mcp]', or make setup",
        ) from None
    server = MCPServer(name="critical-minerals", instructions=INSTRUCTIONS, log_level="WARNING")
    ask = Asker(settings)
    only_reads = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    for room in (tools_figures, tools_lists, tools_market, tools_open):
        for tool in room.TOOLS:
            server.add_tool(ask.tool(tool), annotations=only_reads)
    return server


def serve(settings: WarehouseSettings, *, port: int | None) -> None:
    """Serve until the client leaves (standard input) or the process is ended (HTTP).

    Args:
        settings: whose release is asked.
        port: of HTTP on this machine; None for standard input and output.
    """
    server = new_server(settings)
    if port is None:
        server.run("stdio")
    else:
        server.run("streamable-http", host=HOST, port=port)
