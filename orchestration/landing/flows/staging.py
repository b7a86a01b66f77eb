"""Staging: one table of a bulk file becomes partitions beside their place, checked as it goes.

Belongs here: the engine and its memory, streaming a table into Parquet, the record of each part.
Does not belong here: the rules (`rules.py`), units (`units.py`), letting a partition in
(`arrival.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.connection import literal, open_memory, quoted
from orchestration.ground.errors import AskedError, LayoutError
from orchestration.ground.files import move, sha256_of
from orchestration.ground.progress import report
from orchestration.landing.flows import rules
from orchestration.landing.flows.partitions import (
    RECORD_FILE,
    Partition,
    place_of,
    read_record,
    write_record,
)
from orchestration.landing.flows.tables import BulkTable
from orchestration.publishers.bulk import YEAR
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    import duckdb

STEP = "trade"
_THREADS = 2


@contextmanager
def engine(settings: WarehouseSettings, room: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB within the memory that the settings give; what is beyond goes to `room`.

    Raises:
        AskedError: when that memory does not suffice.
    """
    import duckdb

    spill = room / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    connection = open_memory()
    try:
        connection.execute(f"set memory_limit = {literal(settings.trade_memory)}")
        connection.execute(f"set temp_directory = {literal(str(spill))}")
        connection.execute(f"set threads = {_THREADS}")
        yield connection
    except duckdb.OutOfMemoryException as error:
        raise AskedError(
            "The memory that landing may take does not suffice",
            where="MINERALS_TRADE_MEMORY",
            expected="enough for one table",
            found=settings.trade_memory,
            way_out="raise it, then run the same command: what is staged is not read again",
        ) from error
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def stage(
    connection: duckdb.DuckDBPyConnection,
    table: BulkTable,
    path: Path,
    room: Path,
    known_codes: set[str] | None,
) -> list[Partition]:
    """Check the records of one table and write a partition for each year or month in it.

    Args:
        connection: the engine.
        table: which table of which file.
        path: its bytes on the disk.
        room: where staged partitions lie; what an earlier run staged there is not written again.
        known_codes: the codes of goods that the file's own list has; None without one.

    Raises:
        SourceError: with everything that is wrong with the table.
    """
    relation = _relation(connection, table, path)
    years = rules.check_records(connection, table, relation, known_codes)
    staged = []
    for year in years:
        partition = _staged_before(table, room, year)
        if partition is None:
            partition = _write(connection, table, relation, room, year)
        staged.append(partition)
        report(STEP, f"staged {partition.label}: {partition.row_count:,} rows")
    return staged


def staged_folder(room: Path, table: BulkTable, year: int) -> Path:
    """Where a staged partition lies until it is let in."""
    name = table.name
    source_id = table.file.publisher.source_id
    return room / place_of(source_id, name.edition_id, name.classification, year, name.month)


def _staged_before(table: BulkTable, room: Path, year: int) -> Partition | None:
    path = staged_folder(room, table, year) / RECORD_FILE
    return read_record(path) if path.exists() else None


def _relation(connection: duckdb.DuckDBPyConnection, table: BulkTable, path: Path) -> str:
    """A table as its publisher's columns, as SQL; refuses one that cannot be opened."""
    bulk = table.file.bulk
    if not table.is_parquet:
        _refuse_without_end(path, table)
    if bulk.headers and (found := _header(connection, table, path)) != bulk.headers:
        raise LayoutError(
            f"the columns are not those of {table.file.publisher.facts.terms.source_name}",
            where=table.label,
            expected=", ".join(bulk.headers),
            found=", ".join(found)[:300],
            way_out=DOWNLOAD_AGAIN,
        )
    return f"({bulk.read(table.name, _source(table, path), table.is_parquet)})"


def _header(connection: duckdb.DuckDBPyConnection, table: BulkTable, path: Path) -> tuple[str, ...]:
    """Names of the columns that a table has."""
    if not table.is_parquet:
        with path.open("rb") as file:
            line = file.readline(1 << 16).decode("utf-8-sig", "replace")
        return tuple(name.strip().strip('"') for name in line.rstrip("\r\n").split(","))
    with rules.refusing_damage(table):
        rows = connection.execute(f"describe from read_parquet({literal(str(path))})").fetchall()
    return tuple(str(row[0]) for row in rows)


def _source(table: BulkTable, path: Path) -> str:
    if table.is_parquet:
        return f"read_parquet({literal(str(path))}, file_row_number = true)"
    columns = ", ".join(f"{literal(name)}: 'varchar'" for name in table.file.bulk.headers)
    named = f", columns = {{{columns}}}" if columns else ""
    options = f"auto_detect = false{named}, {table.file.bulk.csv_options}"
    return f"read_csv({literal(str(path))}, {options})"


def _refuse_without_end(path: Path, table: BulkTable) -> None:
    with path.open("rb") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(size - 1, 0))
        end = file.read(1)
    if end != b"\n":
        raise LayoutError(
            "the file is cut off or damaged",
            where=table.label,
            expected="a line break at the end of the last line",
            found="none" if size else "an empty file",
            way_out=DOWNLOAD_AGAIN,
        )


def _write(
    connection: duckdb.DuckDBPyConnection, table: BulkTable, relation: str, room: Path, year: int
) -> Partition:
    """Write one partition; it counts as staged once its record lies beside it."""
    bulk, folder = table.file.bulk, staged_folder(room, table, year)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    draft = folder / ".part.new"
    columns = ", ".join(f"cast({quoted(n)} as {kind}) as {quoted(n)}" for n, kind in bulk.columns)
    with rules.refusing_damage(table):
        connection.execute(
            f"copy (select {columns} from {relation} where {YEAR} = {year}) "  # noqa: S608
            f"to {literal(str(draft))} (format parquet, compression zstd)"
        )
    digest = sha256_of(draft)
    part = folder / f"part-{digest[:12]}.parquet"
    move(draft, part)
    rules.check_partition(connection, table, part, year)
    partition = _record(connection, table, part, digest, year)
    write_record(folder, partition)
    return partition


def _record(
    connection: duckdb.DuckDBPyConnection, table: BulkTable, part: Path, digest: str, year: int
) -> Partition:
    value, weight = (quoted(measure.column) for measure in table.file.bulk.measures)
    counted = connection.execute(
        f"select count(*), coalesce(sum({value}), 0), coalesce(sum({weight}), 0), "  # noqa: S608
        f"count(*) - count({weight}) from read_parquet({literal(str(part))})"
    ).fetchone()
    rows, values, weights, unweighed = counted or (0, 0, 0, 0)
    facts, name = table.file.publisher.facts, table.name
    return Partition(
        source_id=facts.source_id,
        edition_id=name.edition_id,
        hs_edition=name.classification,
        version=name.version,
        year=year,
        month=name.month,
        file_name=table.label,
        file_sha256=table.file.sha256,
        part=part.name,
        part_sha256=digest,
        part_bytes=part.stat().st_size,
        row_count=int(rows),
        value=int(values),
        weight_kg=int(weights),
        rows_without_weight=int(unweighed),
        is_open=not facts.is_optional,
        licence=facts.terms_of(name.edition_id).licence,
        landed_at=datetime.now(UTC),
    )
