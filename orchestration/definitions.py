"""The code location: assembles assets, checks and jobs, explicitly and overridably.

Belongs here: composition only.
Does not belong here: asset code. Importing this module does nothing; the definitions are built
when Dagster asks for them, without network, credentials or data.
"""

from __future__ import annotations

import dagster as dg

from orchestration.settings import Settings, get_settings


def build_definitions(settings: Settings) -> dg.Definitions:
    """Definitions for one warehouse.

    Args:
        settings: where the project and the warehouse are; tests pass temporary folders.
    """
    from orchestration.build.dbt import ensure_manifest
    from orchestration.steps import build_automation
    from orchestration.steps.assets.bulk import build_bulk_assets
    from orchestration.steps.assets.dbt import build_dbt_assets, mart_keys
    from orchestration.steps.assets.docs import build_docs_asset
    from orchestration.steps.assets.gates import build_mart_gates, build_raw_gates
    from orchestration.steps.assets.origins import build_publisher_assets
    from orchestration.steps.assets.raw import build_raw_assets
    from orchestration.steps.assets.release import build_release_asset
    from orchestration.steps.assets.serving import build_postgres_asset
    from orchestration.steps.assets.site import build_site_asset
    from orchestration.steps.copies import build_copies_sensor, copies_job
    from orchestration.steps.freshness import with_policies

    raw = with_policies([*build_raw_assets(settings), build_bulk_assets(settings)])
    dbt = build_dbt_assets(settings, ensure_manifest(settings))
    marts = mart_keys(dbt)
    release = with_policies([build_release_asset(settings, marts)])
    copies = [
        build_docs_asset(settings),
        build_site_asset(settings),
        build_postgres_asset(settings),
    ]
    automation = build_automation(settings, [key for step in (*raw, *release) for key in step.keys])
    return dg.Definitions(
        assets=[*build_publisher_assets(), *automation.assets, *raw, dbt, *release, *copies],
        asset_checks=[build_raw_gates(settings), build_mart_gates(settings, marts)],
        jobs=[*automation.jobs, copies_job],
        sensors=[*automation.sensors, build_copies_sensor(settings)],
        schedules=automation.schedules,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The code location that `dg dev` and the daemon load."""
    return build_definitions(get_settings())
