"""What must be true of a bulk table, each broken rule named with file, record and way out.

Belongs here: asking a publisher's rules of every record in one pass, repeated keys, a file that
cannot be read.
Does not belong here: the rules of one publisher (`publishers/<publisher>/bulk.py`), other editions
(`units.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.ground.connection import literal, quoted
from orchestration.ground.counted import counted
from orchestration.ground.errors import LayoutError
from orchestration.landing.flows.tables import BulkTable
from orchestration.publishers.bulk import RECORD, YEAR, BulkRule
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN

if TYPE_CHECKING:
    import duckdb

FEW, MOST_WHOLE = 200, 0.5
"""Of at least so many values, no more than this part are whole numbers of the printed unit."""


@contextmanager
def refusing_damage(table: BulkTable) -> Iterator[None]:
    """Turn what the engine says of a damaged file into a refusal; a full disk is none.

    Raises:
        LayoutError: when the file cannot be read to its end.
    """
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if "No space left" in str(error):
            raise
        raise LayoutError(
            "the file is cut off or damaged",
            where=table.label,
            expected="a whole table",
            found=str(error).splitlines()[0][:300],
            way_out=DOWNLOAD_AGAIN,
        ) from error


def check_records(
    connection: duckdb.DuckDBPyConnection,
    table: BulkTable,
    relation: str,
    known_codes: set[str] | None,
) -> list[int]:
    """Ask every rule of every record, in one pass.

    Returns:
        the years that the records print.

    Raises:
        SourceError: with every rule that is broken: its first record, and how many there are.
    """
    asked = [*table.file.bulk.rules(table.name), *_own_codes(table, known_codes)]
    counts = ", ".join(_question(rule) for rule in asked)
    with refusing_damage(table):
        row = connection.execute(
            f"select count(*), list(distinct {YEAR} order by {YEAR}), {counts} from {relation}"  # noqa: S608
        ).fetchone()
    rows, years, *answers = row or (0, [])
    problems = Problems()
    if not rows:
        problems.add(_empty(table))
    for rule, (count, record, found) in zip(asked, _threes(answers), strict=True):
        if count:
            _add_problem(problems, rule, table, record, found, count)
    problems.raise_if_any()
    return [year for year in years if year is not None]


def _own_codes(table: BulkTable, known_codes: set[str] | None) -> list[BulkRule]:
    if known_codes is None:
        return []
    column = table.file.bulk.code
    codes = ", ".join(literal(code) for code in sorted(known_codes))
    return [
        BulkRule(
            "a code is not in the list of codes beside the table",
            column,
            f"one of {counted(len(known_codes), 'code')} of {table.name.classification}",
            f"{quoted(column)} not in ({codes})",
            "restore the archive as the publisher packed it: table and list are of one edition",
        )
    ]


def _question(rule: BulkRule) -> str:
    broken = f"filter (where {rule.broken})"
    first = f"arg_min(cast({quoted(rule.column)} as varchar), {RECORD}) {broken}"
    return f"count(*) {broken}, min({RECORD}) {broken}, {first}"


def _threes(answers: Sequence[Any]) -> list[tuple[int, int, str]]:
    return [(answers[i], answers[i + 1], answers[i + 2]) for i in range(0, len(answers), 3)]


def _add_problem(
    problems: Problems, rule: BulkRule, table: BulkTable, record: int, found: str, count: int
) -> None:
    more = f", and {count - 1:,} more records" if count > 1 else ""
    problems.layout(
        rule.what,
        where=f"{table.label}, record {record}, column {rule.column}",
        expected=rule.expected,
        found=f"{found or 'nothing'}{more}",
        way_out=rule.way_out,
    )


def check_partition(
    connection: duckdb.DuckDBPyConnection, table: BulkTable, part: Path, year: int
) -> None:
    """Refuse a partition that repeats a key, or whose values are in another unit.

    Raises:
        LayoutError: for the first of both that is broken.
    """
    bulk, source = table.file.bulk, f"read_parquet({literal(str(part))})"
    key = ", ".join(quoted(name) for name in bulk.key)
    twice = connection.execute(
        f"select {key}, min({RECORD}) as first_record, max({RECORD}) as last_record, count(*) "  # noqa: S608
        f"from {source} group by {key} having count(*) > 1 order by first_record limit 1"
    ).fetchone()
    if twice is not None:
        *named, first, last, _ = twice
        raise LayoutError(
            "one table prints the same key twice",
            where=f"{table.label}, records {first} and {last}",
            expected=f"one record for each {', '.join(bulk.key)}",
            found=f"{year}, {', '.join(map(str, named))}",
            way_out="compare with the publisher's file and remove the copied records",
        )
    if bulk.is_thousands:
        _check_decimals(connection, table, source)


def _check_decimals(connection: duckdb.DuckDBPyConnection, table: BulkTable, source: str) -> None:
    bulk = table.file.bulk
    counted = connection.execute(
        f"select count(*), count(*) filter (where {bulk.is_thousands}) from {source}"  # noqa: S608
    ).fetchone()
    rows, whole = counted or (0, 0)
    if rows < FEW or whole <= MOST_WHOLE * rows:
        return
    raise LayoutError(
        f"values are in another unit: in {bulk.measures[0].unit} nearly all have decimals",
        where=f"{table.label}, column {bulk.measures[0].column}",
        expected=f"{bulk.measures[0].unit} with decimals",
        found=f"{rows - whole:,} of {rows:,} values with decimals",
        way_out="land the publisher's own file; a re-export is in a unit of its own",
    )


def _empty(table: BulkTable) -> LayoutError:
    return LayoutError(
        "the table has no record",
        where=table.label,
        expected="flows",
        found="none",
        way_out=DOWNLOAD_AGAIN,
    )
