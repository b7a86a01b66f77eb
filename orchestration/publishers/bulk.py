"""What the project must know of a publisher's bulk files of trade, which no memory holds.

Belongs here: the types that a publisher's `bulk.py` fills in. Its values are SQL that DuckDB
streams: how a table is read, and what must be true of its records.
Does not belong here: any publisher's values, the partitions that come of them (`landing/flows`).

A bulk file is an archive, a table of one year or month, or a table of several years. Each year or
month of one edition and classification becomes one partition:
`source=<source>/edition=<edition>/hs=<classification>/year=<year>[/month=<month>]`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

SCHEMA = "trade"
"""Where the build database shows the partitions, one relation for each publisher."""
RECORD = "source_row"
"""The column that names a record: its line, or its row in a Parquet file, counted from 1."""
YEAR = "printed_year"
"""The year that a record prints; afterwards the partition's folder says it."""


@dataclass(frozen=True)
class BulkName:
    """What the name of a bulk file says.

    Args:
        edition_id: the edition that it belongs to.
        classification: the edition of the Harmonised System, or another list of codes.
        version: how the publisher names what it corrects; a later one is an announced revision.
        year: the calendar year of all its records; None for several years.
        month: the month of all its records; None for a whole year.
    """

    edition_id: str
    classification: str
    version: str
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class BulkRule:
    """Something that no record may be, in the words of a refusal.

    Args:
        what: the rule that such a record breaks.
        column: the column that breaks it.
        expected: what the publisher prints there.
        broken: SQL over the columns of `Bulk.read`, true for a record that breaks it.
        way_out: what a person does next.
    """

    what: str
    column: str
    expected: str
    broken: str
    way_out: str


@dataclass(frozen=True)
class Measure:
    """A column whose unit is compared with other editions: its name, and the unit in words."""

    column: str
    unit: str


@dataclass(frozen=True)
class Bulk:
    """How the bulk files of one publisher become partitions.

    Args:
        relation: the name in schema `trade`, and of the source that dbt reads.
        columns: columns of a partition with their types, in order.
        key: columns that name a record, within one partition.
        code: the column with the code of goods.
        measures: columns whose unit follows from another edition.
        named: what a file's name says; None for other files.
        headers: the columns that a table must have; empty for a table without a header line.
        read: SQL that gives `columns`, `source_row` and `printed_year` of one table; its arguments
            are what the name says, the table as SQL (`read_csv(…)`, `read_parquet(…)`), and whether
            that is Parquet.
        csv_options: arguments of `read_csv` for a table that is text.
        rules: what no record of a table of that name may be.
        code_list: the column with the codes of goods, where a file of an archive lists them; None
            for other files.
        shipped: the raw table of flows that ship, with the columns of `key` and `measures`, a
            year beside them; empty where none ship.
        is_thousands: SQL over `columns`, true for a value that is a whole number of printed units;
            where most are, the unit is a thousandth of what it should be. Empty where that
            says nothing.
        compared: columns that name a flow where two years or months are compared; `key` when empty.
        months_revised: how many months before the newest the publisher revises with it, and so
            without a person's word; 0 where every revision is announced.
    """

    relation: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    code: str
    measures: tuple[Measure, ...]
    named: Callable[[str], BulkName | None]
    headers: tuple[str, ...]
    read: Callable[[BulkName, str, bool], str]
    csv_options: str
    rules: Callable[[BulkName], Sequence[BulkRule]]
    code_list: Callable[[str], str | None] = lambda _: None
    shipped: str = ""
    is_thousands: str = ""
    compared: tuple[str, ...] = ()
    months_revised: int = 0

    def column_names(self) -> list[str]:
        """Names of the columns of a partition, in order."""
        return [name for name, _ in self.columns]
