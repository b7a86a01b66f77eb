"""Every column of every register: may it be blank, may it hold anything, must its key be one.

What is expected is written here, not taken from the models: a rule that is lost is seen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.build.registers.check import SCHEMAS, SEEDS
from tests.conftest import PROJECT_ROOT
from tests.registers.conftest import Registers

MAY_BE_BLANK: dict[str, set[str]] = {
    "baci_country_codes": {"importer_id", "why"},
    "commodity_names": set(),
    "corrections": {"table_pattern", "expect"},
    "countries": {"region", "subregion", "former_until"},
    "country_codes": {"country_id"},
    "country_names": {"is_whole_only"},
    "country_qualifiers": set(),
    "critical_lists": set(),
    "trade_series": {"series_no", "producer_stage", "producer_form", "note"},
    "editions": {"published_on", "reserve_year", "is_optional"},
    "evidence_reasons": {"is_produced"},
    "evidence_findings": set(),
    "evidence_grades": {"can_supply"},
    "named_without_figure": set(),
    "state_statements": set(),
    "trade_exceptions": set(),
    "trade_proofs": set(),
    "withheld_by_law": set(),
    "gas_densities": set(),
    "left_out_countries": set(),
    "list_member_minerals": {"note"},
    "lost_notes": set(),
    "source_differences": {
        "left_source_id",
        "right_source_id",
        "mineral_id",
        "stage",
        "form",
        "country_id",
    },
    "mineral_group_members": set(),
    "minerals": {"symbol"},
    "names": {"stage", "form"},
    "country_cldr_names": set(),
    "policy_measure_minerals": {"stage"},
    "policy_measures": {"control_type", "party_b", "signed_on", "printed_date", "note"},
    "claim_lineage": {"list_id", "note"},
    "claim_measures": {"unit"},
    "coverage_limits": set(),
    "claim_readings": {
        "country_id",
        "partner_id",
        "group_id",
        "list_id",
        "counting_rule",
        "mineral_id",
        "stage",
        "form",
        "level",
        "scope",
        "period",
        "subject_id",
        "comparison",
        "threshold",
        "would_measure",
    },
    "claims": {
        "subject_country_id",
        "list_id",
        "mineral_id",
        "claimed_value",
        "claimed_period",
        "unit",
        "comparison",
        "scope_note",
        "reported_on",
    },
    "country_groups": {"member_to"},
    "stated_targets": {"list_id", "target_year"},
    "price_tables": set(),
    "reliance_identities": set(),
    "revision_methods": set(),
    "row_merges": set(),
    "stage_chain": {"forms", "why_not"},
    "table_rules": {
        "table_pattern",
        "country_pattern",
        "counts_as",
        "set_aside_reason",
        "note",
    },
    "salient_series": {
        "edition_id",
        "unit_as_printed",
        "mineral_id",
        "statistic",
        "step",
        "form",
        "unit_meant",
        "set_aside_reason",
        "why",
    },
    "salient_units": {"note"},
    "trade_hubs": set(),
    "trade_levels": {"processing_step"},
    "hs_bridge": {"stage", "form", "content_factor", "factor_kind", "factor_source", "note"},
    "hs_code_spans": set(),
    "hs_codes_left_out": set(),
    "hs_concordance": {"note"},
    "cn8_bridge": {"mineral_id", "note"},
    "units": {"to_tonnes", "to_cubic_metres", "note"},
    "value_tokens": set(),
}
# Words for people, what a publisher prints, and patterns of it.
FREE_TEXT: dict[str, set[str]] = {
    "corrections": {
        "table_pattern",
        "file_name",
        "commodity_as_printed",
        "country_as_printed",
        "expect",
        "correct_to",
        "why",
        "evidence",
    },
    "countries": {"country_name", "subregion"},
    "country_names": {"name_as_printed"},
    "country_qualifiers": {"qualifier", "why_harmless"},
    "critical_lists": {"list_name", "citation", "counting_rule"},
    "trade_series": {"series_pattern", "note"},
    "editions": {"doi_or_url", "licence", "attribution"},
    "country_codes": {"why"},
    "evidence_reasons": {"meaning"},
    "evidence_findings": {"meaning"},
    "evidence_grades": {"grade_name", "proves", "does_not_prove"},
    "named_without_figure": {"file_name"},
    "state_statements": {"speaker", "reported_by"},
    "trade_exceptions": {"reason", "settled_by"},
    "trade_proofs": {"why"},
    "withheld_by_law": {"reported_by"},
    "gas_densities": {"note"},
    "left_out_countries": {"excludes"},
    "list_member_minerals": {"member_as_printed", "note"},
    "lost_notes": {"excludes", "evidence"},
    "source_differences": {"reason", "evidence"},
    "minerals": {"mineral_name", "mineral_group"},
    "names": {"name", "source"},
    "country_cldr_names": {"name", "source"},
    "policy_measures": {
        "printed_date",
        "instrument",
        "minerals_as_printed",
        "source_name",
        "note",
    },
    "baci_country_codes": {"why"},
    "claim_lineage": {"list_as_said", "speaker", "verb", "reported_by", "note"},
    "claim_measures": {"unit", "meaning"},
    "coverage_limits": {"reason"},
    "claim_readings": {"reading", "verb", "would_measure"},
    "claims": {"claim", "speaker", "reported_by", "scope_note"},
    "stated_targets": {"document"},
    "price_tables": {"why"},
    "reliance_identities": {"why"},
    "revision_methods": {"chosen_on", "validated_on", "tested_on", "note"},
    "row_merges": {"base_country_pattern", "added_country_pattern", "why"},
    "stage_chain": {"forms", "why_not"},
    "table_rules": {"table_pattern", "country_pattern", "note"},
    "salient_series": {
        "commodity_as_printed",
        "series_as_printed",
        "unit_as_printed",
        "why",
    },
    "salient_units": {"unit_as_printed", "note"},
    "trade_hubs": {"reason"},
    "trade_levels": {"meaning"},
    "hs_bridge": {"factor_source", "note"},
    "hs_code_spans": {"note"},
    "hs_codes_left_out": {"reason"},
    "hs_concordance": {"note"},
    "cn8_bridge": {"mineral_as_printed", "note"},
    "units": {"unit_as_printed", "note"},
    "value_tokens": {"token_pattern", "meaning"},
}
KEYS: dict[str, list[str]] = {
    "baci_country_codes": ["country_code"],
    "commodity_names": ["name_pattern"],
    "corrections": ["correction_id"],
    "countries": ["country_id", "country_name"],
    "country_names": ["name_as_printed"],
    "country_qualifiers": ["qualifier"],
    "critical_lists": ["list_id"],
    "trade_series": ["rule_no"],
    "editions": ["edition_id"],
    "country_codes": ["code"],
    "evidence_reasons": ["reason_no", "reason"],
    "evidence_findings": ["finding_no", "finding"],
    "evidence_grades": ["grade_no", "grade"],
    "named_without_figure": ["country_id"],
    "state_statements": ["statement_id"],
    "trade_exceptions": ["trade_level"],
    "trade_proofs": ["step"],
    "withheld_by_law": ["withheld"],
    "gas_densities": ["mineral_id"],
    "left_out_countries": ["country_id"],
    "list_member_minerals": ["mineral_id"],
    "lost_notes": ["form"],
    "source_differences": ["rule_no"],
    "mineral_group_members": ["mineral_id"],
    "minerals": ["mineral_id", "mineral_name"],
    "names": ["form"],
    "country_cldr_names": ["language"],
    "policy_measure_minerals": ["mineral_id"],
    "policy_measures": ["policy_measure_id"],
    "claim_lineage": ["lineage_id"],
    "claim_measures": ["measure"],
    "coverage_limits": ["cap_reading"],
    "claim_readings": ["reading_id"],
    "claims": ["claim_id"],
    "country_groups": ["member_from"],
    "stated_targets": ["target_id"],
    "price_tables": ["price_form"],
    "reliance_identities": ["form"],
    "revision_methods": ["method_version"],
    "row_merges": ["merge_id"],
    "stage_chain": ["step"],
    "table_rules": ["rule_no"],
    "salient_series": ["series_no"],
    "salient_units": ["unit_as_printed"],
    "trade_hubs": ["country_id"],
    "trade_levels": ["trade_level", "level_no"],
    "hs_bridge": ["mineral_id"],
    "hs_code_spans": ["hs_code"],
    "hs_codes_left_out": ["hs_code"],
    "hs_concordance": ["hs92_code"],
    "cn8_bridge": ["mineral_as_printed"],
    "units": ["unit_as_printed"],
    "value_tokens": ["token_pattern"],
}
COLUMNS = [(name, column) for name, schema in SCHEMAS.items() for column in schema.model_fields]


class Judged:
    """All registers with one more row per column blanked and one per column spoilt."""

    def __init__(self, registers: Registers) -> None:
        self.blank = {case: self._add(registers, case, "") for case in COLUMNS}
        self.spoilt = {c: self._add(registers, c, f"§{n}") for n, c in enumerate(COLUMNS)}
        again = {name: registers.rows(name)[0] for name in SCHEMAS}
        self.twice = {name: registers.add(name, row) for name, row in again.items()}
        self.files = {name: registers.file(name) for name in SCHEMAS}
        self.faults = registers.faults()

    @staticmethod
    def _add(registers: Registers, case: tuple[str, str], value: str) -> int:
        """A row that is like one of the register, the one column apart."""
        name, column = case
        rows = registers.rows(name)
        alike = [row for row in rows if bool(row[column]) == bool(value)]
        return registers.add(name, {**(alike or rows)[0], column: value})

    def columns(self, name: str, line: int, *, repeated: bool) -> set[str]:
        """Where a line is faulty: as a repeated key, or otherwise."""
        return {
            f.column
            for f in self.faults
            if (f.file, f.line) == (self.files[name], line)
            and f.problem.startswith("repeats the key") == repeated
        }


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return Judged(Registers(tmp_path_factory.mktemp("columns") / "seeds"))


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_blank_is_refused_where_something_must_be(judged: Judged, name: str, column: str) -> None:
    faulty = column in judged.columns(name, judged.blank[name, column], repeated=False)
    assert faulty == (column not in MAY_BE_BLANK[name])


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_nonsense_is_refused_where_words_are_known(judged: Judged, name: str, column: str) -> None:
    faulty = column in judged.columns(name, judged.spoilt[name, column], repeated=False)
    assert faulty == (column not in FREE_TEXT.get(name, set()))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_key_is_refused_the_second_time(judged: Judged, name: str) -> None:
    assert judged.columns(name, judged.twice[name], repeated=True) == set(KEYS[name])


def test_every_register_and_column_is_tried() -> None:
    files = {path.stem for path in Path(PROJECT_ROOT, SEEDS).rglob("*.csv")}
    assert files == set(SCHEMAS) == set(MAY_BE_BLANK) == set(KEYS)
    assert len(COLUMNS) == 377
    assert sum(map(len, MAY_BE_BLANK.values())) == 94
    assert sum(map(len, FREE_TEXT.values())) == 103


def test_keys_and_names_ignore_case_where_the_models_do(registers: Registers) -> None:
    upper = {"name_as_printed": "KAZAKHSTAN", "country_id": "KAZ"}
    line = registers.add("country_names", upper)
    assert [(f.line, f.column) for f in registers.faults()] == [(line, "name_as_printed")]
