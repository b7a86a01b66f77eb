"""`minerals claims` and `minerals claim ID`: do the sentences hold, by whom, when, how sure.

Belongs here: drawing the register and the verdicts within 100 columns.
Does not belong here: verdicts; they are computed in `marts.fct_claim_check`.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby

from markupsafe import Markup
from rich.table import Table

from orchestration.cli import spoken
from orchestration.cli.output import command, for_programs, plain, terminal
from orchestration.copies.answers.claims import checks, one_claim, register
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

_COLOURS = {"supported": "green", "refuted": "red", "undetermined": "yellow"}
_SHORT = {"not_measurable": "not measurable"}


def print_claims(*, as_json: bool, as_csv: bool) -> None:
    """Print every claim with the count of verdicts of its readings as said."""
    with Served(get_settings()) as served:
        rows = register(served)
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1))
    table.add_column(spoken.heading("id"), no_wrap=True)
    table.add_column(spoken.heading("claim"), ratio=1)
    table.add_column(spoken.heading("verdicts, as said"), no_wrap=True)
    for row in spoken.translated(rows):
        table.add_row(plain(row["claim_id"]), plain(row["claim"]), _tally(row))
    console = terminal()
    console.print(table)
    console.print(f"[dim]{spoken.say('claims.one_each')} {plain(command('claim C03'))}[/]")


def _word(verdict: str) -> str:
    """A verdict in a word."""
    if spoken.is_english():
        return _SHORT.get(verdict, plain(verdict).replace("_", " "))
    return plain(spoken.word("verdict", verdict)).lower()


def _reason(row: Row) -> str:
    why = row["why"] or ""
    return why if spoken.is_english() else Markup(why).striptags()  # noqa: S704 - for a terminal


def _reported(claim: Row) -> str:
    day = str(claim["reported_on"] or spoken.say("claims.no_day"))
    return spoken.say("claims.reported", who=claim["reported_by"], day=day)


def _tally(row: Row) -> str:
    if not row["is_in_scope"]:
        return f"[dim]{_word('out_of_scope')}[/]"
    parts = [
        f"[{_COLOURS.get(verdict, 'dim')}]{row[verdict]} {_word(verdict)}[/]"
        for verdict in ("supported", "refuted", "undetermined", "not_measurable")
        if row[verdict]
    ]
    return "\n".join(parts)


def print_claim(
    claim_id: str, *, known_on: str | None, all_editions: bool, as_json: bool, as_csv: bool
) -> None:
    """Print one claim with every reading and verdict.

    Raises:
        AskedError: when the register has no such claim, or the day is not a date.
    """
    day = _day(known_on)
    with Served(get_settings()) as served:
        found = one_claim(served, claim_id)
        if not found:
            known = [row["claim_id"] for row in register(served)]
            raise AskedError(
                f"The register has no claim {claim_id!r}",
                expected=", ".join(known),
                way_out="list them: minerals claims",
            )
        verdicts = checks(served, found["claim_id"], day, all_editions=all_editions)
    if not for_programs(verdicts, as_json=as_json, as_csv=as_csv):
        (claim,) = spoken.translated([found])
        _draw(claim, spoken.translated(verdicts, "checks"), day)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise AskedError(
            "That is not a day", expected="a date such as 2025-12-31", found=str(text)
        ) from None


def _draw(claim: Row, verdicts: list[Row], day: date | None) -> None:
    console = terminal()
    console.print(f"\n[bold]{plain(claim['claim_id'])}[/]  {plain(claim['claim'])}")
    console.print(
        f"[dim]{plain(claim['speaker'])} · {plain(_reported(claim))}"
        f"{' · ' + spoken.say('claims.known_on', day=day) if day else ''}[/]"
    )
    if claim["scope_note"]:
        console.print(f"[dim]{plain(claim['scope_note'])}[/]")
    for _, block in groupby(verdicts, key=lambda row: (row["reads_as"], row["reading_id"])):
        lines = list(block)
        reads_as = plain(spoken.word("reads_as", lines[0]["reads_as"]).replace("_", " "))
        console.print(f"\n{plain(lines[0]['reading'])}  [dim]({reads_as})[/]")
        console.print(_verdicts(lines))


def _verdicts(lines: list[Row]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(width=max(14, *(len(_word(name)) for name in _COLOURS)), no_wrap=True)
    table.add_column(width=4, no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for row in lines:
        verdict = str(row["verdict"])
        colour = _COLOURS.get(verdict, "dim")
        table.add_row(
            f"[{colour}]{_word(verdict)}[/]",
            str(row["year"] or ""),
            plain(row["edition_id"] or ""),
            plain(_reason(row)),
        )
    return table
