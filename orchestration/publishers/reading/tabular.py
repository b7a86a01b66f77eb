"""Plain tables with fixed columns: the shared part of the smaller publishers' parsers.

Belongs here: named columns of a CSV, whole numbers, the error for a column that is not there.
Does not belong here: any publisher's column names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from orchestration.ground.errors import LayoutError
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, SourceFile
from orchestration.publishers.reading.text import (
    clean,
    is_blank,
    read_records,
    require_rows,
    sha256_of,
    wrong_width,
)

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:[eE]-?\d+)?")


def is_number(text: str) -> bool:
    """Whether a figure is one, and small enough for a computer's numbers."""
    return NUMBER.fullmatch(text) is not None and math.isfinite(float(text.replace(",", "")))


class Table:
    """A CSV file whose header must hold certain columns; other columns are ignored."""

    def __init__(
        self,
        file_name: str,
        content: bytes,
        columns: Sequence[str],
        optional: Sequence[str] = (),
    ) -> None:
        """Read the file and find its columns; raises when one is missing or no row is there."""
        self.file_name = file_name
        self.content = content
        self.records = read_records(content, file_name)
        self.at = self._find(columns, optional)
        require_rows(self.records, file_name)

    def _find(self, columns: Sequence[str], optional: Sequence[str]) -> Mapping[str, int]:
        header = [clean(text).lower() for text in self.records[0]]
        missing = [name for name in columns if name.lower() not in header]
        if missing:
            raise LayoutError(
                "a column that this file must have is missing",
                where=f"{self.file_name}, record 1",
                expected=", ".join(missing),
                found=", ".join(self.records[0])[:300],
                way_out="restore the publisher's header; if the publisher renamed the column, "
                "change its name in orchestration/publishers",
            )
        there = [name for name in optional if name.lower() in header]
        return {name: header.index(name.lower()) for name in (*columns, *there)}

    def rows(self, problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
        """Non-blank rows as trimmed text by column, with their record number."""
        for number, record in enumerate(self.records[1:], 2):
            if is_blank(record):
                continue
            if len(record) != len(self.records[0]):
                problems.add(wrong_width(record, self.records[0], self.file_name, number))
                continue
            yield number, {name: clean(record[index]) for name, index in self.at.items()}

    def parsed(self, edition_id: str) -> ParsedFile:
        """An empty result for this file."""
        return ParsedFile(
            SourceFile(
                f"{edition_id}/{self.file_name}",
                edition_id,
                self.file_name,
                sha256_of(self.content),
                len(self.content),
                len(self.records) - 1,
            )
        )

    def year(self, text: str, row: int, problems: Problems) -> int | None:
        """A year, or a problem."""
        if re.fullmatch(r"(?:19|20)\d{2}", text):
            return int(text)
        problems.layout(
            "a row has no year",
            where=f"{self.file_name}, record {row}",
            expected="a year of four digits",
            found=text or "(blank)",
            way_out="compare with the publisher's file",
        )
        return None

    def number(
        self, text: str, row: int, column: str, problems: Problems, *, allow_negative: bool = False
    ) -> str:
        """A figure as printed, after checking that it is one; blank stays blank."""
        if text and (not is_number(text) or (text.startswith("-") and not allow_negative)):
            problems.layout(
                "a figure is negative or not a number",
                where=f"{self.file_name}, record {row}, column {column}",
                expected="a number" if allow_negative else "a number of zero or more",
                found=text,
                way_out="compare with the publisher's file",
            )
        return text


def check_unique(
    keys: Sequence[tuple[tuple[object, ...], int]], file_name: str, problems: Problems
) -> None:
    """Refuse rows that repeat a key; `keys` holds (key, record number)."""
    first: dict[tuple[object, ...], int] = {}
    for key, number in keys:
        if key in first:
            problems.layout(
                "one file prints the same key twice",
                where=f"{file_name}, records {first[key]} and {number}",
                expected="one row for each key",
                found=", ".join(map(str, key)),
                way_out="compare with the publisher's file and remove the copied row",
            )
        first.setdefault(key, number)
