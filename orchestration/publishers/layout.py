"""What a file of a publisher must look like, as data: parsers read it, people get it printed.

Belongs here: the types that a publisher's `layouts.py` fills in.
Does not belong here: any publisher's columns, printing (`cli/drop.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of a layout.

    Args:
        name: its header, as the parser looks for it.
        kind: what a value is, in a word: text, year, number.
        meaning: what it holds.
        unit: of a number.
        words: the only values, where there are such.
        is_optional: whether a value may be blank.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    words: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True)
class FileLayout:
    """One layout that the parser of a publisher reads.

    Args:
        file_name: a name that such a file may have.
        columns: all that the parser needs, in the order of the example.
        example: rows of such a file, in the order of the columns.
        refuses_others: whether a column that is not among these refuses the file; it is ignored
            otherwise.
        remarks: what columns alone do not say, a sentence each.
    """

    file_name: str
    columns: tuple[Column, ...]
    example: tuple[tuple[str, ...], ...]
    refuses_others: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def lines(self) -> list[str]:
        """The example as lines of a CSV, the header first."""
        return written((self.header, *self.example)).splitlines()


def written(rows: Sequence[Sequence[str]]) -> str:
    """Rows as the text of a CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
