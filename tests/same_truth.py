"""Compare two releases cell by cell: python -m tests.same_truth BEFORE AFTER.

Belongs here: the proof that a redesign changed names only. Both arguments are folders of a release
(`warehouse/releases/<release>`). Renamed tables and columns are read under their new name; a table
or column that only one side has is listed, and counts as a difference unless it is new.
Does not belong here: what changed between two releases of the same design (`minerals diff`).
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

TABLES = {"dim_release": "dim_edition"}
"""Tables of version 1 that version 2 names otherwise."""
COLUMNS = {
    "release_id": "edition_id",
    "from_release_id": "from_edition_id",
    "to_release_id": "to_edition_id",
    "producer_release_id": "producer_edition_id",
}
"""Columns of version 1 that version 2 names otherwise."""


def columns_of(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """Names and types of the columns of a Parquet file, in order."""
    rows = connection.execute(f"describe from '{path}'").fetchall()
    return {name: kind for name, kind, *_ in rows}


def compare(connection: duckdb.DuckDBPyConnection, before: Path, after: Path) -> tuple[int, str]:
    """Count the rows that only one of two tables holds, over the columns that version 1 had.

    Returns:
        rows of both sides without a partner (duplicates counted), and a line about it.
    """
    old, new = columns_of(connection, before), columns_of(connection, after)
    shared = {name: COLUMNS.get(name, name) for name in old if COLUMNS.get(name, name) in new}
    lost = [name for name in old if name not in shared]
    here = ", ".join(f'"{name}" as "{now}"' for name, now in shared.items())
    there = ", ".join(f'"{now}"' for now in shared.values())
    sides = [f"(select {here} from '{before}')", f"(select {there} from '{after}')"]
    counts = []
    for one, other in (sides, reversed(sides)):
        query = f"select count(*) from (from {one} except all from {other})"
        counts.append(connection.execute(query).fetchone()[0])
    rows = connection.execute(f"select count(*) from '{before}'").fetchone()[0]
    text = f"{rows:>7,} rows  {len(shared):>3} columns"
    if lost:
        text += f"  columns lost: {', '.join(lost)}"
    if any(counts):
        text += f"  only before: {counts[0]:,}  only after: {counts[1]:,}"
    return sum(counts) + len(lost), text


def main(before: Path, after: Path) -> int:
    """Compare two release folders and print a line per table; 1 where anything differs."""
    connection = duckdb.connect()
    old = {TABLES.get(path.stem, path.stem): path for path in sorted(before.glob("*.parquet"))}
    new = {path.stem: path for path in sorted(after.glob("*.parquet"))}
    if not old or not new:
        print(f"no Parquet files in {before if not old else after}")
        return 2
    differences = 0
    for name, path in old.items():
        if name not in new:
            differences += 1
            print(f"{name:34} is missing")
            continue
        count, text = compare(connection, path, new[name])
        differences += count
        print(f"{'=' if not count else '!'} {name:32} {text}")
    for name in sorted(new.keys() - old.keys()):
        print(f"+ {name:32} is new")
    print(f"{len(old)} tables compared, {differences:,} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
