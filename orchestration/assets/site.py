"""The static site: an asset downstream of the release.

Belongs here: its key, dependency and metadata.
Does not belong here: making it (`orchestration.site`), when it is made (`automation`).
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from orchestration.assets import BI, OWNERS
from orchestration.assets.docs import DOCS_KEY
from orchestration.assets.release import RELEASE_KEY
from orchestration.progress import report
from orchestration.settings import Settings

SITE_KEY = dg.AssetKey([BI, "site"])


def build_site_asset(settings: Settings) -> dg.AssetsDefinition:
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
        from orchestration.site.build import build_site

        built = build_site(settings, on_step=lambda step: report("site", step))
        report("site", built.told)
        return dg.MaterializeResult(
            metadata={
                "release_id": built.release_id,
                "pages": built.pages,
                "start_page": dg.MetadataValue.path(str(built.folder / "index.html")),
            }
        )

    return site
