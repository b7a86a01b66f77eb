"""The raw tables of each release, from the embedded figures, a folder, or what has landed.

Belongs here: finding publishers' files, reading one release or all.
Does not belong here: which publishers there are (`publishers.py`), layouts, Dagster assets, DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import pandas as pd

from orchestration.errors import SourceError
from orchestration.sources import embedded
from orchestration.sources.problems import Problems
from orchestration.sources.publishers import SOURCES, release_of, source_of
from orchestration.sources.records import RAW_TABLES, ParsedFile, Row, to_frame


class NamedFile(Protocol):
    """A file that knows the name its publisher gave it, wherever its bytes are kept."""

    @property
    def file_name(self) -> str:
        """The publisher's name, by which parsers know it."""

    def read(self) -> bytes:
        """Its bytes."""


LandedFiles = Mapping[str, Sequence[NamedFile]]
"""Files by release that are read in the place of the embedded figures of that release."""
NOTHING_LANDED: LandedFiles = MappingProxyType({})
_ELSE = "without --from and MINERALS_INPUT_DIR the figures that ship are read"


def find_files(input_dir: Path) -> dict[str, list[Path]]:
    """Publishers' files below a folder, by release; refuses a folder that holds none."""
    if not input_dir.is_dir():
        raise _nothing_there(input_dir, "no such folder")
    found: dict[str, list[Path]] = {}
    names: dict[str, Path] = {}
    problems = Problems()
    for path in sorted(input_dir.rglob("*")):
        release_id = release_of(path.name) if path.is_file() else None
        if release_id is None:
            continue
        if path.name.lower() in names:
            problems.add(_found_twice(path, names[path.name.lower()]))
            continue
        names[path.name.lower()] = path
        found.setdefault(release_id, []).append(path)
    problems.raise_if_any()
    if not found:
        raise _nothing_there(input_dir, "no file with such a name")
    return {release: _preferred(release, paths) for release, paths in found.items()}


def _preferred(release_id: str, paths: Sequence[Path]) -> list[Path]:
    names = set(source_of(release_id).prefer([path.name for path in paths]))
    return sorted((path for path in paths if path.name in names), key=lambda path: path.name)


def parse_releases(files: Mapping[str, Sequence[Path]]) -> dict[str, list[Row]]:
    """Rows of all raw tables from publishers' files; fails once with everything wrong."""
    return _parse({r: ((p.name, p.read_bytes) for p in paths) for r, paths in files.items()})


def parse_landed(landed: LandedFiles) -> dict[str, list[Row]]:
    """Rows of all raw tables from files that keep their name beside their bytes."""
    return _parse({r: ((f.file_name, f.read) for f in files) for r, files in landed.items()})


def _parse(
    files: Mapping[str, Iterable[tuple[str, Callable[[], bytes]]]],
) -> dict[str, list[Row]]:
    problems = Problems()
    tables: dict[str, list[Row]] = {table: [] for table in RAW_TABLES}
    for release_id in sorted(files):
        source = source_of(release_id)
        for file_name, read in files[release_id]:
            with problems.collecting():
                parsed = source.parse_file(file_name, read(), problems)
                _check_release(parsed, release_id, problems)
                tables["source_files"].append(parsed.source_file)
                for table, rows in parsed.tables.items():
                    tables[table].extend(rows)
    problems.raise_if_any()
    return tables


def list_releases(
    embedded_dir: Path, input_dir: Path | None = None, landed: LandedFiles = NOTHING_LANDED
) -> list[str]:
    """Releases that the input holds: embedded and landed ones, or those of a folder of files."""
    if input_dir is None:
        return sorted({*embedded.releases(embedded_dir), *landed})
    return sorted(find_files(input_dir))


def read_release(
    release_id: str,
    embedded_dir: Path,
    input_dir: Path | None = None,
    landed: LandedFiles = NOTHING_LANDED,
) -> dict[str, pd.DataFrame]:
    """The raw tables of one release: its publisher's tables and `source_files`."""
    wanted = (*source_of(release_id).tables, "source_files")
    if input_dir is None and release_id not in landed:
        return {table: embedded.read(embedded_dir, table, release_id) for table in wanted}
    if input_dir is None:
        tables = parse_landed({release_id: landed[release_id]})
    else:
        files = find_files(input_dir).get(release_id)
        if not files:
            raise _release_missing(release_id, input_dir)
        tables = parse_releases({release_id: files})
    return {table: to_frame(table, tables[table]) for table in wanted}


def read_raw_tables(
    embedded_dir: Path, input_dir: Path | None = None, landed: LandedFiles = NOTHING_LANDED
) -> dict[str, pd.DataFrame]:
    """All raw tables by name.

    Args:
        embedded_dir: the figures that ship with the project; read when `input_dir` is not given.
        input_dir: a folder with publishers' files, searched with its subfolders. It replaces the
            embedded figures whole: every publisher must have at least one file in it.
        landed: files by release, read in the place of the embedded figures of that release.
    """
    if input_dir is None:
        return _overlaid(embedded_dir, landed)
    files = check_input_folder(input_dir)
    return {table: to_frame(table, rows) for table, rows in parse_releases(files).items()}


def _overlaid(embedded_dir: Path, landed: LandedFiles) -> dict[str, pd.DataFrame]:
    """The embedded figures, release by release replaced by what has landed, in one order."""
    tables = {table: embedded.read(embedded_dir, table) for table in RAW_TABLES}
    if not landed:
        return tables
    fresh = {table: to_frame(table, rows) for table, rows in parse_landed(landed).items()}
    for table, frame in tables.items():
        release = embedded.release_column(table)
        kept = frame[~frame[release].isin(list(landed))]
        both = pd.concat([kept, fresh[table]], ignore_index=True)
        tables[table] = both.sort_values(release, kind="stable", ignore_index=True)
    return tables


def rebuild_embedded(input_dir: Path, embedded_dir: Path) -> list[Path]:
    """Write the embedded figures anew from publishers' files; gives the files written.

    Files of optional sources stay out: their figures are not ours to pass on.
    """
    files = {
        release_id: paths
        for release_id, paths in check_input_folder(input_dir).items()
        if not source_of(release_id).is_optional
    }
    return embedded.write(embedded_dir, parse_releases(files))


def check_input_folder(input_dir: Path) -> dict[str, list[Path]]:
    """Files by release, after making sure that every open publisher has one; reads no file."""
    files = find_files(input_dir)
    present = {source_of(release_id).source_id for release_id in files}
    problems = Problems()
    for source in SOURCES:
        if source.source_id not in present and not source.is_optional:
            problems.add(
                SourceError(
                    f"the input folder holds no file of {source.source_id}",
                    where=str(input_dir),
                    expected=f"files named {source.file_names}",
                    found="none",
                    way_out=f"put the publisher's files into the folder; {_ELSE}",
                )
            )
    problems.raise_if_any()
    return files


def _check_release(parsed: ParsedFile, release_id: str, problems: Problems) -> None:
    found = parsed.source_file.release_id
    if found != release_id:
        problems.layout(
            "a file belongs to another edition than its name says",
            where=parsed.source_file.file_name,
            expected=release_id,
            found=found,
            way_out="restore the publisher's file name",
        )


def _nothing_there(input_dir: Path, found: str) -> SourceError:
    return SourceError(
        "the input folder holds no publisher's file",
        where=str(input_dir),
        expected="files named " + "; ".join(source.file_names for source in SOURCES),
        found=found,
        way_out=f"name the folder that holds files of every source; {_ELSE}",
    )


def _found_twice(path: Path, first: Path) -> SourceError:
    return SourceError(
        "the input folder holds one file twice",
        where=str(path),
        expected="each publisher's file once",
        found=f"also at {first}",
        way_out="remove one of the two",
    )


def _release_missing(release_id: str, input_dir: Path) -> SourceError:
    return SourceError(
        "the input folder holds no file of this release",
        where=str(input_dir),
        expected=f"files of {release_id}, named {source_of(release_id).file_names}",
        found="none",
        way_out=f"put the publisher's files into the folder; {_ELSE}",
    )
