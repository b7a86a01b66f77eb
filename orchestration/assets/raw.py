"""Raw assets: one per source and edition, and the raw tables that dbt reads.

Belongs here: keys, descriptions and metadata of what the sources room hands over.
Does not belong here: parsing (`sources`) and table writing (`raw_tables.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg
import pandas as pd

from orchestration.assets import OWNERS
from orchestration.errors import SourceError
from orchestration.one_writer import hold
from orchestration.progress import report
from orchestration.raw_tables import SHARED_TABLE, keep_releases, write_tables
from orchestration.settings import Settings
from orchestration.sources import SOURCES, list_releases, read_release, source_of
from orchestration.sources.records import to_frame
from orchestration.sources.registry import Source

FILES_KEY = dg.AssetKey(["raw", "files", SHARED_TABLE])


def build_raw_assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """One step per publisher, and the table of files read."""
    releases = list_releases(settings.embedded_dir, settings.input_dir)
    of_source = {
        source.source_id: [r for r in releases if source_of(r).source_id == source.source_id]
        if is_on(settings, source)
        else []
        for source in SOURCES
    }
    steps = [_source_asset(settings, s, of_source[s.source_id]) for s in SOURCES]
    return [*steps, _files_asset(settings, of_source)]


def is_on(settings: Settings, source: Source) -> bool:
    """Whether a source is read: always, or, if its figures are not open, when it is switched on."""
    return not source.is_optional or source.source_id in settings.optional_sources


def edition_key(source: Source, release_id: str) -> dg.AssetKey:
    """`[raw, source, release]`: one edition as its publisher prints it."""
    return dg.AssetKey(["raw", source.source_id, release_id])


def table_key(source: Source, table: str) -> dg.AssetKey:
    """`[raw, source, table]`, the table without its source prefix."""
    prefixes = (f"{source.source_id}_", f"{source.source_id.removesuffix('s')}_")
    name = next((table.removeprefix(p) for p in prefixes if table.startswith(p)), table)
    return dg.AssetKey(["raw", source.source_id, name])


def raw_table_keys() -> dict[str, dg.AssetKey]:
    """Every raw table's asset key by table name."""
    keys = {table: table_key(source, table) for source in SOURCES for table in source.tables}
    return {**keys, SHARED_TABLE: FILES_KEY}


def _source_asset(settings: Settings, source: Source, releases: list[str]) -> dg.AssetsDefinition:
    editions = {release: edition_key(source, release) for release in releases}
    specs = [_edition_spec(key, release) for release, key in editions.items()]
    specs += [_table_spec(source, table, list(editions.values())) for table in source.tables]

    @dg.multi_asset(specs=specs, name=f"read_{source.source_id}")
    def read_source() -> Iterator[dg.MaterializeResult[Any]]:
        hold(settings)
        if not editions and is_on(settings, source):
            raise SourceError(
                f"The input holds no edition of {source.source_id}",
                where=str(settings.input_dir or settings.embedded_dir),
                expected=f"files named {source.file_names}",
                way_out=_way_to_editions(source),
            )
        parts = {table: [to_frame(table, [])] for table in source.tables}
        for release, key in editions.items():
            report("read", release)
            frames = read_release(release, settings.embedded_dir, settings.input_dir)
            for table, frame in frames.items():
                parts.setdefault(table, []).append(frame)
            yield dg.MaterializeResult(asset_key=key, metadata=_edition_metadata(frames))
        tables = {table: pd.concat(frames, ignore_index=True) for table, frames in parts.items()}
        write_tables(settings, tables)
        for table in source.tables:
            yield dg.MaterializeResult(
                asset_key=table_key(source, table),
                metadata={"dagster/row_count": len(tables[table])},
            )

    return read_source


def _way_to_editions(source: Source) -> str:
    if source.is_optional:
        return (
            f"fetch it with `minerals refresh --live --source {source.source_id}`, "
            "put its files there, or switch the source off"
        )
    return "put the publisher's files there, or use the figures that ship"


def _files_asset(settings: Settings, of_source: dict[str, list[str]]) -> dg.AssetsDefinition:
    deps = [edition_key(s, r) for s in SOURCES for r in of_source[s.source_id]]

    @dg.asset(
        key=FILES_KEY,
        deps=deps,
        group_name="raw",
        kinds={"python", "duckdb"},
        owners=OWNERS,
        description="Every publisher's file that was read: name, size, sha256, rows.",
    )
    def source_files() -> dg.MaterializeResult[Any]:
        releases = [release for found in of_source.values() for release in found]
        count = keep_releases(settings, releases)
        report("read", f"{count} publishers' files of {len(releases)} releases")
        return dg.MaterializeResult(metadata={"dagster/row_count": count})

    return source_files


def _edition_spec(key: dg.AssetKey, release: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=key,
        group_name="raw",
        kinds={"csv"},
        owners=OWNERS,
        description=f"`{release}` as its publisher prints it: values, marks, units and names.",
    )


def _table_spec(source: Source, table: str, editions: list[dg.AssetKey]) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=table_key(source, table),
        deps=editions,
        group_name="raw",
        kinds={"duckdb"},
        owners=OWNERS,
        description=f"`raw.{table}`: all editions of {source.source_id}, text as printed.",
    )


def _edition_metadata(frames: dict[str, pd.DataFrame]) -> dict[str, Any]:
    files = frames[SHARED_TABLE]
    rows = {f"{table} rows": len(f) for table, f in frames.items() if table != SHARED_TABLE}
    return {
        **rows,
        "files": len(files),
        "sha256": dg.MetadataValue.json(
            dict(zip(files["file_name"], files["sha256"], strict=True))
        ),
    }
