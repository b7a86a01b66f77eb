"""The static site: an asset downstream of the release.

Belongs here: its key, dependency and metadata.
Does not belong here: making it (`orchestration.copies.site`), when it is made (`steps`).
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from orchestration.ground.progress import report
from orchestration.settings import WarehouseSettings
from orchestration.steps.assets import BI, OWNERS
from orchestration.steps.assets.docs import DOCS_KEY
from orchestration.steps.assets.release import RELEASE_KEY

SITE_KEY = dg.AssetKey([BI, "site"])


def build_site_asset(settings: WarehouseSettings) -> dg.AssetsDefinition:
    """Pages of the current release in `warehouse/site`, replaced whole."""

    @dg.asset(
        key=SITE_KEY,
        deps=[RELEASE_KEY, DOCS_KEY],
        group_name=BI,
        kinds={"html"},
        owners=OWNERS,
        automation_condition=dg.AutomationCondition.eager(),
        description="A static site of the current release: minerals, countries, claims, method.",
    )
    def site() -> dg.MaterializeResult[Any]:
        from orchestration.copies.site.build import build_site

        built = build_site(settings, on_step=lambda step: report("site", step))
        report("site", built.summary)
        return dg.MaterializeResult(
            metadata={
                "release_id": built.release_id,
                "pages": built.pages,
                "start_page": dg.MetadataValue.path(str(built.folder / "index.html")),
            }
        )

    return site
