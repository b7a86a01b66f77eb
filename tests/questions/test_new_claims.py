"""Adding a claim needs no code: three of different kinds, from rows in the files to verdicts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.build.dbt import invoke
from tests.questions.conftest import BuiltRegisters, claim, reading

pytestmark = pytest.mark.slow

REGISTER_TO_VERDICT = [
    "claims",
    "claim_readings",
    "int_claim_readings+",
    "dim_claim",
]


def add_three(registers: BuiltRegisters) -> None:
    """A share of a group, a count on a list, and the date of an agreement."""
    registers.add(
        "claims", claim("C90", mineral_id="rare_earths", claimed_value=60, comparison=">")
    )
    registers.add("claims", claim("C91", subject_country_id="CHN", list_id="eu_2023"))
    registers.add("claims", claim("C92", subject_country_id="UZB", claimed_period="2024"))
    brics = {"group_id": "brics", "stage": "mine", "form": "all"}
    registers.add(
        "claim_readings",
        reading("C90", "brics", "group_share", **brics, comparison=">", threshold=60),
    )
    lines = {"counting_rule": "lines", "comparison": ">=", "threshold": 20}
    registers.add("claim_readings", reading("C91", "lines", "list_coverage_count", **lines))
    signed = {"subject_id": "eu_uzb_2024", "comparison": "on", "threshold": "2024-04"}
    registers.add("claim_readings", reading("C92", "signed", "agreement_date", **signed))


@pytest.fixture(scope="module")
def checked(new_registers: Callable[[], BuiltRegisters]) -> Path:
    registers = new_registers()
    add_three(registers)
    assert registers.faults() == ()
    invoke(
        registers.settings,
        ["build", "--quiet", "--exclude", "test_type:unit", "--select", *REGISTER_TO_VERDICT],
    )
    return registers.settings.build_database


def verdicts(database: Path, claim_id: str) -> dict[tuple[str | None, int | None], str]:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select edition_id, year, verdict from marts.fct_claim_check where claim_id = ?",
            [claim_id],
        ).fetchall()
    return {(release, year): verdict for release, year, verdict in rows}


def test_a_group_is_judged_in_each_edition_and_year(checked: Path) -> None:
    found = verdicts(checked, "C90")
    assert found[("usgs_mcs_2026", 2025)] == "supported"
    assert {release for release, _ in found} == {
        f"usgs_mcs_{edition}" for edition in (2022, 2023, 2024, 2025, 2026)
    }


def test_a_list_is_judged_in_each_window(checked: Path) -> None:
    found = verdicts(checked, "C91")
    assert len(found) == 7
    # the edition of 2022 alone holds twelve commodities: too few to say
    assert found.pop(("usgs_mcs_2022", 2021)) == "undetermined"
    assert set(found.values()) == {"supported"}


def test_a_date_is_judged_once(checked: Path) -> None:
    assert verdicts(checked, "C92") == {(None, None): "supported"}


def test_the_other_claims_keep_their_verdicts(checked: Path, built_warehouse: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{checked}' as after (read_only)")
        connection.execute(f"attach '{built_warehouse}' as before (read_only)")
        changed = connection.execute(
            """
            select check_id, verdict from before.marts.fct_claim_check
            except select check_id, verdict from after.marts.fct_claim_check
            """
        ).fetchall()
    assert changed == []
