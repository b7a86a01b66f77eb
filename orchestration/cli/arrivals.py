"""The commands about what came from publishers: `minerals quarantine …`, `minerals ledger`.

Belongs here: one thin function per command, added to the application by `add_to`.
Does not belong here: what a command prints (`quarantine.py`), the rules of arrival (`landing`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.cli.options import AsJson

PANEL = "What came from publishers"

quarantine = typer.Typer(
    no_args_is_help=True,
    help="""Editions that came and are not believed yet.

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
    last: Annotated[int, typer.Option(help="How many lines; 0 for all.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Every fetch, arrival and decision, with its time, verdict and reason.

    Examples: minerals ledger · minerals ledger --last 0 --json
    """
    from orchestration.cli.quarantine import print_ledger

    print_ledger(as_json=as_json, last=last)
