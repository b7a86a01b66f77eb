"""Which assets a refresh has to run: all of them, or only what hangs on a change.

Belongs here: turning a plan of the build into a selection of assets.
Does not belong here: the plan (`build.selection`), running (`cli`, `jobs.py`).

A run of the whole job is always right: its steps find out by themselves what has not changed.
A narrow run spares Dagster's own work for the assets that are proven unchanged.
"""

from __future__ import annotations

import dagster as dg

from orchestration.build.flows import shown_partitions
from orchestration.build.rereading import reading_key, unchanged_reading
from orchestration.build.run import prepare, raw_as_built
from orchestration.gates.kept import stands
from orchestration.gates.suites import load_suites
from orchestration.landing.flows.partitions import digests_of, readable_partitions
from orchestration.publishers import PUBLISHERS
from orchestration.publishers.publisher import Publisher
from orchestration.settings import Settings
from orchestration.steps.assets.raw import editions_of
from orchestration.steps.assets.release import RELEASE_KEY


def assets_to_run(settings: Settings) -> list[dg.AssetKey] | None:
    """Assets of a narrow run, or None where the whole job has to run.

    The caller holds the warehouse's lock, and nobody changes the project until the run has begun.
    """
    if not all(_is_read(settings, s) for s in PUBLISHERS):
        return None
    if not (_flows_are_shown(settings) and _raw_holds(settings)):
        return None
    manifest, plan = prepare(settings)
    built = [manifest["nodes"][unique_id] for unique_id in plan.selected]
    relations = [node for node in built if node["resource_type"] in {"seed", "model"}]
    keys = [dg.AssetKey([node["schema"], node["name"]]) for node in relations]
    # Marts are gated by a step of theirs: without one of them that step would be left out.
    if plan.is_whole or not any(key.path[0] == "marts" for key in keys):
        return None
    return [*keys, RELEASE_KEY]


def _is_read(settings: Settings, source: Publisher) -> bool:
    key = reading_key(settings, source.source_id, source.tables, editions_of(settings, source))
    return unchanged_reading(settings, source.source_id, key) is not None


def _flows_are_shown(settings: Settings) -> bool:
    """Whether bulk trade is in the build as it is landed now: a step of the whole job shows it."""
    return shown_partitions(settings) == digests_of(readable_partitions(settings))


def _raw_holds(settings: Settings) -> bool:
    """Whether the raw tables are the ones that were built from, and judged as they would be now."""
    raw = raw_as_built(settings)
    suites = load_suites(settings.suites_dir, "raw")
    return raw is not None and all(stands(settings, s, raw.get(s.table)) for s in suites)
