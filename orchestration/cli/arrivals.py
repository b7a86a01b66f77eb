"""The commands about what came from publishers: `minerals drop`, `quarantine …`, `ledger`.

Belongs here: one thin function per command, added to the application by `add_to`.
Does not belong here: what a command prints (`drop.py`, `quarantine.py`), the rules of arrival
(`landing`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.cli.options import AsJson

PANEL = "What came from publishers"

quarantine = typer.Typer(
    suggest_commands=False,  # click does
    no_args_is_help=True,
    help="""Editions that came and are not accepted yet.

An edition waits here when a file is missing or shrank, rows or tables are gone, a unit changed, a
name is unknown, figures moved by an order of magnitude, or a refresh failed on it. Until a person
decides, the last good figures stay released.

Look first: minerals quarantine list, then minerals quarantine show usgs_mcs_2027@1.
""",
)

RevisionId = Annotated[
    str, typer.Argument(metavar="ID", help="As the list shows it: usgs_mcs_2027@1.")
]
Reason = Annotated[
    str, typer.Option("--reason", help="What was looked at, and why it is right. Required.")
]


def add_to(app: typer.Typer) -> None:
    """Give the application these commands."""
    app.add_typer(quarantine, name="quarantine", rich_help_panel=PANEL)
    app.command(rich_help_panel=PANEL)(ledger)
    app.command(rich_help_panel=PANEL)(drop)


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


def ledger(
    last: Annotated[int, typer.Option(min=0, help="How many lines; 0 for all.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Every fetch, arrival and decision, with its time, verdict and reason.

    Examples: minerals ledger · minerals ledger --last 0 --json
    """
    from orchestration.cli.quarantine import print_ledger

    print_ledger(as_json=as_json, last=last)


def drop(
    source_id: Annotated[
        str | None, typer.Argument(metavar="PUBLISHER", help="With --explain: only this one.")
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Columns, types, units and an example of what is taken."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What lies in the drop folder, and what a file must look like to be taken.

    For files that you download yourself where a publisher turns scripts away or wants an account.
    They are verified and compared like any other arrival by minerals refresh --live.

    Examples: minerals drop · minerals drop --explain · minerals drop --explain iea
    """
    from orchestration.cli.drop import print_drop

    print_drop(source_id, is_explained=explain, as_json=as_json)
