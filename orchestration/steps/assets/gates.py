"""Great Expectations suites as blocking asset checks, one step per gated layer.

Belongs here: which asset a verdict is shown on, and that a failed one stops what follows.
Does not belong here: judging (`gates`) and thresholds (`expectations/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg

from orchestration.build.flows import TABLE as PARTITIONS
from orchestration.gates.report import gate_error
from orchestration.gates.suites import Layer, load_suites
from orchestration.gates.verdicts import Verdict
from orchestration.gates.worker import judge_layer
from orchestration.ground.counted import counted
from orchestration.ground.progress import report
from orchestration.release import current_release, known_fingerprints
from orchestration.settings import Settings
from orchestration.steps.assets.check_words import gate_words
from orchestration.steps.assets.raw import PARTITIONS_KEY, raw_table_keys
from orchestration.steps.blame import blaming_arrivals

CHECK_NAME = "great_expectations"


def build_raw_gates(settings: Settings) -> dg.AssetChecksDefinition:
    """Did a publisher change a file? Stops dbt when one did."""
    keys = {f"raw.{table}": key for table, key in raw_table_keys().items()}
    keys[f"raw.{PARTITIONS}"] = PARTITIONS_KEY
    return _layer_gates(settings, "raw", keys)


def build_mart_gates(settings: Settings, marts: Iterable[dg.AssetKey]) -> dg.AssetChecksDefinition:
    """Would an analyst believe it? Stops the release when not."""
    return _layer_gates(settings, "marts", {f"marts.{key.path[-1]}": key for key in marts})


def _layer_gates(
    settings: Settings, layer: Layer, keys: Mapping[str, dg.AssetKey]
) -> dg.AssetChecksDefinition:
    suites = {suite.table: suite for suite in load_suites(settings.suites_dir, layer)}
    specs = [
        dg.AssetCheckSpec(
            name=CHECK_NAME,
            asset=key,
            blocking=True,
            description=gate_words(suites.get(table)),
        )
        for table, key in keys.items()
    ]

    @dg.multi_asset_check(specs=specs, name=f"gate_{layer}", can_subset=True)
    def gates() -> Iterator[dg.AssetCheckResult]:
        # A narrow run shows the verdicts of what it built; judged is the whole layer all the same.
        context = dg.AssetCheckExecutionContext.get()
        asked = {check.asset_key for check in context.selected_asset_check_keys}
        report(f"gate_{layer}", "loading Great Expectations")
        # Raw tables are compared with what a publisher prints, marts also with the last release.
        last_release = current_release(settings) if layer == "marts" else None
        with blaming_arrivals(settings):
            verdicts = judge_layer(
                settings,
                layer,
                last_release=last_release,
                tables=list(keys),
                known=known_fingerprints(settings, layer, last_release),
            )
            by_table = {verdict.table: verdict for verdict in verdicts}
            shown = {t: key for t, key in keys.items() if key in asked}
            yield from (_result(key, by_table[table]) for table, key in shown.items())
            report(f"gate_{layer}", _summary(verdicts))
            if error := gate_error(verdicts):
                raise error

    return gates


def _result(key: dg.AssetKey, verdict: Verdict) -> dg.AssetCheckResult:
    severity = dg.AssetCheckSeverity.ERROR
    if verdict.passed and verdict.warnings:
        severity = dg.AssetCheckSeverity.WARN
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=CHECK_NAME,
        passed=verdict.passed and not verdict.warnings,
        severity=severity,
        metadata=_metadata(verdict),
    )


def _metadata(verdict: Verdict) -> dict[str, Any]:
    summary = verdict.summary().model_dump()
    shown = ("row_count", "declared", "evaluated")
    lists = ("failed", "warnings", "accepted", "skipped", "problems")
    return {
        **{name: summary[name] for name in shown},
        **{name: ", ".join(summary[name]) for name in lists if summary[name]},
        "table_fingerprint": verdict.table_fingerprint,
        "suite_sha256": verdict.suite_sha256,
    }


def _summary(verdicts: list[Verdict]) -> str:
    passed = sum(verdict.passed for verdict in verdicts)
    warned = sum(len(verdict.warnings) for verdict in verdicts)
    judged = sum(verdict.evaluated for verdict in verdicts)
    tail = f", {counted(warned, 'warning')}" if warned else ""
    return f"{passed} of {len(verdicts)} suites pass, {judged} expectations judged{tail}"
