"""How publishing a release to PostgreSQL compares with a bare COPY of the same tables.

Run with `python -m tests.benchmarks.postgres` after a refresh. Both write to a server of their own;
they alternate, so that a machine that gets slower meanwhile slows both. The bare COPY begins with
the tables as CSV files and ends with the commit: no types to find, keys, indexes, comments,
statistics, counts or swap. Prints ratios, judges nothing.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from pydantic import SecretStr

from orchestration.copies.postgres import copy_to_postgres, tables
from orchestration.release import current_release, read_manifest
from orchestration.release.datapackage import read_package
from orchestration.settings import Settings
from tests.copies.server import running_server

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
AIM = 3.0


def write_files(release: Path, folder: Path) -> list[tables.Table]:
    """The tables of a release as CSV files."""
    manifest, package = read_manifest(release), read_package(release)
    with tables.open_release(release / "critical_minerals.duckdb") as source:
        found = tables.read_tables(source, manifest, package)
        for table in found:
            path = folder / f"{table.name}.csv"
            source.execute(f"copy released.marts.{table.name} to '{path}' (header false)")
    return found


def bare_copy(dsn: str, found: list[tables.Table], folder: Path) -> float:
    """Seconds that PostgreSQL takes for nothing but the rows."""
    started = time.monotonic()
    with psycopg.connect(dsn) as connection:
        connection.execute("drop schema if exists bare cascade")
        tables.create(connection, "bare", found)
        for table in found:
            rows = (folder / f"{table.name}.csv").read_bytes()
            with connection.cursor().copy(f"copy bare.{table.name} from stdin (format csv)") as c:
                c.write(rows)
    return time.monotonic() - started


def publication(settings: Settings) -> tuple[float, dict[str, float]]:
    """Seconds of a whole publication, and where they went."""
    marks: list[tuple[str, float]] = []
    started = time.monotonic()
    copy_to_postgres(
        settings, force=True, on_step=lambda step: marks.append((step, time.monotonic()))
    )
    ended = time.monotonic()
    ends = [*(at for _, at in marks[1:]), ended]
    return ended - started, {step: end - at for (step, at), end in zip(marks, ends, strict=True)}


def main() -> None:
    """Print medians, the ratio, and where the time of the last publication went."""
    release = current_release(Settings())
    if release is None:
        sys.exit("nothing is released yet: make refresh")
    with tempfile.TemporaryDirectory() as place, running_server() as dsn:
        settings = Settings(postgres_dsn=SecretStr(dsn))
        found = write_files(release, Path(place))
        bare_copy(dsn, found, Path(place))
        publication(settings)
        bare, whole = [], []
        steps: dict[str, float] = {}
        for _ in range(ROUNDS):
            bare.append(bare_copy(dsn, found, Path(place)))
            seconds, steps = publication(settings)
            whole.append(seconds)
    rows = sum(table.rows for table in found)
    print(f"{release.name}: {len(found)} tables, {rows:,} rows, {ROUNDS} rounds")
    for name, times in (("bare COPY", bare), ("publication", whole)):
        listed = ", ".join(f"{seconds:.2f}" for seconds in times)
        print(f"{name:<12} median {statistics.median(times):5.2f} s  ({listed})")
    ratio = statistics.median(w / b for w, b in zip(whole, bare, strict=True))
    print(f"publication / bare COPY: {ratio:.2f}  (aim: at most {AIM:g})")
    print("\nwhere the time of a publication goes:")
    print("\n".join(f"  {step:<10} {seconds:5.2f} s" for step, seconds in steps.items()))


if __name__ == "__main__":
    main()
