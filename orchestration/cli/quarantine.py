"""`minerals quarantine` and `minerals ledger`: what came, what waits, and what was decided.

Belongs here: printing revisions and ledger lines, passing a person's decision on.
Does not belong here: what a decision does (`landing`).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from orchestration.cli.output import command, plain, print_json, table_of, terminal
from orchestration.landing import (
    LedgerEntry,
    Revision,
    accept,
    find,
    quarantined,
    read_ledger,
    reject,
)
from orchestration.settings import get_settings

_SHA_SHOWN = 12


def print_waiting(*, as_json: bool) -> None:
    """What waits for a decision, the longest waiting first."""
    waiting = quarantined(get_settings())
    if as_json:
        print_json([_as_json(revision) for revision in waiting])
        return
    console = terminal()
    if not waiting:
        console.print("Nothing waits in quarantine.")
        return
    table = table_of(
        "revision",
        "arrived",
        "files",
        "reasons",
        "the first of them",
        texts={"revision", "the first of them"},
    )
    for revision in waiting:
        table.add_row(
            revision.id,
            f"{revision.arrived_at:%Y-%m-%d %H:%M}",
            str(len(revision.files)),
            str(len(revision.reasons)),
            plain(_first_line(revision.reasons)),
        )
    console.print(table)
    console.print(f"[dim]next: {plain(command('quarantine show ID'))}, then accept or reject it[/]")


def print_revision(revision_id: str, *, as_json: bool) -> None:
    """One revision: its reasons in full, its files, and what was decided."""
    settings = get_settings()
    revision = find(settings, revision_id)
    if as_json:
        print_json(_as_json(revision))
        return
    console = terminal()
    console.print(f"[bold]{plain(revision.id)}[/]  {revision.state}, arrived {_when(revision)}")
    console.print(plain(f"{revision.row.source_name} {revision.row.edition}"))
    console.print(plain(revision.row.doi_or_url), soft_wrap=True)
    console.print("\nwhy")
    for reason in revision.reasons:
        console.print(f"  · {plain(reason)}", soft_wrap=True)
    if revision.decision:
        console.print(f"\ndecided by {plain(revision.decided_by)}: {plain(revision.decision)}")
    console.print("\nfiles (bytes are kept in warehouse/landing/objects by sha256)")
    for file in revision.files:
        console.print(
            f"  {plain(file.file_name)}  {file.bytes:,} bytes  {file.sha256[:_SHA_SHOWN]}"
        )


def decide(revision_id: str, *, is_accepted: bool, reason: str) -> None:
    """Accept or reject, and say what follows."""
    settings = get_settings()
    if is_accepted:
        revision = accept(settings, revision_id, reason)
        followed = "the next minerals refresh builds it, and gates judge it as any other"
    else:
        revision = reject(settings, revision_id, reason)
        followed = "it is never built, and the same bytes are not asked about again"
    terminal().print(f"[bold]{plain(revision.id)}[/] {revision.state}: {followed}")


def print_ledger(*, as_json: bool, last: int) -> None:
    """The last lines of the ledger, oldest first."""
    entries = read_ledger(get_settings())
    shown = entries[-last:] if last else entries
    if as_json:
        print_json([{**asdict(entry), "at": entry.at.isoformat()} for entry in shown])
        return
    console = terminal()
    if not shown:
        console.print("The ledger is empty: nothing was ever fetched.")
        return
    for entry in shown:
        console.print(_line(entry), soft_wrap=True)
    if len(shown) < len(entries):
        console.print(f"[dim]{len(entries) - len(shown)} earlier lines: --last 0 shows all[/]")


def _line(entry: LedgerEntry) -> str:
    what = entry.edition_id or entry.address or entry.source_id
    number = f"@{entry.details['revision']}" if entry.edition_id and _has_number(entry) else ""
    status = f" {entry.status}" if entry.status else ""
    by = f" by {entry.details['by']}" if "by" in entry.details else ""
    reason = f": {_first_line((entry.reason,))}" if entry.reason else ""
    text = f"{entry.event} {what}{number}{status} {entry.verdict}{by}{reason}"
    return f"[dim]{entry.at:%Y-%m-%d %H:%M:%S}[/] {plain(' '.join(text.split()))}"


def _has_number(entry: LedgerEntry) -> bool:
    return "revision" in entry.details


def _first_line(reasons: tuple[str, ...]) -> str:
    return next((reason.splitlines()[0] for reason in reasons if reason), "")


def _when(revision: Revision) -> str:
    return f"{revision.arrived_at:%Y-%m-%d %H:%M} UTC"


def _as_json(revision: Revision) -> dict[str, Any]:
    return {"id": revision.id, **asdict(revision)}
