"""Files of records: answers of a service (JSON), or flat tables of the same fields (CSV).

Belongs here: going through the records of either, keeping those that are sound, naming the others.
Does not belong here: any publisher's fields, what an answer of its service looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row, SourceFile
from orchestration.publishers.reading.tabular import Table
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN, cut_off, sha256_of

Fields = Mapping[str, str]
Numbered = Iterable[tuple[int, Fields]]
"""Records as trimmed text by field, each with its number in the file."""


@dataclass(frozen=True)
class Records:
    """What a publisher's files of records have of their own."""

    table: str
    """The raw table that they become."""
    needed: Sequence[str]
    others: Sequence[str]
    """Fields that a flat table must have, and may have."""
    answered: Callable[[str, bytes], Numbered]
    """The records of an answer, by the file's name and its bytes."""
    wrong: Callable[[Fields, str], Iterable[tuple[str, str, bool]]]
    """Rules on a record of a year: the field, what is expected, whether it is something else."""
    row: Callable[[str, str, int, Fields], Row]
    """The raw row of a sound record, by edition, file name and number."""

    def parse(
        self,
        edition_id: str,
        file_name: str,
        content: bytes,
        problems: Problems | None = None,
        unpacked: bytes | None = None,
    ) -> ParsedFile:
        """Parse one file; what is wrong with single records goes to `problems`, or is raised.

        Args:
            edition_id: ends with the year of the records.
            file_name: says whether it is an answer or a table.
            content: the bytes, as they came.
            problems: collects what is wrong with records; raised at the end when left out.
            unpacked: the bytes that are read, where they came packed.

        Raises:
            SourceError: for another layout, a file that is cut off, a record that cannot be.
        """
        collected = Problems() if problems is None else problems
        body = content if unpacked is None else unpacked
        is_answer = file_name.lower().removesuffix(".gz").endswith(".json")
        read = self.answered if is_answer else self._tabular(collected)
        rows: list[Row] = []
        count = 0
        for number, fields in read(file_name, body):
            count += 1
            if self._is_sound(fields, edition_id, f"{file_name}, record {number}", collected):
                rows.append(self.row(edition_id, file_name, number, fields))
        if problems is None:
            collected.raise_if_any()
        file_id, size = f"{edition_id}/{file_name}", len(content)
        source_file = SourceFile(file_id, edition_id, file_name, sha256_of(content), size, count)
        return ParsedFile(source_file, {self.table: rows})

    def _tabular(self, problems: Problems) -> Callable[[str, bytes], Numbered]:
        def read(file_name: str, content: bytes) -> Numbered:
            if not content.endswith(b"\n"):
                raise cut_off(file_name, "the last line has no line break at its end")
            yield from Table(file_name, content, self.needed, self.others).rows(problems)

        return read

    def _is_sound(self, fields: Fields, edition_id: str, where: str, problems: Problems) -> bool:
        wrong = [rule for rule in self.wrong(fields, edition_id.rsplit("_", 1)[-1]) if rule[2]]
        for column, expected, _ in wrong:
            problems.layout(
                "a record cannot be",
                where=f"{where}, column {column}",
                expected=expected,
                found=fields.get(column) or "nothing",
                way_out=DOWNLOAD_AGAIN,
            )
        return not wrong


def as_text(value: object) -> str:
    """A value of an answer as a table prints it."""
    return "" if value is None else str(value).strip()
