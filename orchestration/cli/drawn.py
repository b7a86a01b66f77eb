"""Rows as a table of a terminal: figures whole, texts folded, unknown as a word.

Belongs here: how a share, a range, a quantity and an answer of three values look.
Does not belong here: which rows (`copies/answers`), which columns (each command).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from rich.table import Table

from orchestration.cli import spoken
from orchestration.cli.output import plain, table_of, terminal, tonnes
from orchestration.copies.file.served import Row

_LONGEST_WORD = 13
Shown = str | Callable[[Row], str]


def drawn(rows: Sequence[Row], columns: Mapping[str, Shown], texts: Collection[str]) -> Table:
    """A table of rows.

    Args:
        rows: one line each.
        columns: header to the name of a value, or to what makes its text.
        texts: headers of columns that fold; the others hold figures and never do.
    """
    lines = [[_shown(row, shown) for shown in columns.values()] for row in spoken.translated(rows)]
    table = table_of(*columns, texts=texts, pad_edge=False, padding=(0, 1, 0, 0))
    words = {
        header: _longest(spoken.heading(header), cells, between_blanks=header in texts)
        for header, *cells in zip(columns, *lines, strict=True)
    }
    figures = sum(width + 1 for header, width in words.items() if header not in texts)
    room = (terminal().width - figures) // max(1, len(texts)) - 1
    for column, header in zip(table.columns, columns, strict=True):
        if header in texts:  # folds between words where there is room for them
            column.min_width = max(1, min(_LONGEST_WORD, room, words[header]))
    for line in lines:
        table.add_row(*line)
    return table


def _longest(header: str, cells: Sequence[str], *, between_blanks: bool) -> int:
    texts = [header, *cells]
    return max(
        (len(part) for text in texts for part in (text.split() if between_blanks else [text])),
        default=1,
    )


def _shown(row: Row, shown: Shown) -> str:
    if callable(shown):
        return plain(shown(row))
    value = row[shown]
    return "" if value is None else plain(value)


def share(name: str) -> Callable[[Row], str]:
    """A percentage with one digit; a value that is not known is left blank."""
    return lambda row: "" if row[name] is None else spoken.percent(row[name])


def percent(value: float) -> str:
    """A percentage as a bound: one digit, no sign; more of them where it would be zero."""
    return spoken.bound(value)


def between(low: str, high: str, written: Callable[[float], str] = percent) -> Callable[[Row], str]:
    """Two bounds, written as percentages or as tonnes; blank where one is not known."""

    def text(row: Row) -> str:
        if row[low] is None or row[high] is None:
            return ""
        return spoken.between(written(row[low]), written(row[high]))

    return text


def amount(name: str, status: str = "value_status", words: str = "status") -> Callable[[Row], str]:
    """Tonnes; what was printed and what it means where that is no quantity."""

    def text(row: Row) -> str:
        if row[name] is not None:
            return tonnes(row[name])
        known = row.get(status)
        if known is None or spoken.is_english():
            return spoken.heading(str(known or "unknown").replace("_", " "))
        return spoken.word(words, known)

    return text


def answer(name: str, yes: str, no: str) -> Callable[[Row], str]:
    """Yes, no, or that nobody knows."""
    words = {True: yes, False: no, None: "undecided"}
    return lambda row: spoken.heading(words[row[name]])


def step(stage: str, form: str) -> str:
    """What a table counts: its stage and, where there are several, the form."""
    name = spoken.word("stage_short", stage)
    return name if form == "all" else f"{name}, {spoken.word('forms', form).replace('_', ' ')}"


def place(row: Row) -> str:
    """What was counted, when, and in which edition it is printed."""
    return f"{step(row['stage'], row['form'])} {row['year']} {row['edition_id']}"


def subject_and_place(row: Row) -> str:
    """The mineral before what was counted of it."""
    return f"{row['mineral_name']} · {place(row)}"


def print_left_out(rows: Sequence[Row]) -> None:
    """What printed world totals leave out, once for each mineral; nothing where they do not."""
    found = {
        str(row.get("mineral_name") or row.get("subject") or row.get("detail")): row["excludes"]
        for row in spoken.translated(rows)
        if row.get("excludes")
    }
    if found:
        left_out = "; ".join(f"{mineral}: {excludes}" for mineral, excludes in found.items())
        terminal().print(spoken.note("left_out", who=plain(left_out)))
