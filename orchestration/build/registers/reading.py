"""Registers as files: UTF-8, comma-separated, one row a line, each field as its columns promise.

Belongs here: reading a register with the place of every field, and faults of its form.
Does not belong here: what its fields may say (the models of the rows).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from orchestration.ground.counted import counted

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FIELD = re.compile(r'(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)')
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # kinds of characters that nobody sees in a table


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in a register, where, and what to do.

    Args:
        file: the register, from the project's root.
        line: its line, counted from 1 as an editor does.
        position: the character of that line at which the field begins, from 1.
        column: the column, empty where a whole line or file is meant.
        found: the field's text; None where it is blank.
        problem: what is wrong with it.
        way_out: what to do.
        is_of_another: the word is a key of another register, which may be what is damaged.
    """

    file: str
    line: int
    position: int
    column: str
    found: str | None = field(compare=False)
    problem: str
    way_out: str
    is_of_another: bool = field(default=False, compare=False)

    def of_another(self) -> Fault:
        """The same fault, of a word that is a key of another register."""
        return replace(self, is_of_another=True)

    def __str__(self) -> str:
        what = f"{self.column}: " if self.column else ""
        what += f"{self.found!r} " if self.found is not None else ""
        return f"{self.file}:{self.line}:{self.position}: {what}{self.problem}; {self.way_out}"


@dataclass(frozen=True)
class Line:
    """One row of a register; blank fields are None."""

    file: str
    number: int
    text: str
    fields: dict[str, str | None]

    def fault(self, column: str, problem: str, way_out: str, found: str | None = None) -> Fault:
        """A fault of one field; `found` replaces its text where several fields are meant."""
        places = [m.start() + m[0].startswith(",") for m in _FIELD.finditer(self.text)]
        position = places[list(self.fields).index(column)] + 1
        text = found if found is not None else self.fields[column]
        return Fault(self.file, self.number, position, column, text, problem, way_out)


Registers = Mapping[str, Sequence[Line]]
"""The rows of each register, by its name."""


def read_register(path: Path, file: str, columns: Sequence[str]) -> tuple[list[Line], list[Fault]]:
    """The rows of a register and every fault of its form; no rows where the header is wrong."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return [], [_whole(file, "the register is not there", "put the file back")]
    except OSError as error:
        problem = f"the register cannot be read ({error.strerror})"
        return [], [_whole(file, problem, "put a file in its place that may be read")]
    faults = []
    if raw.startswith(_BYTE_ORDER_MARK):
        raw = raw.removeprefix(_BYTE_ORDER_MARK)
        faults.append(_whole(file, "it begins with a byte-order mark", "save it as plain UTF-8"))
    try:
        texts = raw.decode().removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].split(b"\n")
        place = (len(before), len(before[-1]) + 1)
        return [], [*faults, Fault(file, *place, "", None, "this is not UTF-8", "save it as UTF-8")]
    if not raw.strip():
        return [], [*faults, _whole(file, "the file is empty", "put its header and rows back")]
    faults += _header_faults(file, texts[0], columns)
    if faults:
        return [], faults
    return _rows(file, texts)


def _whole(file: str, problem: str, way_out: str) -> Fault:
    return Fault(file, 1, 1, "", None, problem, way_out)


def _header_faults(file: str, text: str, columns: Sequence[str]) -> Iterator[Fault]:
    named, broken = _split(file, 1, text)
    if broken is not None:
        yield broken
        return
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield _whole(file, f"the header names {name!r} twice", "keep one of them")
    for name in sorted(set(named) - set(columns)):
        known = ", ".join(columns)
        yield _whole(file, f"the header has an unknown column {name!r}", f"its columns are {known}")
    for name in sorted(set(columns) - set(named)):
        yield _whole(file, f"the header has no column {name!r}", "put the column back")


def _rows(file: str, texts: Sequence[str]) -> tuple[list[Line], list[Fault]]:
    header, _ = _split(file, 1, texts[0])
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, text in enumerate(texts[1:], start=2):
        fields, broken = _split(file, number, text)
        if broken is None and len(fields) != len(header):
            problem = f"the line has {counted(len(fields), 'field')}, the header {len(header)}"
            way_out = "put text that holds a comma between quotation marks, or fill up with commas"
            broken = Fault(file, number, 1, "", None, problem, way_out)
        if broken is not None:
            faults.append(broken)
            continue
        row = dict(zip(header, (value or None for value in fields), strict=True))
        lines.append(Line(file, number, text.removesuffix("\r"), row))
        faults += _unseen(lines[-1])
    if not lines and not faults:
        faults.append(_whole(file, "there are no rows below the header", "put its rows back"))
    return lines, faults


def _split(file: str, number: int, text: str) -> tuple[list[str], Fault | None]:
    """The fields of one line, or why it has none."""
    text = text.removesuffix("\r")
    if not text.strip(", \t"):
        return [], Fault(file, number, 1, "", None, "the line is empty", "delete it")
    try:
        return next(csv.reader([text], strict=True)), None
    except csv.Error as error:
        problem = f"the quotation marks do not match ({error})"
        way_out = 'a field is between two " on one line, and a " within it is written twice'
        return [], Fault(file, number, 1, "", None, problem, way_out)


def _unseen(line: Line) -> Iterator[Fault]:
    """Blanks and marks that nobody sees, and that make two equal words differ."""
    for column, value in line.fields.items():
        if value is not None and (names := unseen_in(value)):
            yield line.fault(column, f"holds characters that nobody sees ({names})", "delete them")


def unseen_in(text: str) -> str:
    """The characters of a text that nobody sees, by their numbers; empty where there are none."""
    # True of most fields, at a tenth of the price of a look at each character.
    if text.isprintable() and text == text.strip() and "  " not in text:
        return ""
    odd = {c for c in text if c != " " and unicodedata.category(c) in _UNSEEN}
    is_spaced = text != text.strip() or "  " in text
    return ", ".join(sorted(f"U+{ord(c):04X}" for c in odd)) or "blanks too many" * is_spaced
