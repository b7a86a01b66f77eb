"""How old things may become, and who is notified when they are older.

Belongs here: freshness policies of assets, and the sensor that notifies people of their state.
Does not belong here: the limits and their reasons (`cadence.py`).

Dagster's freshness daemon judges the policies: a publisher must have been asked lately
(`landing/<source>`), a release and its raw tables must have been built within a year and a bit.
Whether a publisher is late with its yearly edition is no matter of runs; that is read from the
release itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import dagster as dg

from orchestration.notify import Event, notify
from orchestration.notify.event import Severity
from orchestration.settings import Settings, WarehouseSettings
from orchestration.steps.assets.landing import LANDING
from orchestration.steps.assets.release import RELEASE_KEY
from orchestration.steps.cadence import CADENCES, LATE_AFTER, REBUILT_FAIL, REBUILT_WARN

_MEANINGS = {
    "WARN": "will soon be older than its freshness policy allows; see its sensor and runs",
    "FAIL": "is older than its freshness policy allows; see its sensor and runs: minerals status",
    "LATE": "none for longer than ever before; see the publisher's page, or drop a file by hand",
}


def policy_for(key: dg.AssetKey) -> dg.FreshnessPolicy | None:
    """The policy of an asset: what was fetched, raw tables and the release have one."""
    if key.path[0] == LANDING:
        cadence = CADENCES[key.path[-1]]
        return dg.FreshnessPolicy.time_window(
            fail_window=cadence.unasked_fail, warn_window=cadence.unasked_warn
        )
    if key.path[0] == "raw" or key == RELEASE_KEY:
        return dg.FreshnessPolicy.time_window(fail_window=REBUILT_FAIL, warn_window=REBUILT_WARN)
    return None


def with_policies(assets: Sequence[dg.AssetsDefinition]) -> list[dg.AssetsDefinition]:
    """The same assets, each with its policy."""
    return [
        asset.map_asset_specs(
            lambda spec: (
                dg.apply_freshness_policy(spec, policy)
                if (policy := policy_for(spec.key))
                else spec
            )
        )
        for asset in assets
    ]


def build_freshness_sensor(
    settings: Settings, keys: Sequence[dg.AssetKey], status: dg.DefaultSensorStatus
) -> dg.SensorDefinition:
    """Notifies people once when something becomes too old, and once when it is fresh again."""

    @dg.sensor(
        name="notify_staleness",
        minimum_interval_seconds=3600,
        default_status=status,
        description="Notifies people when a publisher was not asked, a release not rebuilt, or an "
        "edition is later than it ever was.",
    )
    def notify_staleness(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        before: dict[str, str] = json.loads(context.cursor or "{}")
        now = states(context.instance, keys) | late_editions(settings, datetime.now(UTC).date())
        for event in _changes(before, now):
            notify(settings, event)
        ages = ", ".join(f"{name} {state}" for name, state in sorted(now.items()))
        return dg.SensorResult(
            skip_reason=ages or "everything is fresh", cursor=json.dumps(now, sort_keys=True)
        )

    return notify_staleness


def states(instance: dg.DagsterInstance, keys: Sequence[dg.AssetKey]) -> dict[str, str]:
    """Assets that are too old, as Dagster's freshness daemon last judged them."""
    found: Mapping[dg.AssetKey, object] = instance.get_freshness_state_records(list(keys))
    judged = {key.to_user_string(): str(_state_of(record)) for key, record in found.items()}
    return {name: state for name, state in judged.items() if state in _MEANINGS}


def _state_of(record: object) -> str:
    state = getattr(record, "freshness_state", "")
    return str(getattr(state, "value", state))


def late_editions(settings: WarehouseSettings, today: date) -> dict[str, str]:
    """Sources whose newest released edition is older than their calendar explains."""
    newest = newest_editions(settings)
    return {
        f"edition of {source_id}": "LATE"
        for source_id, published_on in newest.items()
        if source_id in LATE_AFTER and today - published_on > LATE_AFTER[source_id]
    }


def newest_editions(settings: WarehouseSettings) -> dict[str, date]:
    """When the newest edition of each source in the current release was published."""
    from orchestration.release import current_release

    folder = current_release(settings)
    if folder is None:
        return {}
    import duckdb

    with duckdb.connect() as connection:
        rows = connection.execute(
            "select source_id, max(published_on)::date from read_parquet($path)"
            " where published_on is not null group by source_id",
            {"path": str(folder / "dim_edition.parquet")},
        ).fetchall()
    return {str(source_id): published_on for source_id, published_on in rows}


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[Event]:
    """One notification for all that became too old, one for all that is fresh again."""
    stale = sorted(name for name in now if before.get(name) != now[name])
    fresh = sorted(set(before) - set(now))
    events = []
    if stale:
        worst: Severity = "error" if "FAIL" in {now[name] for name in stale} else "warning"
        lines = [f"{name}: {_MEANINGS[now[name]]}" for name in stale]
        details = {name: now[name] for name in stale}
        events.append(Event("stale", _title(stale), "\n".join(lines), worst, details))
    if fresh:
        events.append(Event("fresh", f"fresh again: {', '.join(fresh)}", severity="info"))
    return events


def _title(stale: list[str]) -> str:
    more = f" and {len(stale) - 1} more" if len(stale) > 1 else ""
    return f"older than it should be: {stale[0]}{more}"
