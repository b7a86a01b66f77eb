"""The compact layout in which the figures ship: a CSV per source and edition, or Parquet.

Belongs here: reading and writing them byte for byte; Parquet, for tables of many whole numbers, in
`parquet.py`.
Does not belong here: which raw table is kept in which file (each publisher's `rows.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from orchestration.ground.counted import counted
from orchestration.ground.errors import LayoutError, SourceError
from orchestration.ground.files import write_whole
from orchestration.publishers.frames import EMPTY_TEXT_COLUMNS, columns_of, dtype_of, typed
from orchestration.publishers.parquet import PARQUET, read_parquet, to_parquet
from orchestration.publishers.reading.records import Row
from orchestration.publishers.registry import RAW_TABLES

EDITION = "{edition}"


def edition_column(table: str) -> str:
    """The column of a raw table that says which edition a row belongs to."""
    return RAW_TABLES[table].edition_column


def write(embedded_dir: Path, tables: Mapping[str, Sequence[Row]]) -> list[Path]:
    """Write all tables; files of editions that are no longer there are removed."""
    texts: dict[Path, str | bytes] = {}
    for table, facts in RAW_TABLES.items():
        rows = tables.get(table, ())
        if facts.embedded is None:
            _refuse_rows(table, rows)
        elif EDITION in facts.embedded:
            for edition_id in sorted({str(row[0]) for row in rows}):
                path = embedded_dir / _named(facts.embedded, edition_id)
                texts[path] = _packed(path, table, [row for row in rows if row[0] == edition_id])
            for stale in set(_paths(embedded_dir, table, None)) - set(texts):
                stale.unlink()
        else:
            path = embedded_dir / facts.embedded
            texts[path] = _packed(path, table, rows)
    for path, text in texts.items():
        write_whole(path, text)
    return sorted(texts)


def _refuse_rows(table: str, rows: Sequence[Row]) -> None:
    if rows:
        raise SourceError(
            "figures that are not open would become part of the figures that ship",
            where=table,
            expected="no row: the publisher's terms do not allow passing them on",
            found=counted(len(rows), "row"),
            way_out="leave this publisher's files out of the folder",
        )


def _packed(path: Path, table: str, rows: Sequence[Row]) -> str | bytes:
    if path.suffix == PARQUET:
        return to_parquet(table, rows)
    return _to_csv(table, rows)


def _to_csv(table: str, rows: Iterable[Row]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns_of(table))
    writer.writerows([_as_text(value) for value in row] for row in rows)
    return buffer.getvalue()


def _as_text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def read(embedded_dir: Path, table: str, edition_id: str | None = None) -> pd.DataFrame:
    """One raw table, or the rows of one edition of it."""
    frames = [_read(path, table) for path in _paths(embedded_dir, table, edition_id)]
    frame = pd.concat(frames, ignore_index=True) if frames else _read_nothing(table)
    if edition_id is not None:
        chosen = frame[edition_column(table)] == edition_id
        frame = frame[chosen].reset_index(drop=True)
    return frame


def editions(embedded_dir: Path) -> list[str]:
    """Identifiers of all editions that ship, in order."""
    files = read(embedded_dir, "source_files")
    return sorted(files["edition_id"].unique())


def _paths(embedded_dir: Path, table: str, edition_id: str | None) -> list[Path]:
    pattern = RAW_TABLES[table].embedded
    if pattern is None:
        return []
    if EDITION not in pattern:
        return [embedded_dir / pattern]
    return sorted(embedded_dir.glob(_named(pattern, edition_id or "*")))


def _named(pattern: str, edition_id: str) -> str:
    """The file of one edition: the folder is the source's, so its name is not repeated."""
    return pattern.replace(EDITION, edition_id.removeprefix(f"{pattern.partition('/')[0]}_"))


def files_of(embedded_dir: Path, table: str) -> list[Path]:
    """The files that one raw table is kept in."""
    return _paths(embedded_dir, table, None)


def _read_nothing(table: str) -> pd.DataFrame:
    return typed(pd.DataFrame(columns=columns_of(table), dtype="str"))


def _read(path: Path, table: str) -> pd.DataFrame:
    expected = columns_of(table)
    if not path.is_file():
        raise SourceError(
            "a file of the embedded figures is missing",
            where=str(path),
            expected="the file that ships with the project",
            found="no file",
            way_out="restore it from version control, or rebuild the embedded figures",
        )
    try:
        if path.suffix == PARQUET:
            return read_parquet(path, expected)
        return _read_csv(path, expected)
    except ValueError as error:  # Arrow's errors are such, too
        raise _changed(path, expected, str(error)) from error


def _read_csv(path: Path, expected: Sequence[str]) -> pd.DataFrame:
    frame = pd.read_csv(
        path,
        dtype={column: dtype_of(column) for column in expected},
        keep_default_na=False,
        na_values={column: [""] for column in expected if column not in EMPTY_TEXT_COLUMNS},
        encoding="utf-8",
    )
    if list(frame.columns) != expected:
        raise ValueError(", ".join(map(str, frame.columns)))
    return frame


def _changed(path: Path, expected: Sequence[str], found: str) -> LayoutError:
    return LayoutError(
        "a file of the embedded figures was changed by hand: other columns, or text for a number",
        where=str(path),
        expected=", ".join(expected),
        found=found,
        way_out="restore it from version control, or rebuild the embedded figures",
    )
