"""Printing rows for people and for programs.

Belongs here: consoles, tables whose figures are never cut, JSON and CSV on standard output.
Does not belong here: which rows (the commands) and queries (`served.py`).
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markup import escape
from rich.markup import render as marked
from rich.table import Table

from orchestration.cli.spoken import amount, heading, is_english
from orchestration.copies.file.served import Row
from orchestration.ground.errors import AskedError

WIDTH = 100
# Full-width signs are signs to a spreadsheet in Japanese; blanks and marks before one are not read.
_FORMULA = re.compile(r"[\s\ufeff\u200b\x00]*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d+)?%?", re.IGNORECASE)
_THREE_DIGITS = 100  # tonnes from which a whole number has them
_LEAST_TEXT, _WHOLE_TEXT = 3, 13  # letters of a column that folds; where lines break all the same


class _Terminal(Console):
    def print(self, *objects: Any, crop: bool = False, **options: Any) -> None:
        super().print(*objects, crop=crop, **options)


class _WholeTable(Table):
    """A table that grows beyond the terminal, which breaks its lines, before it cuts a figure."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        is_too_wide = self._width_with(_LEAST_TEXT) > options.max_width
        width = self._width_with(_WHOLE_TEXT) if is_too_wide else options.max_width
        return super().__rich_console__(console, options.update(width=width))

    def _width_with(self, text: int) -> int:
        _, right, _, left = self.padding
        edges = 0 if self.pad_edge else left + right
        widths = [
            max((_width(cell) for cell in (column.header, *column.cells)), default=0)
            if column.no_wrap
            else text
            for column in self.columns
        ]
        return sum(widths) + (left + right) * len(widths) - edges


def _width(cell: object) -> int:
    lines = marked(cell).plain.splitlines() if isinstance(cell, str) else []
    return max(map(cell_len, lines), default=0)


def terminal() -> Console:
    """A console for tables: at most 100 columns, fewer where the terminal or COLUMNS says so."""
    console = _Terminal(highlight=False, emoji=False)
    if (console.is_terminal or "COLUMNS" in os.environ) and 0 < console.width <= WIDTH:
        return console
    return _Terminal(highlight=False, emoji=False, width=WIDTH)


def plain(value: object) -> str:
    """A value as text for the terminal: brackets in it are brackets, not colours."""
    return escape(str(value))


def table_of(*headers: str, texts: Collection[str], **options: Any) -> Table:
    """A table that fits: where room is short its texts fold; its figures are never cut.

    Args:
        headers: of the columns, from left to right.
        texts: those of them that hold text; the others hold figures, to the right.
        options: of the table.
    """
    table = _WholeTable(**{"box": None, "header_style": "dim", **options})
    for header in headers:
        if header in texts:
            table.add_column(plain(heading(header)), overflow="fold")
        else:
            table.add_column(plain(heading(header)), justify="right", no_wrap=True)
    return table


def command(words: str) -> str:
    """A command of this program as it works in the shell that started it.

    `minerals show cobalt` where that is found, otherwise with its path: `.venv/bin/minerals …`.
    """
    own = Path(sys.executable).with_name("minerals")
    found = shutil.which("minerals")
    if not own.exists() or (found and Path(found).absolute() == own):
        return f"minerals {words}"
    near = own.relative_to(Path.cwd()) if own.is_relative_to(Path.cwd()) else own
    return f"{shlex.quote(str(near))} {words}"


def tonnes(quantity: float) -> str:
    """A quantity as people read it: whole tonnes, and three digits where there are fewer."""
    if is_english():
        return f"{quantity:,.0f}" if abs(quantity) >= _THREE_DIGITS else f"{quantity:.3g}"
    return amount(quantity)


def for_programs(
    rows: Sequence[Row], *, as_json: bool, as_csv: bool, columns: Iterable[str] = ()
) -> bool:
    """Print rows as JSON or CSV if one was asked for, and say whether it was.

    Args:
        rows: with the same columns in each.
        as_json: print JSON.
        as_csv: print CSV.
        columns: those of CSV, where there may be no row to take them from.
    """
    if as_json:
        print_json(rows)
    elif as_csv and (names := list(rows[0] if rows else columns)):
        writer = csv.DictWriter(sys.stdout, fieldnames=names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _no_formula(value) for name, value in row.items()} for row in rows)
    return as_json or as_csv


def _no_formula(value: object) -> object:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it.

    Line ends inside a text are line feeds: Python's writer does not quote the others.
    """
    if not isinstance(value, str):
        return value
    is_formula = _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if is_formula else text


def print_json(body: object) -> None:
    """JSON for a program; letters that its encoding lacks are escaped as JSON has it."""
    is_ascii = not is_unicode(sys.stdout)
    json.dump(body, sys.stdout, indent=1, default=str, ensure_ascii=is_ascii)
    sys.stdout.write("\n")


def let_readers_leave() -> None:
    """Go on when whoever reads the output has gone, as in `minerals claims --json | head -1`.

    What is printed from then on goes nowhere; the command ends as it would have ended.
    """
    sys.stdout, sys.stderr = _forgiving(sys.stdout), _forgiving(sys.stderr)


def is_unicode(stream: TextIO) -> bool:
    """Whether every letter can be written to a stream."""
    return codecs.lookup(stream.encoding or "utf-8").name.startswith("utf")


def _forgiving(stream: TextIO) -> TextIO:
    is_answer = stream is sys.stdout
    raw = (_Answer if is_answer else _Forgiving)(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        # a path whose name is no text is written as it is; a letter that is lacking, by its number
        errors="surrogateescape" if is_answer and is_unicode(stream) else "backslashreplace",
        line_buffering=stream.isatty() or stream is sys.stderr,
    )


class _Forgiving(io.FileIO):
    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            self._after(error)
            return super().write(data)

    def _after(self, error: OSError) -> None:
        """What an error comes to; here nothing, for there is no place left to report it."""


class _Answer(_Forgiving):
    """The standard output: an answer that only a part of arrived is an error."""

    def _after(self, error: OSError) -> None:
        if not isinstance(error, BrokenPipeError):
            raise AskedError(
                "The answer could not be written to the standard output",
                found=error.strerror or type(error).__name__,
                way_out="send the output to a place with room for it",
            ) from error
