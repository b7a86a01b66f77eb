"""What the data tests of the question marts catch: one fault in a finished build each."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from orchestration.build.dbt import invoke
from orchestration.ground.errors import BuildError
from orchestration.settings import Settings
from tests.conftest import new_build

pytestmark = pytest.mark.slow


class Fault(NamedTuple):
    """One changed value, in the first row that meets a condition."""

    mart: str
    change: str
    where: str


FAULTS = {
    "dim_claim__rules": Fault("dim_claim", "reading_count = 0", "claim_id = 'C03'"),
    "fct_claim_check__rules": Fault("fct_claim_check", "measured_max = 30", "measured_value > 40"),
    "fct_claim_check__words": Fault("fct_claim_check", "verdict = 'true'", "claim_id = 'C18'"),
    "fct_claim_lineage__rules": Fault(
        "fct_claim_lineage", "said_more_than_now = 0", "lineage_id = 'K08'"
    ),
    "fct_country_list_coverage__rules": Fault(
        "fct_country_list_coverage", "produced_members = 22", "country_id = 'KAZ'"
    ),
    "fct_country_list_evidence__rules": Fault(
        "fct_country_list_evidence", "source_row = null", "is_produced"
    ),
    "fct_country_list_evidence__links": Fault(
        "fct_country_list_evidence", "mined_reason = 'everybody knows'", "is_produced is null"
    ),
    "fct_country_mineral_evidence__rules": Fault(
        "fct_country_mineral_evidence", "is_produced = true", "reason = 'no_source_counts_it'"
    ),
    "dim_evidence_reason__rules": Fault(
        "dim_evidence_reason", "is_produced = false", "reason = 'no_source_counts_it'"
    ),
    "dim_evidence_grade__rules": Fault(
        "dim_evidence_grade", "can_supply = true", "grade = 'state_statement'"
    ),
    "dim_evidence_finding__links": Fault(
        "dim_evidence_finding", "grade = 'hearsay'", "finding = 'state_plans'"
    ),
    "fct_supply_evidence__rules": Fault(
        "fct_supply_evidence", "import_usd = 1e15", "grade = 'net_exports'"
    ),
    "fct_supply_evidence__links": Fault(
        "fct_supply_evidence", "finding = 'rumour'", "finding = 'note_says_it_produces'"
    ),
    "fct_supply_evidence__place": Fault(
        "fct_supply_evidence",
        "finding = 'state_plans', found_in = 'state_statements/kaz_2025_gallium_plan'",
        "found_in = 'state_statements/kaz_2025_gallium'",
    ),
    "fct_stage_coverage__rules": Fault(
        "fct_stage_coverage", "top1_share_pct = 50", "step_coverage = 'not_held'"
    ),
    "fct_stage_coverage__words": Fault(
        "fct_stage_coverage", "step_coverage = 'unknown'", "step_coverage = 'modelled'"
    ),
    "dim_stage_chain__rules": Fault("dim_stage_chain", "has_step = true", "why_not is not null"),
    "int_mineral_evidence__key": Fault(
        "int_mineral_evidence",
        "country_id = 'CHN', mineral_id = 'tin'",
        "country_id = 'CHN' and mineral_id = 'zinc'",
    ),
    "dim_country_group__key": Fault("dim_country_group", "country_id = 'FRA'", "group_id = 'eu'"),
    "fct_group_share__rules": Fault("fct_group_share", "share_pct = 101", "share_pct > 0"),
    "fct_single_country_cap__rules": Fault(
        "fct_single_country_cap", "is_above_cap = false", "top_share_pct > 90"
    ),
    "fct_cap_partner__rules": Fault("fct_cap_partner", "tonnes_to_cap = 0", "output_tonnes > 0"),
    "fct_supply_value__rules": Fault(
        "fct_supply_value", "world_usd = null", "value_unknown_because is null"
    ),
    "fct_list_single_country_cap__rules": Fault(
        "fct_list_single_country_cap", "lines_above = 0", "cap_reading = 'each_mineral'"
    ),
    "int_named_evidence__key": Fault(
        "int_named_evidence",
        "country_id = 'CHN', mineral_id = 'tin'",
        "country_id = 'CHN' and mineral_id = 'zinc'",
    ),
}


def spoil(database: Path) -> None:
    """Put every fault of this module into `database`."""
    with duckdb.connect(str(database)) as connection:
        for fault in FAULTS.values():
            schema = "intermediate" if fault.mart.startswith("int_") else "marts"
            table = f"{schema}.{fault.mart}"
            # without the constraints of the contract, which would refuse some of the faults
            connection.execute(f"create or replace table {table} as from {table}")
            first = f"(select min(rowid) from {table} where {fault.where})"  # noqa: S608
            changed = connection.execute(
                f"update {table} set {fault.change} where rowid = {first}"  # noqa: S608
            ).fetchone()
            assert changed == (1,), fault


def test_each_identity_can_fail(released: Settings, tmp_path: Path) -> None:
    settings = new_build(released, tmp_path)
    spoil(settings.build_database)
    with pytest.raises(BuildError, match=f"{len(FAULTS)} of {len(FAULTS)} nodes failed"):
        invoke(settings, ["test", "--quiet", "--select", *FAULTS])
