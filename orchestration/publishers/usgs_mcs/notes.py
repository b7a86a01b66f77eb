"""Note cells to codes: what a note means for a figure, never the note itself.

Belongs here: applying `note_rules.csv`, where each row is a code, the cells it counts for and a
pattern. Scopes: `all` cells of the row that the note stands for; `named_year` only the cell of
the year in the note; `named_or_earlier_year` that cell, or, where the note names no printed
year, the cells before the newest year (the newest year of an edition is an estimate);
`ignore`: known, says nothing about the figure. A code may carry a number of the note: its `{name}`
is the group of that name in the pattern.
Does not belong here: what a code means for a value; staging decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from orchestration.publishers.reading.beside import patterns_beside, rows_beside

SEGMENT = re.compile(r"\s*\.?\s*--\s*|(?<=[a-z0-9)”\"])\.\s*(?=[A-Z“\"])")
FIGURE = re.compile(r"^[<>]?\d[\d,]*(?:\.\d+)?$")
TYPE_SAYS_ESTIMATED = re.compile(r"\bestimated\b", re.IGNORECASE)


class NoteRule(NamedTuple):
    """One row of the rules file."""

    code: str
    scope: str
    pattern: re.Pattern[str]


class Note(NamedTuple):
    """What a note says: codes for all cells, codes for one year, a figure, leftovers."""

    codes: frozenset[str]
    year_codes: frozenset[tuple[str, int | None]]
    figure: str | None


@lru_cache(maxsize=1)
def note_rules() -> tuple[NoteRule, ...]:
    """The rules, in the order of their file."""
    return tuple(
        NoteRule(row["code"], row["scope"], re.compile(row["pattern"], re.IGNORECASE))
        for row in rows_beside(__package__, "note_rules.csv")
    )


def _filled(code: str, match: re.Match[str]) -> str:
    """A code with the numbers of the note in place of its `{names}`, thousands separators out."""
    return code.format(**{k: (v or "").replace(",", "") for k, v in match.groupdict().items()})


@lru_cache(maxsize=4096)
def read_note(text: str) -> Note:
    """Codes of one note cell; a note that no rule knows gives `other`."""
    text = re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()
    codes: set[str] = set()
    year_codes: set[tuple[str, int | None]] = set()
    known = False
    figure = None
    for segment in (part.strip(" .") for part in SEGMENT.split(text)):
        if FIGURE.match(segment) and figure is None:
            figure = segment
        for rule in note_rules():
            match = rule.pattern.search(segment)
            if not match:
                continue
            known = True
            if rule.scope == "all":
                codes.add(_filled(rule.code, match))
            elif rule.scope in ("named_year", "named_or_earlier_year"):
                year = match.groupdict().get("year")
                key = rule.code if rule.scope == "named_or_earlier_year" else f"={rule.code}"
                year_codes.add((key, int(year) if year else None))
    if text and not known:
        codes.add("other")
    return Note(frozenset(codes), frozenset(year_codes), figure)


def marks_of(notes: Sequence[str], year: int | None, printed_years: Sequence[int]) -> set[str]:
    """Codes that the notes beside a cell give to the cell of `year`."""
    marks: set[str] = set()
    for text in notes:
        note = read_note(text)
        marks |= note.codes
        for key, named in note.year_codes:
            exact = key.startswith("=")
            if named in printed_years or exact:
                applies = named == year
            else:
                applies = not printed_years or year is None or year < max(printed_years)
            if applies:
                marks.add(key.removeprefix("="))
    if "reported" in marks:
        marks.discard("estimated")
    return marks


def figure_in(notes: Sequence[str]) -> str | None:
    """The figure that stands alone in a note cell, where there is one."""
    for text in notes:
        figure = read_note(text).figure
        if figure is not None:
            return figure
    return None


@lru_cache(maxsize=2)
def _rules_in(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return patterns_beside(__package__, name)


@lru_cache(maxsize=4096)
def marks_by(name: str, text: str) -> str:
    """Codes that a note gives to its figure, by the rules of a file; all others say nothing."""
    segments = [part.strip(" .") for part in SEGMENT.split(text)]
    return join_marks({code for code, p in _rules_in(name) if any(p.search(s) for s in segments)})


def join_marks(marks: set[str]) -> str:
    """Codes as the raw layer writes them."""
    return ";".join(sorted(marks))
