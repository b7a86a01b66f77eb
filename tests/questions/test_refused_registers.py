"""A register that cannot be read is refused, with file, line, column and what stands there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import duckdb
import pytest

from orchestration.build.dbt import invoke
from orchestration.ground.errors import BuildError
from tests.questions.conftest import Registers, Row, claim, reading

pytestmark = pytest.mark.slow

TEST = "assert_registers_are_readable"
REGISTERS = ["claims", "claim_readings", "claim_lineage", "stated_targets", "country_groups"]
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
    """What a refused refresh says."""

    lines: dict[str, int]
    rows: list[tuple[str, int, str, str | None]]
    message: str


@pytest.fixture(scope="module")
def refused(new_registers: Callable[[], Registers]) -> Refusal:
    registers = new_registers()
    lines = {name: registers.add(fault.register, fault.row) for name, fault in FAULTS.items()}
    settings = registers.settings
    invoke(settings, ["seed", "--quiet", "--select", *REGISTERS])
    with pytest.raises(BuildError) as refusal:
        invoke(settings, ["test", "--quiet", "--store-failures", "--select", TEST])
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        where = connection.execute(
            "select table_schema from information_schema.tables where table_name = ?", [TEST]
        ).fetchone()
        assert where
        rows = connection.execute(
            f'select file_to_edit, line, column_name, found from "{where[0]}".{TEST}'  # noqa: S608
        ).fetchall()
    return Refusal(lines, rows, str(refusal.value))


def file_of(register: str) -> str:
    """Where a register stands, from the folder of the dbt project."""
    domain = "evidence" if register == "country_groups" else "claims"
    return f"seeds/{domain}/{register}.csv"


@pytest.mark.parametrize("name", FAULTS)
def test_the_line_is_named(refused: Refusal, name: str) -> None:
    fault = FAULTS[name]
    assert (file_of(fault.register), refused.lines[name], fault.column, fault.found) in refused.rows


def test_nothing_else_is_refused(refused: Refusal) -> None:
    faulty = {(file_of(fault.register), refused.lines[name]) for name, fault in FAULTS.items()}
    assert {(path, line) for path, line, _, _ in refused.rows} <= faulty


def test_the_message_says_where_to_look(refused: Refusal) -> None:
    assert TEST in refused.message
    assert "file_to_edit=seeds/claims/claim_readings.csv, line=" in refused.message
