"""The connection pages of `warehouse/connections`, with the paths of this warehouse filled in.

Belongs here: which pages there are, what stands for a path in them, filling it in.
Does not belong here: what a page says (the pages), printing (`cli`).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from orchestration.ground.errors import AskedError
from orchestration.ground.secrets import read_secret
from orchestration.release import current_release
from orchestration.settings import ServerSettings, Settings, WarehouseSettings

DATABASE, RELEASE = "/path/to/critical_minerals.duckdb", "/path/to/release"
WAREHOUSE = "/path/to/warehouse"
COMMAND = "/path/to/minerals"
# What people call a thing when they look for it.
_ALSO = {
    "duckdb": "duckdb-cli",
    "cli": "duckdb-cli",
    "jdbc": "dbeaver",
    "odbc": "postgres-odbc",
    "excel-odbc": "excel",
    "power-bi": "powerbi",
    "postgresql": "postgres",
    "notebook": "python",
    "agents": "mcp",
}


@dataclass(frozen=True)
class Page:
    """One tool: how it is called, its title, and whether anybody has tried what the page says."""

    tool: str
    title: str
    is_proven: bool
    text: str


def pages(settings: WarehouseSettings) -> list[Page]:
    """All pages, those that were proven first."""
    folder = _folder(settings)
    found = [_read(path, path.stem) for path in folder.glob("*.md") if path.name != "README.md"]
    # A tool that brings files of its own has a folder.
    found += [_read(path, path.parent.name) for path in folder.glob("*/README.md")]
    return sorted(found, key=lambda page: (not page.is_proven, page.tool))


def filled_page(settings: Settings, tool: str) -> str:
    """A page for this warehouse.

    Raises:
        AskedError: when there is none for that tool.
    """
    known = {page.tool: page for page in pages(settings)}
    name = tool.strip().casefold().replace(" ", "-").replace("_", "-")
    page = known.get(name) or known.get(_ALSO.get(name, ""))
    if page is None:
        close = get_close_matches(name, [*known, *_ALSO], n=1)
        meant = f"did you mean {_ALSO.get(close[0], close[0])}? " if close else ""
        raise AskedError(
            f"There is no page for {tool!r}",
            where=str(_folder(settings)),
            expected=", ".join(known),
            way_out=meant + "list them: minerals connect",
        )
    return _filled(settings, page.text)


def _folder(settings: WarehouseSettings) -> Path:
    return settings.project_root / "warehouse" / "connections"


def _read(path: Path, tool: str) -> Page:
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    is_proven = any(line.startswith("Proven") for line in lines[:4])
    return Page(tool, lines[0].lstrip("# "), is_proven, text)


def _filled(settings: Settings, text: str) -> str:
    folder = current_release(settings)
    replacements = {DATABASE: str(settings.served_database.resolve())}
    latest = settings.releases_dir.resolve() / "latest"  # outlives every single release
    replacements[RELEASE] = str(latest if latest.exists() else folder or latest)
    replacements[COMMAND] = str(Path(sys.executable).with_name("minerals"))
    replacements[WAREHOUSE] = str(settings.warehouse_dir.resolve())
    for placeholder, value in {**replacements, **_server(settings)}.items():
        text = text.replace(placeholder, value)
    return text


def _server(settings: ServerSettings) -> dict[str, str]:
    """Host and database of the copy, where one is set; never its login."""
    server = server_of(settings)
    if server["host"] == "HOST":
        return {}
    return {"HOST": server["host"], "5432": server["port"], "DATABASE": server["database"]}


def server_of(settings: ServerSettings) -> dict[str, str]:
    """Host, port and database of the copy; placeholders where none is set."""
    dsn = read_secret(settings.postgres_dsn, settings.postgres_dsn_file, "MINERALS_POSTGRES_DSN")
    unknown = {"host": "HOST", "port": "5432", "database": "DATABASE"}
    if not dsn:
        return unknown
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        return unknown
    return {
        "host": str(parts.get("host") or "localhost"),
        "port": str(parts.get("port") or "5432"),
        "database": str(parts.get("dbname") or "postgres"),
    }
