"""Raw assets: one per source and edition, and the raw tables that dbt reads.

Belongs here: keys, descriptions and metadata of what the publishers room hands over.
Does not belong here: parsing (`publishers`) and table writing (`raw_tables.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import pandas as pd

from orchestration.build.built import built_from, remember_read
from orchestration.build.flows import TABLE as PARTITIONS_TABLE
from orchestration.build.raw_tables import (
    LANDED_TABLE,
    SHARED_TABLE,
    keep_editions,
    write_landed_editions,
    write_tables,
)
from orchestration.build.rereading import (
    Reading,
    reading_key,
    remember_reading,
    unchanged_reading,
)
from orchestration.ground.counted import counted
from orchestration.ground.errors import SourceError
from orchestration.ground.progress import report
from orchestration.landing.flows.arrival import finish_interrupted
from orchestration.landing.flows.editions import bulk_editions
from orchestration.landing.flows.partitions import readable_partitions
from orchestration.landing.pins import pinned
from orchestration.landing.types import PinnedEdition
from orchestration.publishers import PUBLISHERS, list_editions, publisher_of, read_edition
from orchestration.publishers.frames import to_frame
from orchestration.publishers.publisher import Publisher
from orchestration.release import refuse_while_held
from orchestration.settings import Settings, WarehouseSettings
from orchestration.steps.assets import OWNERS
from orchestration.steps.assets.landing import asked_connectors, edition_origins
from orchestration.steps.blame import blaming_arrivals
from orchestration.upkeep.housekeeping import begin_writing

FILES_KEY = dg.AssetKey(["raw", "files", SHARED_TABLE])
LANDED_KEY = dg.AssetKey(["raw", "files", LANDED_TABLE])
PARTITIONS_KEY = dg.AssetKey(["raw", "bulk", PARTITIONS_TABLE])


def build_raw_assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """One step per publisher, and the table of files read.

    The editions known now become assets; each run finds out by itself which there are then.
    """
    editions = {source.source_id: list(editions_of(settings, source)) for source in PUBLISHERS}
    asked = list(asked_connectors(settings))
    steps = [
        _source_asset(settings, s, editions[s.source_id], edition_origins(s, asked))
        for s in PUBLISHERS
    ]
    return [*steps, _files_asset(settings)]


def editions_of(settings: WarehouseSettings, source: Publisher) -> dict[str, PinnedEdition]:
    """What a refresh would read of one source now, by edition."""
    if not source.is_on(settings):
        return {}
    if settings.input_dir is not None:
        edition_ids = list_editions(settings.embedded_dir, settings.input_dir)
        editions = {r: PinnedEdition(r, publisher_of(r).source_id, "embedded") for r in edition_ids}
    else:
        editions = dict(pinned(settings))
    return {r: edition for r, edition in editions.items() if edition.source_id == source.source_id}


def edition_key(source: Publisher, edition_id: str) -> dg.AssetKey:
    """`[raw, source, edition]`: one edition as its publisher prints it."""
    return dg.AssetKey(["raw", source.source_id, edition_id])


def pins_key(source: Publisher) -> dg.AssetKey:
    """`[raw, source, editions]`: which editions a run has read, embedded or landed."""
    return dg.AssetKey(["raw", source.source_id, "editions"])


def table_key(source: Publisher, table: str) -> dg.AssetKey:
    """`[raw, source, table]`, the table without its source prefix."""
    prefixes = (f"{source.source_id}_", f"{source.source_id.removesuffix('s')}_")
    name = next((table.removeprefix(p) for p in prefixes if table.startswith(p)), table)
    return dg.AssetKey(["raw", source.source_id, name])


def raw_table_keys() -> dict[str, dg.AssetKey]:
    """Every raw table's asset key by table name."""
    keys = {table: table_key(source, table) for source in PUBLISHERS for table in source.tables}
    return {**keys, SHARED_TABLE: FILES_KEY, LANDED_TABLE: LANDED_KEY}


def _source_asset(
    settings: Settings,
    source: Publisher,
    edition_ids: list[str],
    origins: list[dg.AssetKey],
) -> dg.AssetsDefinition:
    editions = {edition_id: edition_key(source, edition_id) for edition_id in edition_ids}
    specs = _source_specs(source, editions, origins)

    @dg.multi_asset(specs=specs, name=f"read_{source.source_id}")
    def read_source() -> Iterator[dg.MaterializeResult[Any]]:
        begin_writing(settings)
        refuse_while_held(settings)
        with blaming_arrivals(settings, source.source_id):
            found = editions_of(settings, source)
            if not found and source.is_on(settings):
                raise _no_edition(settings, source)
            key = reading_key(settings, source.source_id, source.tables, found)
            reading = unchanged_reading(settings, source.source_id, key)
            if reading is None:
                reading = _read_anew(settings, source, found, key)
            remember_read(settings, source.source_id, found)
        for edition_id, metadata in reading.editions.items():
            if edition_id in editions:
                yield dg.MaterializeResult(asset_key=editions[edition_id], metadata=metadata)
            else:  # it landed after the code location was loaded
                landed = edition_key(source, edition_id)
                context = dg.AssetExecutionContext.get()
                context.log_event(dg.AssetMaterialization(landed, metadata=metadata))
        origins = {edition_id: _origin(settings, edition) for edition_id, edition in found.items()}
        yield dg.MaterializeResult(asset_key=pins_key(source), metadata=origins)
        for table in source.tables:
            yield dg.MaterializeResult(
                asset_key=table_key(source, table),
                metadata={"dagster/row_count": reading.rows[table]},
            )

    return read_source


def _read_anew(
    settings: Settings, source: Publisher, found: Mapping[str, PinnedEdition], key: str
) -> Reading:
    """Read every edition of a publisher and write its tables."""
    parts = {table: [to_frame(table, [])] for table in source.tables}
    editions = {}
    for edition_id, edition in found.items():
        frames = _read(settings, edition_id, edition)
        for table, frame in frames.items():
            parts.setdefault(table, []).append(frame)
        editions[edition_id] = {**_edition_metadata(frames), "origin": _origin(settings, edition)}
    tables = {t: pd.concat(frames, ignore_index=True) for t, frames in parts.items()}
    write_tables(settings, tables)
    rows = {table: len(frame) for table, frame in tables.items()}
    return remember_reading(settings, source.source_id, key, rows, editions)


def _read(
    settings: WarehouseSettings, edition_id: str, edition: PinnedEdition
) -> dict[str, pd.DataFrame]:
    report("read", edition_id)
    landed = {edition_id: edition.files} if edition.origin == "landed" else {}
    return read_edition(edition_id, settings.embedded_dir, settings.input_dir, landed)


def _origin(settings: WarehouseSettings, edition: PinnedEdition) -> str:
    if settings.input_dir is not None:
        return str(settings.input_dir)
    return "embedded" if edition.revision is None else f"landed, revision {edition.revision}"


def _no_edition(settings: WarehouseSettings, source: Publisher) -> SourceError:
    return SourceError(
        f"The input holds no edition of {source.source_id}",
        where=str(settings.input_dir or settings.embedded_dir),
        expected=f"files named {source.facts.file_names}",
        way_out=_way_to_editions(source),
    )


def _way_to_editions(source: Publisher) -> str:
    if source.is_optional:
        return (
            f"fetch it with `minerals refresh --live --source {source.source_id}`, "
            "put its files there, or switch the source off"
        )
    if source.facts.can_be_left_out:
        return "put the publisher's files there, or switch the source off"
    return "put the publisher's files there, or use the figures that ship"


def _files_asset(settings: Settings) -> dg.AssetsDefinition:
    # not on editions: one that was turned down since the code was loaded is not read any more
    deps = [pins_key(source) for source in PUBLISHERS]
    described = {
        FILES_KEY: "Every publisher's file that was read: name, size, sha256, rows.",
        LANDED_KEY: "Editions that were fetched, as their publishers announced them.",
    }
    specs = [
        dg.AssetSpec(
            key=key,
            deps=deps,
            group_name="raw",
            kinds={"python", "duckdb"},
            owners=OWNERS,
            description=description,
        )
        for key, description in described.items()
    ]

    @dg.multi_asset(specs=specs, name="source_files")
    def source_files() -> Iterator[dg.MaterializeResult[Any]]:
        found = {r: e for r, e in built_from(settings).items() if publisher_of(r).is_on(settings)}
        count = keep_editions(settings, list(found))
        finish_interrupted(settings)
        bulk = bulk_editions(readable_partitions(settings))
        alone = [edition for edition in bulk if edition.edition_id not in found]
        landed = write_landed_editions(settings, [*found.values(), *alone])
        tail = f", {landed} of them landed" if landed else ""
        files = counted(count, "publisher's file", "publishers' files")
        report("read", f"{files} of {counted(len(found), 'edition')}{tail}")
        yield dg.MaterializeResult(asset_key=FILES_KEY, metadata={"dagster/row_count": count})
        yield dg.MaterializeResult(asset_key=LANDED_KEY, metadata={"dagster/row_count": landed})

    return source_files


def _source_specs(
    source: Publisher, editions: Mapping[str, dg.AssetKey], origins: list[dg.AssetKey]
) -> list[dg.AssetSpec]:
    above = list(editions.values()) or origins  # a source that is off has no edition yet
    return [
        *(_edition_spec(key, edition_id, origins) for edition_id, key in editions.items()),
        *(_table_spec(source, table, above) for table in source.tables),
        _pins_spec(source, above),
    ]


def _edition_spec(key: dg.AssetKey, edition_id: str, origins: list[dg.AssetKey]) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=key,
        deps=origins,
        skippable=True,
        group_name="raw",
        kinds={"csv"},
        owners=OWNERS,
        description=f"`{edition_id}` as its publisher prints it: values, marks, units and names.",
    )


def _pins_spec(source: Publisher, above: list[dg.AssetKey]) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=pins_key(source),
        deps=above,
        group_name="raw",
        kinds={"python"},
        owners=OWNERS,
        description=f"Which editions of {source.source_id} were read: as they ship, or as landed.",
    )


def _table_spec(source: Publisher, table: str, above: list[dg.AssetKey]) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=table_key(source, table),
        deps=above,
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
        "sha256": dict(zip(files["file_name"], files["sha256"], strict=True)),
    }
