"""A source that can be switched off: its empty table passes then, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.build.raw_tables import write_tables
from orchestration.gates.gx import Session
from orchestration.gates.judge import judge_layer
from orchestration.gates.verdicts import Verdict
from orchestration.publishers.frames import to_frame
from orchestration.settings import Settings
from tests.publishers.bgs_builders import invented_records

TABLE = "raw.bgs_wms_records"


@pytest.mark.parametrize(
    ("is_on", "has_rows", "passes"),
    [(False, False, True), (True, False, False), (True, True, True), (False, True, True)],
)
def test_empty_passes_only_when_switched_off(
    is_on: bool, has_rows: bool, passes: bool, tmp_path: Path, session: Session
) -> None:
    verdict = judged(tmp_path, session, is_on=is_on, has_rows=has_rows)
    assert verdict.passed == passes
    if not has_rows and not is_on:
        assert "switched off" in verdict.skips[0]
    if has_rows:
        assert verdict.evaluated == verdict.summary().declared


def test_rows_are_judged_even_when_it_is_switched_off(tmp_path: Path, session: Session) -> None:
    verdict = judged(tmp_path, session, is_on=False, has_rows=True, unit="bushels")
    assert [failure.id for failure in verdict.failures] == ["unit_is_known"]


def judged(
    folder: Path, session: Session, *, is_on: bool, has_rows: bool, unit: str = ""
) -> Verdict:
    settings = Settings(warehouse_dir=folder, bgs_enabled=is_on)
    frame = invented_records() if has_rows else to_frame("bgs_wms_records", [])
    if unit:
        frame["unit_as_printed"] = unit
    write_tables(settings, {"bgs_wms_records": frame})
    (verdict,) = judge_layer(settings, "raw", tables=[TABLE], session=session)
    return verdict
