"""The raw tables of each edition, from the embedded figures, a folder, or what has landed.

Belongs here: finding publishers' files, reading one edition or all.
Does not belong here: which publishers there are (`registry.py`), layouts, Dagster assets, DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import pandas as pd

from orchestration.ground.errors import SourceError
from orchestration.publishers import embedded
from orchestration.publishers.frames import to_frame
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row
from orchestration.publishers.registry import PUBLISHERS, RAW_TABLES, edition_named_by, publisher_of


class NamedFile(Protocol):
    """A file that knows the name its publisher gave it, wherever its bytes are kept."""

    @property
    def file_name(self) -> str:
        """The publisher's name, by which parsers know it."""

    def read(self) -> bytes:
        """Its bytes."""


LandedFiles = Mapping[str, Sequence[NamedFile]]
"""Files by edition that are read in the place of the embedded figures of that edition."""
NOTHING_LANDED: LandedFiles = MappingProxyType({})
_ELSE = "without --from and MINERALS_INPUT_DIR the figures that ship are read"


def find_files(input_dir: Path) -> dict[str, list[Path]]:
    """Publishers' files below a folder, by edition; refuses a folder that holds none."""
    if not input_dir.is_dir():
        raise _nothing_there(input_dir, "no such folder")
    found: dict[str, list[Path]] = {}
    names: dict[str, Path] = {}
    problems = Problems()
    for path in sorted(input_dir.rglob("*")):
        edition_id = edition_named_by(path.name) if path.is_file() else None
        if edition_id is None:
            continue
        if path.name.lower() in names:
            problems.add(_found_twice(path, names[path.name.lower()]))
            continue
        names[path.name.lower()] = path
        found.setdefault(edition_id, []).append(path)
    problems.raise_if_any()
    if not found:
        raise _nothing_there(input_dir, "no file with such a name")
    return {edition: _preferred(edition, paths) for edition, paths in found.items()}


def _preferred(edition_id: str, paths: Sequence[Path]) -> list[Path]:
    names = set(publisher_of(edition_id).prefer([path.name for path in paths]))
    return sorted((path for path in paths if path.name in names), key=lambda path: path.name)


def parse_editions(files: Mapping[str, Sequence[Path]]) -> dict[str, list[Row]]:
    """Rows of all raw tables from publishers' files; fails once with everything wrong."""
    return _parse({e: ((p.name, p.read_bytes) for p in paths) for e, paths in files.items()})


def parse_landed(landed: LandedFiles) -> dict[str, list[Row]]:
    """Rows of all raw tables from files that keep their name beside their bytes."""
    return _parse({e: ((f.file_name, f.read) for f in files) for e, files in landed.items()})


def _parse(
    files: Mapping[str, Iterable[tuple[str, Callable[[], bytes]]]],
) -> dict[str, list[Row]]:
    problems = Problems()
    tables: dict[str, list[Row]] = {table: [] for table in RAW_TABLES}
    for edition_id in sorted(files):
        publisher = publisher_of(edition_id)
        for file_name, read in files[edition_id]:
            with problems.collecting():
                parsed = publisher.parse_file(file_name, read(), problems)
                _check_edition(parsed, edition_id, problems)
                tables["source_files"].append(parsed.source_file)
                for table, rows in parsed.tables.items():
                    tables[table].extend(rows)
    problems.raise_if_any()
    return tables


def list_editions(
    embedded_dir: Path, input_dir: Path | None = None, landed: LandedFiles = NOTHING_LANDED
) -> list[str]:
    """Editions that the input holds: embedded and landed ones, or those of a folder of files."""
    if input_dir is None:
        return sorted({*embedded.editions(embedded_dir), *landed})
    return sorted(find_files(input_dir))


def read_edition(
    edition_id: str,
    embedded_dir: Path,
    input_dir: Path | None = None,
    landed: LandedFiles = NOTHING_LANDED,
) -> dict[str, pd.DataFrame]:
    """The raw tables of one edition: its publisher's tables and `source_files`."""
    wanted = (*publisher_of(edition_id).tables, "source_files")
    if input_dir is None and edition_id not in landed:
        return {table: embedded.read(embedded_dir, table, edition_id) for table in wanted}
    if input_dir is None:
        tables = parse_landed({edition_id: landed[edition_id]})
    else:
        files = find_files(input_dir).get(edition_id)
        if not files:
            raise _edition_missing(edition_id, input_dir)
        tables = parse_editions({edition_id: files})
    return {table: to_frame(table, tables[table]) for table in wanted}


def read_raw_tables(
    embedded_dir: Path, input_dir: Path | None = None, landed: LandedFiles = NOTHING_LANDED
) -> dict[str, pd.DataFrame]:
    """All raw tables by name.

    Args:
        embedded_dir: the figures that ship with the project; read when `input_dir` is not given.
        input_dir: a folder with publishers' files, searched with its subfolders. It replaces the
            embedded figures whole: every publisher must have at least one file in it.
        landed: files by edition, read in the place of the embedded figures of that edition.
    """
    if input_dir is None:
        return _overlaid(embedded_dir, landed)
    files = check_input_folder(input_dir)
    return {table: to_frame(table, rows) for table, rows in parse_editions(files).items()}


def _overlaid(embedded_dir: Path, landed: LandedFiles) -> dict[str, pd.DataFrame]:
    """The embedded figures, edition by edition replaced by what has landed, in one order."""
    tables = {table: embedded.read(embedded_dir, table) for table in RAW_TABLES}
    if not landed:
        return tables
    fresh = {table: to_frame(table, rows) for table, rows in parse_landed(landed).items()}
    for table, frame in tables.items():
        edition = embedded.edition_column(table)
        kept = frame[~frame[edition].isin(list(landed))]
        both = pd.concat([kept, fresh[table]], ignore_index=True)
        tables[table] = both.sort_values(edition, kind="stable", ignore_index=True)
    return tables


def rebuild_embedded(input_dir: Path, embedded_dir: Path) -> list[Path]:
    """Write the embedded figures anew from publishers' files; gives the files written.

    Files of optional sources stay out: their figures are not ours to pass on.
    """
    files = {
        edition_id: paths
        for edition_id, paths in check_input_folder(input_dir).items()
        if publisher_of(edition_id).ships
    }
    return embedded.write(embedded_dir, parse_editions(files))


def check_input_folder(input_dir: Path) -> dict[str, list[Path]]:
    """Files by edition, each publisher that ships has one; reads no file."""
    files = find_files(input_dir)
    present = {publisher_of(edition_id).source_id for edition_id in files}
    problems = Problems()
    for publisher in PUBLISHERS:
        if publisher.source_id not in present and publisher.ships:
            problems.add(
                SourceError(
                    f"the input folder holds no file of {publisher.source_id}",
                    where=str(input_dir),
                    expected=f"files named {publisher.facts.file_names}",
                    found="none",
                    way_out=f"put the publisher's files into the folder; {_ELSE}",
                )
            )
    problems.raise_if_any()
    return files


def _check_edition(parsed: ParsedFile, edition_id: str, problems: Problems) -> None:
    found = parsed.source_file.edition_id
    if found != edition_id:
        problems.layout(
            "a file belongs to another edition than its name says",
            where=parsed.source_file.file_name,
            expected=edition_id,
            found=found,
            way_out="restore the publisher's file name",
        )


def _nothing_there(input_dir: Path, found: str) -> SourceError:
    return SourceError(
        "the input folder holds no publisher's file",
        where=str(input_dir),
        expected="files named " + "; ".join(publisher.facts.file_names for publisher in PUBLISHERS),
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


def _edition_missing(edition_id: str, input_dir: Path) -> SourceError:
    return SourceError(
        "the input folder holds no file of this edition",
        where=str(input_dir),
        expected=f"files of {edition_id}, named {publisher_of(edition_id).facts.file_names}",
        found="none",
        way_out=f"put the publisher's files into the folder; {_ELSE}",
    )
