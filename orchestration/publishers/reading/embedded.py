"""The compact layout in which the figures ship: one CSV per source and edition.

Belongs here: which raw table is kept in which file, reading and writing them byte for byte.
Does not belong here: publishers' layouts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from orchestration.ground.errors import LayoutError, SourceError
from orchestration.publishers.reading.records import (
    EMPTY_TEXT_COLUMNS,
    RAW_TABLES,
    Row,
    columns_of,
    dtype_of,
    typed,
)

EDITION_FILES = {"usgs_mcs_cells": ("usgs_mcs", "usgs_mcs_")}
"""Tables kept in one file per edition: folder, and what to cut from the edition's id."""
SINGLE_FILES = {
    "usgs_mcs_rows": "usgs_mcs/rows.csv",
    "usgs_mcs_strays": "usgs_mcs/strays.csv",
    "usgs_mcs_net_import_reliance": "usgs_mcs/net_import_reliance.csv",
    "usgs_mcs_import_sources": "usgs_mcs/import_sources.csv",
    "wmd_cells": "wmd/cells.csv",
    "wgi_scores": "wgi/scores.csv",
    "critical_list_members": "critical_lists/members.csv",
    "source_files": "source_files.csv",
}
NEVER_SHIPPED = frozenset({"bgs_wms_records"})
"""Tables of sources whose figures are not open: empty here, refused when somebody writes rows."""
RELEASE_COLUMN = {"critical_list_members": "list_id"}


def edition_column(table: str) -> str:
    """The column of a raw table that says which edition a row belongs to."""
    return RELEASE_COLUMN.get(table, "edition_id")


def write(embedded_dir: Path, tables: Mapping[str, Sequence[Row]]) -> list[Path]:
    """Write all tables; files of editions that are no longer there are removed."""
    texts: dict[Path, str] = {}
    for table in RAW_TABLES:
        rows = tables.get(table, ())
        if table in NEVER_SHIPPED:
            _refuse_rows(table, rows)
        elif table in EDITION_FILES:
            folder, prefix = EDITION_FILES[table]
            for edition_id in sorted({row[0] for row in rows}):
                name = f"cells_{str(edition_id).removeprefix(prefix)}.csv"
                path = embedded_dir / folder / name
                texts[path] = _to_csv(table, (row for row in rows if row[0] == edition_id))
        else:
            texts[embedded_dir / SINGLE_FILES[table]] = _to_csv(table, rows)
    for folder, _ in EDITION_FILES.values():
        for stale in set((embedded_dir / folder).glob("cells_*.csv")) - set(texts):
            stale.unlink()
    for path, text in texts.items():
        _replace(path, text)
    return sorted(texts)


def _refuse_rows(table: str, rows: Sequence[Row]) -> None:
    if rows:
        raise SourceError(
            "figures that are not open would become part of the figures that ship",
            where=table,
            expected="no row: the publisher's terms do not allow passing them on",
            found=f"{len(rows)} rows",
            way_out="leave this publisher's files out of the folder",
        )


def _to_csv(table: str, rows: Iterable[Row]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns_of(table))
    writer.writerows([_as_text(value) for value in row] for row in rows)
    return buffer.getvalue()


def _as_text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _replace(path: Path, text: str) -> None:
    """Write beside, then swap: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.replace(path)


def read(embedded_dir: Path, table: str, edition_id: str | None = None) -> pd.DataFrame:
    """One raw table, or the rows of one edition of it."""
    frames = [_read_csv(path, table) for path in _paths(embedded_dir, table, edition_id)]
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
    if table in NEVER_SHIPPED:
        return []
    if table not in EDITION_FILES:
        return [embedded_dir / SINGLE_FILES[table]]
    folder, prefix = EDITION_FILES[table]
    suffix = "*" if edition_id is None else edition_id.removeprefix(prefix)
    return sorted((embedded_dir / folder).glob(f"cells_{suffix}.csv"))


def files_of(embedded_dir: Path, table: str) -> list[Path]:
    """The files that one raw table is kept in."""
    return _paths(embedded_dir, table, None)


def _read_nothing(table: str) -> pd.DataFrame:
    return typed(pd.DataFrame(columns=columns_of(table), dtype="str"))


def _read_csv(path: Path, table: str) -> pd.DataFrame:
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
        frame = pd.read_csv(
            path,
            dtype={column: dtype_of(column) for column in expected},
            keep_default_na=False,
            na_values={column: [""] for column in expected if column not in EMPTY_TEXT_COLUMNS},
            encoding="utf-8",
        )
    except ValueError as error:
        raise _changed(path, expected, str(error)) from error
    if list(frame.columns) != expected:
        raise _changed(path, expected, ", ".join(map(str, frame.columns)))
    return frame


def _changed(path: Path, expected: Sequence[str], found: str) -> LayoutError:
    return LayoutError(
        "a file of the embedded figures was changed by hand: other columns, or text for a number",
        where=str(path),
        expected=", ".join(expected),
        found=found,
        way_out="restore it from version control, or rebuild the embedded figures",
    )
