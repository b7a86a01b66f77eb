"""Documentation of the release: one asset, two pages.

Belongs here: its key, dependency and metadata.
Does not belong here: making the pages (`orchestration.copies.docs`).
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from orchestration.ground.progress import report
from orchestration.settings import Settings
from orchestration.steps.assets import BI, OWNERS
from orchestration.steps.assets.release import RELEASE_KEY

DOCS_KEY = dg.AssetKey([BI, "docs"])


def build_docs_asset(settings: Settings) -> dg.AssetsDefinition:
    """dbt's documentation and the verdicts of the gates in `warehouse/docs`."""

    @dg.asset(
        key=DOCS_KEY,
        deps=[RELEASE_KEY],
        group_name=BI,
        kinds={"html"},
        owners=OWNERS,
        automation_condition=dg.AutomationCondition.eager(),
        description="Lineage, models and columns as dbt documents them, and every verdict of the"
        " gates on the served release. Pages of one file, no request to anywhere.",
    )
    def docs() -> dg.MaterializeResult[Any]:
        from orchestration.copies.docs import build_docs
        from orchestration.upkeep.housekeeping import begin_writing

        begin_writing(settings)  # the build is read: no refresh may write it meanwhile
        written = build_docs(settings, on_step=lambda step: report("docs", step))
        metadata = {path.parent.name: dg.MetadataValue.path(str(path)) for path in written}
        return dg.MaterializeResult(metadata=metadata)

    return docs
