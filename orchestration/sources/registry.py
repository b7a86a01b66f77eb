"""All publishers, and the raw tables of each release from either input.

Belongs here: which publishers there are, finding their files, reading one release or all.
Does not belong here: layouts (the publishers' modules), Dagster assets, DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

import pandas as pd

from orchestration.errors import SourceError
from orchestration.sources import bgs_wms, critical_lists, embedded, usgs_mcs, wgi, wmd
from orchestration.sources.problems import Problems
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


class Source(NamedTuple):
    """One publisher: its raw tables, how its files are recognised and parsed."""

    source_id: str
    tables: tuple[str, ...]
    release_of_file_name: Callable[[str], str | None]
    parse_file: Callable[[str, bytes, Problems | None], ParsedFile]
    file_names: str
    prefer: Callable[[Sequence[str]], Sequence[str]] = list
    """Of a release's files in one folder, those that are read."""
    is_optional: bool = False
    """Figures that are not open: off unless switched on, asked of no folder, never shipped."""


SOURCES: tuple[Source, ...] = (
    Source(
        usgs_mcs.SOURCE_ID,
        (
            "usgs_mcs_cells",
            "usgs_mcs_rows",
            "usgs_mcs_strays",
            "usgs_mcs_net_import_reliance",
            "usgs_mcs_import_sources",
        ),
        usgs_mcs.release_of_file_name,
        usgs_mcs.parse_file,
        "mcs<year>-<commodity>_world.csv, MCS<year>_World_Data.csv or "
        "MCS<year>_Commodities_Data.csv; beside them MCS<year>_Fig<n>_Net_Import_Reliance.csv and "
        "MCS<year>_Fig<n>_Major_Import_Sources.csv",
    ),
    Source(
        wmd.SOURCE_ID,
        ("wmd_cells",),
        wmd.release_of_file_name,
        wmd.parse_file,
        "wmd_<year>_*.csv or .xlsx",
    ),
    Source(
        bgs_wms.SOURCE_ID,
        ("bgs_wms_records",),
        bgs_wms.release_of_file_name,
        bgs_wms.parse_file,
        "bgs_wms_<year>_*.json (pages) or bgs_wms_<year>_*.csv (exports)",
        is_optional=True,
    ),
    Source(
        wgi.SOURCE_ID,
        ("wgi_scores",),
        wgi.release_of_file_name,
        wgi.parse_file,
        "wgi_<year>*.csv or wgi_<year>_api_pages.jsonl",
    ),
    Source(
        critical_lists.SOURCE_ID,
        ("critical_list_members",),
        critical_lists.release_of_file_name,
        critical_lists.parse_file,
        "usgs_critical_minerals_<year>.csv or MCS<year>_T<n>_Critical_Minerals_End_Use.csv, "
        "uk_*.csv, eu_2023.csv",
        prefer=critical_lists.prefer,
    ),
)


def source_of(release_id: str) -> Source:
    """The publisher of a release."""
    lists = {item.list_id for item in critical_lists.LISTS}
    for source in SOURCES:
        if release_id.startswith(f"{source.source_id}_") or (
            source.source_id == critical_lists.SOURCE_ID and release_id in lists
        ):
            return source
    raise SourceError(
        "no publisher has such a release",
        where=release_id,
        expected="a release of " + ", ".join(source.source_id for source in SOURCES),
        found=release_id,
        way_out="write the identifier as the source, an underscore and the year",
    )


def find_files(input_dir: Path) -> dict[str, list[Path]]:
    """Publishers' files below a folder, by release; refuses a folder that holds none."""
    if not input_dir.is_dir():
        raise _nothing_there(input_dir, "no such folder")
    found: dict[str, list[Path]] = {}
    names: dict[str, Path] = {}
    problems = Problems()
    for path in sorted(input_dir.rglob("*")):
        release_id = _release_of(path.name) if path.is_file() else None
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


def _release_of(file_name: str) -> str | None:
    for source in SOURCES:
        release_id = source.release_of_file_name(file_name)
        if release_id:
            return release_id
    return None


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
                    way_out="put the publisher's files into the folder, or unset "
                    "MINERALS_INPUT_DIR to use the embedded figures",
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
        way_out="point MINERALS_INPUT_DIR at the folder with the files, or unset it to use the "
        "embedded figures",
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
        way_out="put the publisher's files into the folder, or unset MINERALS_INPUT_DIR",
    )
