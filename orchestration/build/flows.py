"""Landed partitions of trade as the build database shows them: one table of what is there, views.

Belongs here: the table `raw.trade_partitions`, one view in schema `trade` for each publisher.
Does not belong here: landing (`landing/flows`), meaning (`dbt_project`).

The records stay in their Parquet files; a view names each file, and a file is named by its digest,
so the text of a view is another one exactly when its records are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from orchestration.build.raw_tables import raw_connection
from orchestration.ground.connection import literal, open_memory, quoted
from orchestration.landing.flows.partitions import Partition, part_path, place_of
from orchestration.publishers import PUBLISHERS
from orchestration.publishers.bulk import SCHEMA, Bulk
from orchestration.settings import Settings

TABLE = "trade_partitions"
FOLDERS = {
    "source": "varchar",
    "edition": "varchar",
    "hs": "varchar",
    "year": "integer",
    "month": "integer",
}
"""What a partition's folders say, with the types in which it is read."""
_COLUMNS = {
    "source_id": "str",
    "edition_id": "str",
    "hs_edition": "str",
    "year": "Int64",
    "month": "Int64",
    "version": "str",
    "file_name": "str",
    "file_sha256": "str",
    "part_sha256": "str",
    "record_count": "Int64",
    "value_total": "Int64",
    "kg_total": "Int64",
    "rows_without_kg": "Int64",
    "is_open": "boolean",
    "licence": "str",
    "revision": "Int64",
    "revised_because": "str",
    "landed_on": "str",
}


def flow_relations() -> list[str]:
    """The views, as `schema.name`."""
    return [f"{SCHEMA}.{source.bulk.relation}" for source in PUBLISHERS if source.bulk]


def show_partitions(settings: Settings, partitions: Sequence[Partition]) -> None:
    """Replace the table and the views; without partitions they are there, and empty."""
    with raw_connection(settings) as connection:
        connection.register("incoming", partitions_frame(partitions))
        connection.execute(f"create or replace table raw.{TABLE} as from incoming")
        connection.execute(f"create schema if not exists {SCHEMA}")
        for source in PUBLISHERS:
            if source.bulk:
                own = [p for p in partitions if p.source_id == source.source_id]
                view = f"{SCHEMA}.{quoted(source.bulk.relation)}"
                sql = _flows(settings, source.bulk, own)
                connection.execute(f"create or replace view {view} as {sql}")


def shown_partitions(settings: Settings) -> dict[str, str]:
    """Digests of the partitions that the build database shows, by their place; none without it."""
    import duckdb

    if not settings.build_database.exists():
        return {}
    names = "source_id, edition_id, hs_edition, year, month, part_sha256"
    with open_memory() as connection:
        connection.execute(f"attach {literal(str(settings.build_database))} as build (read_only)")
        try:
            rows = connection.execute(f"select {names} from build.raw.{TABLE}").fetchall()  # noqa: S608
        except duckdb.CatalogException:
            return {}
    return {place_of(*row[:5]): row[5] for row in rows}


def partitions_frame(partitions: Sequence[Partition]) -> pd.DataFrame:
    """What is known of each partition, in the raw layer's types."""
    rows = [_row(partition) for partition in partitions]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _row(partition: Partition) -> list[Any]:
    return [
        partition.source_id,
        partition.edition_id,
        partition.hs_edition,
        partition.year,
        partition.month,
        partition.version or None,
        partition.file_name,
        partition.file_sha256,
        partition.part_sha256,
        partition.row_count,
        partition.value,
        partition.weight_kg,
        partition.rows_without_weight,
        partition.is_open,
        partition.licence,
        partition.revision,
        partition.revised_because or None,
        partition.landed_at.date().isoformat(),
    ]


def _flows(settings: Settings, bulk: Bulk, partitions: Sequence[Partition]) -> str:
    """SQL for all records of a publisher, each with what the folders of its partition say."""
    names = ", ".join(quoted(name) for name in bulk.column_names())
    if not partitions:
        columns = {"edition_id": "varchar", "hs_edition": "varchar", "year": "integer"}
        columns |= {"month": "integer", **dict(bulk.columns)}
        nothing = (f"cast(null as {kind}) as {quoted(name)}" for name, kind in columns.items())
        return f"select {', '.join(nothing)} where false"
    is_monthly = partitions[0].month is not None
    month = "month" if is_monthly else "cast(null as integer) as month"
    folders = {name: kind for name, kind in FOLDERS.items() if is_monthly or name != "month"}
    types = ", ".join(f"'{name}': {kind}" for name, kind in folders.items())
    paths = ", ".join(literal(str(part_path(settings, p).absolute())) for p in partitions)
    return (
        f"select edition as edition_id, hs as hs_edition, year, {month}, {names} "  # noqa: S608
        f"from read_parquet([{paths}], hive_partitioning = true, hive_types = {{{types}}})"
    )
