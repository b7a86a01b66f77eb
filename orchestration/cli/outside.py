"""The commands that face outward: `connect`, `docs`, `download`, `mcp`, `serve` and `site`.

Belongs here: one thin function per command, added to the application by `add_to`.
Does not belong here: what a command prints (`connect.py`, `docs.py` …).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli import completion

PANEL = "BI tools and pages"

serve = typer.Typer(
    suggest_commands=False,  # click does
    no_args_is_help=True,
    help="""Copies of the release in other servers.

The released file serves one machine. For many users, and for tools without a DuckDB driver, the
same tables go into PostgreSQL: whole, in one transaction, while people read.

Set up once: minerals connect postgres. Then: minerals serve postgres.
""",
)


def add_to(app: typer.Typer) -> None:
    """Give the application these commands."""
    app.command(rich_help_panel=PANEL)(connect)
    app.command(rich_help_panel=PANEL)(docs)
    app.command(rich_help_panel=PANEL)(site)
    app.command(rich_help_panel=PANEL)(download)
    app.command(rich_help_panel=PANEL)(mcp)
    app.add_typer(serve, name="serve", rich_help_panel=PANEL)


def connect(
    tool: Annotated[
        str | None,
        typer.Argument(
            help="A tool: python, sqlalchemy, powerbi … Default: list them.",
            autocompletion=completion.tools,
        ),
    ] = None,
    path: Annotated[
        bool, typer.Option("--path", help="Only the path of the release that is served now.")
    ] = False,
    files: Annotated[
        Path | None,
        typer.Option(
            "--files",
            help="Write files to open: .pbids, .odc, .tds, DBeaver's data-sources.json.",
            file_okay=False,
        ),
    ] = None,
) -> None:
    """Settings to copy for a BI tool or a language, with the paths of this warehouse filled in.

    Every one is read-only and locked down: SQL in a dashboard can read no file of the machine,
    write nothing, attach nothing and change no setting.

    A program that stays open asks for --path before each connection: each release has a path of its
    own, and one path is one file to DuckDB for as long as any connection of a process is open.

    Examples: minerals connect · minerals connect python · duckdb -readonly "$(minerals connect
    --path)" · minerals connect --files ~/connections
    """
    from orchestration.cli.connect import print_files, print_page, print_path, print_tools

    if files:
        print_files(files)
    elif path:
        print_path()
    elif tool is None:
        print_tools()
    else:
        print_page(tool)


def site(
    open_it: Annotated[
        bool, typer.Option("--open", help="Open the start page in the browser.")
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--to", help="Another folder. Default: site in the warehouse.", file_okay=False
        ),
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve them on 127.0.0.1, as the page of queries needs.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="With --serve; 0 takes a free one.")
    ] = 8090,
) -> None:
    """Make the pages of the served release: start, minerals, countries, claims, method.

    They are files: no server, no network, copy the folder wherever you like. An earlier site is
    replaced whole, or stays if something goes wrong. The page of queries (make query adds it)
    alone needs a server: --serve is one, for this machine only.

    The pages are in English, Russian and Kazakh; with minerals --language ru site in that
    language alone.

    Examples: minerals site --open · minerals site --serve --open · minerals site --to
    ~/public/minerals
    """
    from orchestration.cli.site import make_site

    make_site(folder=folder, open_it=open_it, port=port if serve else None)


def download(
    folder: Annotated[
        Path | None,
        typer.Option(
            "--to", help="Another folder. Default: downloads in the warehouse.", file_okay=False
        ),
    ] = None,
) -> None:
    """Write the release as files: CSV (gz) and Parquet of every table, one Excel workbook.

    releases/current always has the newest release; what was written under a release's own id
    stays, so an address keeps its content. datapackage.json describes them (Data Package,
    version 2): types, units, words, keys. Any server of files can serve the folder.

    Examples: minerals download · minerals download --to ~/public/minerals
    """
    from orchestration.cli.download import print_downloads

    print_downloads(folder)


def docs() -> None:
    """Make the documentation of the release: models and lineage, and every verdict of the gates.

    Two pages of one file each in warehouse/docs, which work from disk and ask nobody for anything;
    the site's method page links to them.
    """
    from orchestration.cli.docs import print_docs

    print_docs()


def mcp(
    port: Annotated[
        int | None,
        typer.Option(
            "--http",
            help="Serve HTTP on 127.0.0.1 at this port. Default: standard input and output.",
            min=1,
            max=65535,
        ),
    ] = None,
) -> None:
    """Serve the release to agents: tools of the Model Context Protocol, read-only.

    Every answer has bounds, edition, licence and source row; what is not held is refused with what
    it would take. A client starts this command itself; with --http it asks the address
    http://127.0.0.1:PORT/mcp. Needs the extra mcp, which make setup installs.

    Examples: minerals mcp · minerals mcp --http 8765 · minerals connect mcp
    """
    from orchestration.copies.agents.server import serve as serve_agents
    from orchestration.settings import get_settings

    serve_agents(get_settings(), port=port)


@serve.command("postgres")
def postgres(
    release: Annotated[
        str | None, typer.Option(help="A release of the shelf. Default: the one that is served.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Copy again though the server has that release.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only say which release is where.")
    ] = False,
) -> None:
    """Copy the served release into PostgreSQL, whole or not at all.

    Needs MINERALS_POSTGRES_DSN, or a file with the address in MINERALS_POSTGRES_DSN_FILE. Readers
    see the old release until they see the new one. Views that people built on the tables stay; if
    one would break, nothing is copied and the command names it. The role bi_reader may read.

    Examples: minerals serve postgres · minerals serve postgres --check
    """
    from orchestration.cli.serve import serve_postgres

    serve_postgres(release_id=release, force=force, check=check)
