"""A register that cannot be read is refused, with file, line, column and what stands there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from orchestration.build.registers import Fault as Found
from orchestration.build.run import build_what_changed
from orchestration.ground.errors import RegisterError
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, Finished, new_warehouse, run_minerals
from tests.questions.conftest import claim, reading
from tests.registers.conftest import Registers, Row

SHARE = {"country_id": "KAZ", "mineral_id": "tin", "stage": "mine", "form": "all"}
ASKED = {"comparison": ">", "threshold": 10}


class Fault(NamedTuple):
    """A row that must be refused, and where the finger must point."""

    register: str
    row: Row
    column: str
    found: str | None


def share(reading_id: str, **columns: object) -> Row:
    return reading("C03", reading_id, "country_share", **{**SHARE, **ASKED, **columns})


FAULTS = {
    "unknown mineral": Fault(
        "claims", claim("F01", mineral_id="unobtainium"), "mineral_id", "unobtainium"
    ),
    "unknown list": Fault("claims", claim("F02", list_id="us_2031"), "list_id", "us_2031"),
    "unknown country": Fault(
        "claims", claim("F03", subject_country_id="ATL"), "subject_country_id", "ATL"
    ),
    "unknown comparison": Fault("claims", claim("F04", comparison="about"), "comparison", "about"),
    "no number": Fault("claims", claim("F05", claimed_value="a lot"), "claimed_value", "a lot"),
    "no day": Fault("claims", claim("F06", reported_on="26.02.2026"), "reported_on", "26.02.2026"),
    "no month": Fault(
        "claims", claim("F07", claimed_period="2026-13"), "claimed_period", "2026-13"
    ),
    "no speaker": Fault("claims", claim("F08", speaker=""), "speaker", None),
    "twice": Fault("claims", claim("C03"), "claim_id", "C03"),
    "never read": Fault("claims", claim("F09"), "claim_id", "F09"),
    "out of scope without a word": Fault(
        "claims", claim("F10", is_in_scope="false"), "scope_note", None
    ),
    "unknown claim": Fault(
        "claim_readings",
        reading("F99", "x", "not_measurable", would_measure="x"),
        "claim_id",
        "F99",
    ),
    "read though out of scope": Fault(
        "claim_readings",
        reading("C15", "x", "not_measurable", would_measure="x"),
        "claim_id",
        "C15",
    ),
    "unknown measure": Fault(
        "claim_readings", reading("C03", "f1", "market_share", **ASKED), "measure", "market_share"
    ),
    "unknown comparison of a reading": Fault(
        "claim_readings", share("f2", comparison="=>"), "comparison", "=>"
    ),
    "nothing to compare with": Fault(
        "claim_readings", share("f3", threshold=""), "threshold", None
    ),
    "nothing to compare": Fault("claim_readings", share("f4", comparison=""), "comparison", None),
    "a date that is none": Fault(
        "claim_readings", share("f5", comparison="on", threshold="soon"), "threshold", "soon"
    ),
    "no stage": Fault("claim_readings", share("f6", stage=""), "stage", None),
    "no such table": Fault("claim_readings", share("f7", form="ingot"), "form", "tin, mine, ingot"),
    "unknown rule of counting": Fault(
        "claim_readings",
        reading("C01", "f8", "list_coverage_count", **ASKED, counting_rule="words"),
        "counting_rule",
        "words",
    ),
    "unknown agreement": Fault(
        "claim_readings",
        reading("C08", "f9", "agreement_date", subject_id="x_y", comparison="on", threshold=2026),
        "subject_id",
        "x_y",
    ),
    "nothing that would measure it": Fault(
        "claim_readings", reading("C03", "f10", "not_measurable"), "would_measure", None
    ),
    "lineage on an unknown list": Fault(
        "claim_lineage",
        {
            "lineage_id": "K99",
            "said_on": "2026",
            "list_id": "eu_2031",
            "said_count": 1,
            "said_total": 2,
            "subject_country_id": "KAZ",
        },
        "list_id",
        "eu_2031",
    ),
    "unknown member": Fault(
        "country_groups",
        {"group_id": "g7", "country_id": "ZZZ", "member_from": "1975-11-15"},
        "country_id",
        "ZZZ",
    ),
    "target without a number": Fault(
        "stated_targets",
        {
            "target_id": "t",
            "jurisdiction_id": "GBR",
            "stated_on": "2025-11-22",
            "comparison": "<=",
            "target_value": "most",
        },
        "target_value",
        "most",
    ),
}


class Refusal(NamedTuple):
    """A copied project with every fault of this module, and what the judgement says of it."""

    project: Path
    lines: dict[str, tuple[str, int]]
    found: tuple[Found, ...]


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Refusal:
    project = tmp_path_factory.mktemp("project")
    for room in ("dbt_project", "expectations"):
        kept = shutil.ignore_patterns("target", "logs")
        shutil.copytree(PROJECT_ROOT / room, project / room, ignore=kept)
    registers = Registers(project / "dbt_project" / "seeds")
    lines = {
        name: (registers.file(fault.register), registers.add(fault.register, fault.row))
        for name, fault in FAULTS.items()
    }
    return Refusal(project, lines, registers.faults())


@pytest.mark.parametrize("name", FAULTS)
def test_the_line_is_named(refused: Refusal, name: str) -> None:
    fault = FAULTS[name]
    found = {(f.file, f.line, f.column, f.found) for f in refused.found}
    assert (*refused.lines[name], fault.column, fault.found) in found


def test_nothing_else_is_refused(refused: Refusal) -> None:
    faulty = set(refused.lines.values())
    assert {(f.file, f.line) for f in refused.found} == faulty
    assert len(faulty) == len(FAULTS) == 26


def test_the_command_says_all_of_it(refused: Refusal, tmp_path: Path) -> None:
    finished = on_the_project(refused, tmp_path, "check")
    assert finished.returncode == 3
    assert finished.stdout.splitlines() == [str(fault) for fault in refused.found]
    assert f"{len(refused.found)} faults in the registers" in finished.stderr


@pytest.mark.slow
def test_a_refresh_stops_before_anything_is_read(refused: Refusal, tmp_path: Path) -> None:
    finished = on_the_project(refused, tmp_path, "refresh")
    assert finished.returncode == 3, finished.stderr
    for fault in refused.found:
        assert str(fault) in finished.stderr
    assert not Settings(warehouse_dir=tmp_path / "warehouse").build_dir.exists()


def test_so_does_a_build_that_dagster_starts(refused: Refusal, tmp_path: Path) -> None:
    settings = Settings(project_root=refused.project, warehouse_dir=tmp_path / "warehouse")
    with pytest.raises(RegisterError) as refusal:
        build_what_changed(settings, print, print)
    assert all(str(fault) in str(refusal.value) for fault in refused.found)


def on_the_project(refused: Refusal, folder: Path, command: str) -> Finished:
    settings = new_warehouse(folder / "warehouse")
    return run_minerals(settings, command, MINERALS_PROJECT_ROOT=str(refused.project))
