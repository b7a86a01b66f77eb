"""Copies of the release for other servers: one asset that does nothing unless a server is set.

Belongs here: its key, dependency and metadata.
Does not belong here: copying itself (`copies.postgres`), when it runs (`steps`).
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.copies.postgres import copy_to_postgres
from orchestration.copies.postgres.address import SETTING, is_configured
from orchestration.ground.progress import report
from orchestration.settings import Settings
from orchestration.steps.assets import BI, OWNERS
from orchestration.steps.assets.release import RELEASE_KEY

POSTGRES_KEY = dg.AssetKey([BI, "postgres"])


def build_postgres_asset(settings: Settings) -> dg.AssetsDefinition:
    """The release that is served, copied into PostgreSQL in one transaction."""

    @dg.asset(
        key=POSTGRES_KEY,
        deps=[RELEASE_KEY],
        group_name=BI,
        kinds={"postgres"},
        owners=OWNERS,
        automation_condition=dg.AutomationCondition.eager(),
        output_required=False,
        description="The served release in PostgreSQL, whole. Off unless MINERALS_POSTGRES_DSN is"
        " set; then a run materializes nothing.",
    )
    def postgres(context: dg.AssetExecutionContext) -> Iterator[dg.Output[None]]:
        if not is_configured(settings):
            context.log.info(f"{SETTING} is not set: there is no copy to make")
            return
        outcome = copy_to_postgres(settings, on_step=lambda step: report("postgres", step))
        report("postgres", outcome.summary)
        for note in outcome.notes:
            context.log.warning(note)
        metadata: dict[str, Any] = {
            "release_id": outcome.release_id,
            "is_new": outcome.is_new,
            "tables": outcome.tables,
            "dagster/row_count": outcome.rows,
        }
        yield dg.Output(None, metadata=metadata)

    return postgres
