"""The commands of `minerals`, their help, and the exit codes.

Belongs here: one thin function per command.
Does not belong here: what a command prints (a module of its own beside this one).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.outside import add_to
from orchestration.errors import (
    AskedError,
    BuildError,
    BusyError,
    FetchError,
    GateError,
    ReleaseError,
    SiteError,
    SourceError,
    WarehouseError,
)

EXIT_CODES: dict[type[WarehouseError], int] = {
    AskedError: 2,
    SourceError: 3,
    BuildError: 4,
    GateError: 5,
    ReleaseError: 6,
    BusyError: 7,
    FetchError: 8,
    SiteError: 9,
}

HELP = """Who produces the world's critical minerals, how concentrated is each
supply, do the claims of governments hold, and how sure is each answer.

Start with: minerals refresh. It reads the figures that ship, builds and
gates the tables, and publishes warehouse/critical_minerals.duckdb.
Then: minerals show cobalt, minerals show kazakhstan, minerals claims.

Exit codes:

0  done, also when nothing had to be done
1  a bug
2  wrong usage, or no such thing
3  a source file was refused
4  the dbt build failed
5  a gate failed
6  the release could not be published, or there is none yet
7  another refresh is running
8  a publisher could not be asked, or its answer is not believed
9  the pages could not be made; those that stood there before still do

After 3 to 7 the released file is what it was before; after 8 too, unless
other publishers had something new.
"""

app = typer.Typer(
    help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)

quarantine = typer.Typer(
    no_args_is_help=True,
    help="""Editions that came and are not believed yet.

An edition waits here when a file is missing or shrank, rows or tables are gone, a unit changed, a
name is unknown, figures moved by an order of magnitude, or a refresh failed on it. Until a person
decides, the last good figures stay released.

Look first: minerals quarantine list, then minerals quarantine show usgs_mcs_2027@1.
""",
)
app.add_typer(quarantine, name="quarantine")
add_to(app)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")]


@app.command()
def refresh(
    input_dir: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Folder with publishers' files, searched through; default: the figures that ship.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Build and gate again even if nothing changed.")
    ] = False,
    wait: Annotated[
        float, typer.Option("--wait", help="Seconds to wait for a refresh that is running.")
    ] = 0.0,
    live: Annotated[
        bool, typer.Option("--live", help="First ask the publishers, and look into warehouse/drop.")
    ] = False,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="With --live: only this source; may be repeated."),
    ] = None,
) -> None:
    """Read the figures, build and test the marts, gate them, publish a release.

    All or nothing: a gate that fails leaves the released file as it was. With unchanged input
    nothing is built and you are told so.

    Without --live no network is needed: what is pinned is read, which is the figures that ship,
    overlaid by editions that have landed and were accepted. With --live the publishers are asked
    first. A new edition is believed only if it continues the last one; else it waits in
    quarantine for a person, and the release stays as it is.

    Examples: minerals refresh · minerals refresh --live · minerals refresh --live --source
    usgs_mcs · minerals refresh --from ~/downloads/usgs · minerals refresh --force
    """
    from orchestration.cli.refresh import run_refresh

    run_refresh(
        input_dir=input_dir, force=force, wait=wait, live=live or bool(source), sources=source or ()
    )


@app.command()
def status(as_json: AsJson = False) -> None:
    """What is released, from which inputs, and which releases can be rolled back to."""
    from orchestration.cli.status import print_status

    print_status(as_json=as_json)


RevisionId = Annotated[
    str, typer.Argument(metavar="ID", help="As the list shows it: usgs_mcs_2027@1.")
]
Reason = Annotated[
    str, typer.Option("--reason", help="What was looked at, and why it is right. Required.")
]


@quarantine.command("list")
def quarantine_list(as_json: AsJson = False) -> None:
    """What waits for a decision."""
    from orchestration.cli.quarantine import print_waiting

    print_waiting(as_json=as_json)


@quarantine.command("show")
def quarantine_show(revision_id: RevisionId, as_json: AsJson = False) -> None:
    """One revision: every reason in full, its files, what was decided."""
    from orchestration.cli.quarantine import print_revision

    print_revision(revision_id, as_json=as_json)


@quarantine.command("accept")
def quarantine_accept(revision_id: RevisionId, reason: Reason) -> None:
    """Let the next refresh build it. Models, tests and gates judge it all the same.

    Example: minerals quarantine accept usgs_mcs_2027@1 --reason "the survey dropped 3 tables"
    """
    from orchestration.cli.quarantine import decide

    decide(revision_id, is_accepted=True, reason=reason)


@quarantine.command("reject")
def quarantine_reject(revision_id: RevisionId, reason: Reason) -> None:
    """Never build it. The same bytes are not asked about again; others of that edition are.

    Example: minerals quarantine reject usgs_mcs_2027@1 --reason "withdrawn by the survey"
    """
    from orchestration.cli.quarantine import decide

    decide(revision_id, is_accepted=False, reason=reason)


@app.command()
def ledger(
    last: Annotated[int, typer.Option(help="How many lines; 0 for all.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Every fetch, arrival and decision, with its time, verdict and reason.

    Examples: minerals ledger · minerals ledger --last 0 --json
    """
    from orchestration.cli.quarantine import print_ledger

    print_ledger(as_json=as_json, last=last)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A mineral or a country: cobalt, Kazakhstan, KAZ …")],
    year: Annotated[int | None, typer.Option(help="Default: the newest year.")] = None,
    stage: Annotated[
        str | None, typer.Option(help="mine, smelter, refinery or plant. Default: all printed.")
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(help="A release of a source, such as usgs_mcs_2025. Default: the newest."),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Who produces a mineral, or what a country produces: shares, bounds, concentration.

    Examples: minerals show cobalt · minerals show uranium --year 2021 · minerals show kazakhstan
    """
    from orchestration.cli.show import print_named

    print_named(name, year=year, stage=stage, edition=edition, as_json=as_json, as_csv=as_csv)


@app.command()
def claims(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """The register of claims, and how many readings of each hold."""
    from orchestration.cli.claims import print_claims

    print_claims(as_json=as_json, as_csv=as_csv)


@app.command()
def claim(
    claim_id: Annotated[str, typer.Argument(help="A claim of the register, such as C03.")],
    known_on: Annotated[
        str | None,
        typer.Option(
            "--known-on", help="As known then: only editions published up to a day, 2025-12-31."
        ),
    ] = None,
    all_editions: Annotated[
        bool, typer.Option("--all-editions", help="Every edition, not only the newest of a year.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """One claim: what was said, each reading of it, the verdict by source, edition and year.

    Examples: minerals claim C03 · minerals claim C01 --known-on 2025-12-31
    """
    from orchestration.cli.claims import print_claim

    print_claim(
        claim_id, known_on=known_on, all_editions=all_editions, as_json=as_json, as_csv=as_csv
    )


@app.command()
def diff(as_json: AsJson = False) -> None:
    """What changed in the last release against the one before."""
    from orchestration.cli.status import print_diff

    print_diff(as_json=as_json)


@app.command()
def rollback(
    release: Annotated[
        str | None, typer.Argument(help="A release id; default: the one before the current.")
    ] = None,
) -> None:
    """Serve an earlier release again. Releases stay where they are."""
    from orchestration.cli.status import roll_back

    roll_back(release)


@app.command()
def backup(
    folder: Annotated[
        Path, typer.Argument(help="Where the archive goes.", file_okay=False, resolve_path=True)
    ],
    wait: Annotated[
        float, typer.Option("--wait", help="Seconds to wait for a refresh that is running.")
    ] = 900.0,
) -> None:
    """Write releases, landing, ledger and history into one archive, while everything runs."""
    from orchestration.cli.backup import print_backup

    print_backup(folder, wait=wait)


@app.command()
def restore(
    archive: Annotated[
        Path, typer.Argument(help="What `minerals backup` wrote.", exists=True, dir_okay=False)
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Replace a warehouse that has a release already.")
    ] = False,
) -> None:
    """Put a backup back, whole, and check the release that is served then."""
    from orchestration.cli.backup import print_restored

    print_restored(archive, force=force)


@app.command()
def embed(
    input_dir: Annotated[
        Path, typer.Argument(help="Folder with publishers' files.", exists=True, file_okay=False)
    ],
) -> None:
    """Rebuild the figures that ship (warehouse/embedded) from publishers' files."""
    from orchestration.cli.embed import rebuild

    rebuild(input_dir)


def main() -> None:
    """Run a command; known errors are told in full and end in their exit code."""
    try:
        app()
    except WarehouseError as error:
        from rich.console import Console

        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"[bold red]Stopped.[/] {_escape(error)}")
        sys.exit(next((c for kind, c in EXIT_CODES.items() if isinstance(error, kind)), 1))


def _escape(error: WarehouseError) -> str:
    from rich.markup import escape

    return escape(str(error))
