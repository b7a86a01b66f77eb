"""A code location with all automation and the raw assets: quick to load, nothing replaced.

Its `refresh` reads the figures and ends there; dbt, gates and release have tests of their own.
"""

from __future__ import annotations

from functools import lru_cache

import dagster as dg

from orchestration.settings import Settings, get_settings
from orchestration.steps import build_automation
from orchestration.steps.assets.raw import build_raw_assets
from orchestration.steps.freshness import with_policies


def build(settings: Settings) -> dg.Definitions:
    raw = with_policies(build_raw_assets(settings))
    automation = build_automation(settings, [key for step in raw for key in step.keys])
    return dg.Definitions(
        assets=[*automation.assets, *raw],
        jobs=automation.jobs,
        sensors=automation.sensors,
        schedules=automation.schedules,
    )


@lru_cache(maxsize=1)
def loaded() -> dg.Definitions:
    return build(get_settings())


@dg.definitions
def defs() -> dg.Definitions:
    return loaded()
