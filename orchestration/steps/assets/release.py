"""The release: one asset that publishes all marts or nothing.

Belongs here: its key, dependencies and metadata.
Does not belong here: publication itself (`release`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dagster as dg

from orchestration.build.built import remember_release
from orchestration.ground.progress import report
from orchestration.release import publish
from orchestration.settings import Settings
from orchestration.steps.assets import OWNERS
from orchestration.upkeep.housekeeping import begin_writing

RELEASE_KEY = dg.AssetKey(["release", "critical_minerals"])


def build_release_asset(settings: Settings, marts: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The file that BI tools open, with Parquet, manifest, datapackage and diff beside it."""

    @dg.asset(
        key=RELEASE_KEY,
        deps=list(marts),
        group_name="release",
        kinds={"duckdb", "parquet"},
        owners=OWNERS,
        description="All marts with a passing verdict for exactly their present content, or none.",
    )
    def critical_minerals() -> dg.MaterializeResult[Any]:
        begin_writing(settings)
        outcome = publish(settings, on_step=lambda step: report("release", step))
        remember_release(settings, outcome.release_id, outcome.summary)
        report("release", outcome.summary)
        return dg.MaterializeResult(
            metadata={
                "release_id": outcome.release_id,
                "is_new": outcome.is_new,
                "summary": outcome.summary,
            }
        )

    return critical_minerals
