"""Ways to change a table of fields: columns, numbers as others write them, names, whole tables.

Belongs here: the named changes of rows of text, the first of which is the header.
Does not belong here: bytes and lines (`grammar.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Rows = list[list[str]]
Change = Callable[[Rows, Random], Rows]
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
YEAR = re.compile(r"(?:19|20)\d\d")


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text)) and not YEAR.fullmatch(text)


def _is_name(text: str) -> bool:
    return len(text) > 2 and text[0].isupper() and not _is_number(text)


def _one(of: Callable[[str], bool], change: Callable[[str], str]) -> Change:
    """One field of a kind changed, below the header."""

    def made(rows: Rows, random: Random) -> Rows:
        places = [(y, x) for y, row in enumerate(rows) if y for x, f in enumerate(row) if of(f)]
        if places:
            y, x = random.choice(places)
            rows[y][x] = change(rows[y][x])
        return rows

    return made


def _all(of: Callable[[str], bool], change: Callable[[str], str]) -> Change:
    """Every field of a kind changed, below the header."""

    def made(rows: Rows, random: Random) -> Rows:
        return [rows[0], *([change(f) if of(f) else f for f in row] for row in rows[1:])]

    return made


def _times(factor: float) -> Callable[[str], str]:
    return lambda text: f"{float(text.replace(',', '')) * factor:.10g}"


def _columns(change: Callable[[list[str], int, int], list[str]]) -> Change:
    """The same change of every row, at two columns."""

    def made(rows: Rows, random: Random) -> Rows:
        first, second = (random.randrange(len(rows[0])) for _ in range(2))
        return [change(list(row), first, second) for row in rows]

    return made


def _swapped(row: list[str], first: int, second: int) -> list[str]:
    if max(first, second) < len(row):
        row[first], row[second] = row[second], row[first]
    return row


def _header(change: Callable[[str], str]) -> Change:
    return lambda rows, _: [[change(field) for field in rows[0]], *rows[1:]]


def _one_heading(rows: Rows, random: Random) -> Rows:
    rows[0][random.randrange(len(rows[0]))] = "something else"
    return rows


def _values_swapped(rows: Rows, random: Random) -> Rows:
    header, *below = rows
    return [header, *_columns(_swapped)([header, *below], random)[1:]]


def _shifted(rows: Rows, random: Random) -> Rows:
    at = random.randrange(1, len(rows))
    return [*rows[:at], ["", *rows[at]], *rows[at + 1 :]]


COLUMNS: dict[str, Change] = {
    "a column left out": _columns(lambda row, x, _: row[:x] + row[x + 1 :]),
    "a column twice": _columns(lambda row, x, _: row[: x + 1] + row[x:]),
    "two columns swapped": _columns(_swapped),
    "columns backwards": lambda rows, _: [row[::-1] for row in rows],
    "an unknown column": lambda rows, _: [[*row, "more"] for row in rows],
    "values under other headings": _values_swapped,
    "another heading": _one_heading,
    "headings in capitals": _header(str.upper),
    "headings with blanks": _header(lambda field: f"  {field} "),
    "headings with underscores": _header(lambda field: field.replace(" ", "_")),
    "no headings": _header(lambda field: ""),
    "a row one field to the right": _shifted,
    "a row of blanks": lambda rows, _: [*rows[:2], [""] * len(rows[0]), *rows[2:]],
    "turned by a quarter": lambda rows, _: [list(row) for row in zip(*rows, strict=False)],
}
NUMBERS: dict[str, Change] = {
    f"a number as {kind}": _one(_is_number, change)
    for kind, change in {
        "nothing": lambda text: "",
        "a word": lambda text: "about five",
        "its negative": lambda text: f"-{text}",
        "infinity": lambda text: "inf",
        "no number": lambda text: "nan",
        "1e308": lambda text: "1e308",
        "1e-400": lambda text: "1e-400",
        "hexadecimal": lambda text: "0x1F",
        "Python would": lambda text: "1_000",
        "Arabic digits": lambda text: "٥٠٠",
        "wide digits": lambda text: "５００",
        "a fraction": lambda text: "½",
        "a formula": lambda text: f"={text}+1",
        "a percentage": lambda text: f"{text}%",
        "a date": lambda text: "12-Jan",
        "a range": lambda text: f"{text}-{text}",
        "at least": lambda text: f">{text}",
        "with a footnote": lambda text: f"{text}e",
        "with a unit": lambda text: f"{text} t",
        "two points": lambda text: f"{text}.5.5",
        "two numbers": lambda text: f"{text} {text}",
        "withheld": lambda text: "W",
        "a dash": lambda text: "—",
        "a number of 400 digits": lambda text: "9" * 400,
    }.items()
}
NAMES: dict[str, Change] = {"all names in capitals": _all(_is_name, str.upper)} | {
    f"a name with {kind}": _one(_is_name, change)
    for kind, change in {
        "a blank that does not break": lambda text: text.replace(" ", "\u00a0") + "\u00a0",
        "a blank without width": lambda text: text[0] + "\u200b" + text[1:],
        "a letter of another script": lambda text: text.translate(str.maketrans("aeoc", "аеос")),
        "letters from right to left": lambda text: "\u202e" + text,
        "accents apart": lambda text: text[0] + "\u0301" + text[1:],
        "a line within": lambda text: text + "\nmore",
        "a bell": lambda text: text + "\x07",
        "a footnote": lambda text: text + "7",
        "a province": lambda text: text + ", Province of",
        "a part in brackets": lambda text: text + " (New Caledonia)",
        "a megabyte": lambda text: text * 100_000,
        "markup": lambda text: f"[/red]<b>{text}",
    }.items()
}
WHOLE: dict[str, Change] = {
    "all numbers times 1,000": _all(_is_number, _times(1000)),
    "all numbers by 1,000": _all(_is_number, _times(0.001)),
    "all numbers times 1.6": _all(_is_number, _times(1.6)),
    "all numbers negative": _all(_is_number, _times(-1)),
    "all numbers nought": _all(_is_number, lambda text: "0"),
    "all numbers blank": _all(_is_number, lambda text: ""),
    "commas for points": _all(_is_number, lambda text: f"{text.replace(',', '')},5"),
    "blanks between thousands": _all(_is_number, lambda text: f"{text[:1]} {text[1:]}"),
    "all years in two digits": _all(lambda f: bool(YEAR.fullmatch(f)), lambda text: text[2:]),
    "all years with a point": _all(lambda f: bool(YEAR.fullmatch(f)), lambda text: f"{text}.0"),
    "all years of another century": _all(
        lambda f: bool(YEAR.fullmatch(f)), lambda text: f"21{text[2:]}"
    ),
    "all names the same": _all(_is_name, lambda text: "China"),
}
"""Changes of a whole table: an arrival with one of these is accepted by nobody's rule."""
CHANGES = {**COLUMNS, **NUMBERS, **NAMES, **WHOLE}
