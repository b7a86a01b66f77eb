"""Bulk trade as assets: what is landed, and the records of each publisher's partitions.

Belongs here: keys, descriptions and metadata of landed partitions.
Does not belong here: landing them (`landing/flows`), showing them to dbt (`build/flows.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.build.flows import show_partitions
from orchestration.ground.counted import counted
from orchestration.ground.progress import report
from orchestration.landing.flows.arrival import finish_interrupted
from orchestration.landing.flows.partitions import readable_partitions
from orchestration.publishers import PUBLISHERS
from orchestration.publishers.publisher import Publisher
from orchestration.release import refuse_while_held
from orchestration.settings import Settings
from orchestration.steps.assets import OWNERS
from orchestration.steps.assets.origins import publisher_key
from orchestration.steps.assets.raw import PARTITIONS_KEY
from orchestration.upkeep.housekeeping import begin_writing


def flows_key(source: Publisher) -> dg.AssetKey:
    """`[raw, bulk, relation]`: the records of one publisher."""
    return dg.AssetKey(["raw", "bulk", source.bulk.relation if source.bulk else ""])


def build_bulk_assets(settings: Settings) -> dg.AssetsDefinition:
    """One step for all of them: it reads the records of the partitions, not their rows."""
    sources = [source for source in PUBLISHERS if source.bulk]
    specs = _specs(sources)

    @dg.multi_asset(specs=specs, name="bulk_trade")
    def bulk_trade() -> Iterator[dg.MaterializeResult[Any]]:
        begin_writing(settings)
        refuse_while_held(settings)
        finish_interrupted(settings)
        partitions = readable_partitions(settings)
        show_partitions(settings, partitions)
        if partitions:
            rows = sum(partition.row_count for partition in partitions)
            report(
                "read",
                f"{counted(len(partitions), 'partition')} of bulk trade, {counted(rows, 'record')}",
            )
        shown = {"dagster/row_count": len(partitions)}
        yield dg.MaterializeResult(asset_key=PARTITIONS_KEY, metadata=shown)
        for source in sources:
            own = [p for p in partitions if p.source_id == source.source_id]
            metadata = {"dagster/row_count": sum(p.row_count for p in own), "partitions": len(own)}
            yield dg.MaterializeResult(asset_key=flows_key(source), metadata=metadata)

    return bulk_trade


def _specs(sources: list[Publisher]) -> list[dg.AssetSpec]:
    partitions = "Every landed partition of trade: file, digest, rows, totals, revision."
    records = "Records of {} as landed in bulk."
    described = [(PARTITIONS_KEY, sources, partitions)] + [
        (flows_key(source), [source], records.format(source.facts.terms.source_name))
        for source in sources
    ]
    return [
        dg.AssetSpec(
            key=key,
            deps=[publisher_key(source) for source in above],
            group_name="raw",
            kinds={"parquet"},
            owners=OWNERS,
            description=description,
        )
        for key, above, description in described
    ]
