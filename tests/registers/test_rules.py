"""Every rule of a row and between rows, each on a register that breaks it and that alone."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from orchestration.build.registers.across import RULES
from orchestration.build.registers.check import SCHEMAS
from tests.registers.conftest import Registers


class Broken(NamedTuple):
    """A row of a register, changed; which column must be named, in which words."""

    register: str
    of: dict[str, str]
    change: dict[str, str]
    column: str
    words: str


OF_ROWS = {
    "retrieved_after_it_was_published": Broken(
        "editions",
        {"edition_id": "usgs_mcs_2026"},
        {"edition_id": "usgs_mcs_2027", "retrieved_at": "2026-01-01"},
        "retrieved_at",
        "before the day of publication",
    ),
    "numbers_say_the_answer": Broken(
        "evidence_reasons",
        {"reason": "printed_zero"},
        {"is_produced": "true"},
        "is_produced",
        "not the answer of its number",
    ),
    "what_is_no_step_says_why": Broken(
        "stage_chain",
        {"mineral_id": "peat", "stage": "plant"},
        {"why_not": ""},
        "why_not",
        "filled where has_step is false",
    ),
    "a_country_is_somewhere": Broken(
        "countries",
        {"country_id": "KAZ"},
        {"country_id": "QZZ", "country_name": "Nowhere", "region": ""},
        "is_residual",
        "no region or subregion",
    ),
    "a_product_alone_leads_to_a_stage": Broken(
        "names",
        {"name": "Bauxite"},
        {"name": "Bauxite rock", "stage": "", "form": ""},
        "name_kind",
        "does not fit kind and stage",
    ),
    "weight_has_a_factor": Broken(
        "units",
        {"unit_as_printed": "kt"},
        {"unit_as_printed": "kilotons", "to_tonnes": ""},
        "to_tonnes",
        "the factor is missing",
    ),
    "gas_has_a_factor": Broken(
        "units",
        {"unit_as_printed": "mcm"},
        {"unit_as_printed": "gas", "to_cubic_metres": ""},
        "to_cubic_metres",
        "the factor is missing",
    ),
    "counted_or_set_aside": Broken(
        "salient_series",
        {"series_as_printed": "Consump_Al2O3"},
        {"series_no": "9", "form": ""},
        "set_aside_reason",
        "counted, or set aside",
    ),
    "what_is_not_as_printed_has_a_reason": Broken(
        "salient_series",
        {"series_as_printed": "CASE STATEMENT ERRORkt"},
        {"series_no": "9", "why": ""},
        "why",
        "not taken at its word",
    ),
    "something_changes": Broken(
        "corrections",
        {"correction_id": "chromium_2023_production"},
        {"correction_id": "nothing", "correct_to": "t"},
        "correct_to",
        "already",
    ),
    "out_of_scope_says_why": Broken(
        "claims",
        {"claim_id": "C15"},
        {"claim_id": "C98", "scope_note": ""},
        "scope_note",
        "out of scope",
    ),
    "stage_of_a_count": Broken(
        "claim_readings",
        {"measure": "list_coverage_count"},
        {"reading_id": "x", "stage": "refinery"},
        "stage",
        "no stage of a count",
    ),
    "something_is_compared": Broken(
        "claim_readings",
        {"measure": "country_share"},
        {"reading_id": "x", "comparison": "", "threshold": ""},
        "comparison",
        "nothing compares it",
    ),
    "compared_with_something": Broken(
        "claim_readings",
        {"measure": "country_share"},
        {"reading_id": "x", "threshold": "half"},
        "threshold",
        "needs a number",
    ),
    "count_is_within_its_total": Broken(
        "claim_lineage",
        {"lineage_id": "K01"},
        {"lineage_id": "K98", "said_total": "9"},
        "said_total",
        "less than said_count",
    ),
    "part_of_the_list": Broken(
        "coverage_limits",
        {"cap_reading": "aggregate_value"},
        {"cap_reading": "aggregate_weight", "least_codes_pct": "101"},
        "least_codes_pct",
        "is no part of a list",
    ),
    "target_lies_ahead": Broken(
        "stated_targets",
        {"target_id": "uk_2035_recycling"},
        {"target_id": "x", "target_year": "2020"},
        "target_year",
        "before the day of the document",
    ),
    "ends_after_it_began": Broken(
        "country_groups",
        {"group_id": "g7", "country_id": "FRA"},
        {"member_from": "1976-01-01", "member_to": "1970-01-01"},
        "member_to",
        "before member_from",
    ),
    "a_control_has_a_type": Broken(
        "policy_measures",
        {"kind": "export_control"},
        {"policy_measure_id": "x", "control_type": ""},
        "control_type",
        "does not fit kind export_control",
    ),
    "an_agreement_is_with_somebody": Broken(
        "policy_measures",
        {"kind": "agreement"},
        {"policy_measure_id": "x", "party_b": ""},
        "party_b",
        "does not fit kind agreement",
    ),
    "year_of_the_date": Broken(
        "policy_measures",
        {"kind": "agreement"},
        {"policy_measure_id": "x", "year": "2011"},
        "year",
        "not the year of signed_on",
    ),
    "a_control_is_about_exports": Broken(
        "policy_measures",
        {"kind": "export_control"},
        {"policy_measure_id": "x", "scope": "trade"},
        "scope",
        "no scope of an export_control",
    ),
    "another_date_has_a_reason": Broken(
        "policy_measures",
        {"policy_measure_id": "usa_jpn_2023"},
        {"policy_measure_id": "x", "note": ""},
        "note",
        "not the printed one",
    ),
    "a_table_has_stage_and_form": Broken(
        "hs_bridge",
        {"hs_edition": "HS92", "hs_code": "740311"},
        {"form": ""},
        "form",
        "does not fit stage",
    ),
    "a_bundle_has_no_content": Broken(
        "hs_bridge",
        {"hs_code": "850511"},
        {"content_factor": "0.5", "factor_kind": "stated", "factor_source": "somebody"},
        "content_factor",
        "content of a bundle",
    ),
    "a_content_has_a_source": Broken(
        "hs_bridge",
        {"hs_code": "740311"},
        {"factor_source": ""},
        "factor_source",
        "does not fit content_factor",
    ),
    "a_bundle_says_what_else": Broken(
        "hs_bridge",
        {"hs_code": "850511"},
        {"note": ""},
        "note",
        "what else the bundle holds",
    ),
    "eight_digits_begin_with_six": Broken(
        "cn8_bridge",
        {"cn8": "26030000"},
        {"cn8": "26040009"},
        "hs_code",
        "not how cn8 begins",
    ),
    "without_a_mineral_says_why": Broken(
        "cn8_bridge",
        {"mineral_as_printed": "Sodium", "hs_code": "280511"},
        {"cn8": "28051101", "note": ""},
        "note",
        "why the line has no mineral",
    ),
    "evidence_has_an_end_after_its_start": Broken(
        "trade_hubs",
        {"country_id": "NLD"},
        {"country_id": "LUX", "last_year": "2014"},
        "last_year",
        "before first_year",
    ),
    "exports_outweigh_imports": Broken(
        "trade_proofs",
        {"mineral_id": "tin", "trade_level": "ore"},
        {"trade_level": "refined", "least_ratio": "0.9"},
        "least_ratio",
        "lets imports outweigh exports",
    ),
    "a_hub_ships_on_most": Broken(
        "trade_hubs",
        {"country_id": "NLD"},
        {"country_id": "LUX", "ores_imported_pct": "22.8", "metals_imported_pct": "24.5"},
        "metals_imported_pct",
        "below half",
    ),
}
BETWEEN_ROWS = {
    "names_lead_somewhere": Broken(
        "names",
        {"name": "Bauxite"},
        {"name": "Bauxite pellets", "form": "pellets"},
        "form",
        "no mineral, stage and form",
    ),
    "commodities_have_rules": Broken(
        "commodity_names",
        {"source_id": "usgs_mcs"},
        {"name_pattern": "^unobtainium$", "commodity": "unobtainium"},
        "commodity",
        "no rule of its source",
    ),
    "merged_rows_are_of_a_table": Broken(
        "row_merges",
        {"mineral_id": "helium"},
        {"merge_id": "x", "stage": "smelter"},
        "form",
        "no mineral, stage and form",
    ),
    "chains_are_whole": Broken(
        "table_rules",
        {"mineral_id": "tin"},
        {"rule_no": "999", "form": "ingots"},
        "form",
        "counts no step",
    ),
    "evidence_is_of_a_step": Broken(
        "trade_proofs",
        {"mineral_id": "tin", "trade_level": "ore"},
        {"trade_level": "refined", "step": "ingots"},
        "step",
        "no step of the mineral's chain",
    ),
    "producers_are_a_table": Broken(
        "trade_series",
        {"producer_stage": "plant"},
        {"rule_no": "999", "producer_form": "ingot"},
        "producer_form",
        "no mineral, stage and form",
    ),
    "priced_tables_have_both": Broken(
        "price_tables",
        {"mineral_id": "bismuth"},
        {"price_form": "nuggets"},
        "price_form",
        "no printed price",
    ),
    "one_headline_for_a_mineral": Broken(
        "trade_series",
        {"mineral_id": "abrasives_manufactured", "is_headline": "true"},
        {"rule_no": "999", "form": "another_form"},
        "is_headline",
        "its headline already",
    ),
    "names_are_the_same": Broken(
        "country_groups",
        {"group_id": "g7", "country_id": "FRA"},
        {"member_from": "1976-01-01", "group_name": "Group of Seven"},
        "group_name",
        "is called 'G7' above",
    ),
    "claims_are_read": Broken(
        "claims",
        {"claim_id": "C03"},
        {"claim_id": "C98"},
        "claim_id",
        "has no reading",
    ),
    "readings_have_what_they_need": Broken(
        "claim_readings",
        {"measure": "list_above_cap_count"},
        {"reading_id": "x", "level": ""},
        "level",
        "list_above_cap_count needs this column",
    ),
    "bridged_goods_are_of_a_table": Broken(
        "hs_bridge",
        {"hs_code": "740311"},
        {"form": "cathodes"},
        "form",
        "no mineral, stage and form",
    ),
    "a_group_code_is_of_a_group": Broken(
        "hs_bridge",
        {"hs_code": "740311"},
        {"code_kind": "group"},
        "code_kind",
        "a group's code",
    ),
    "a_single_code_holds_one_mineral": Broken(
        "hs_bridge",
        {"hs_code": "740321"},
        {"mineral_id": "zinc", "code_kind": "bundle"},
        "mineral_id",
        "shares the code with copper",
    ),
    "a_code_means_the_same_everywhere": Broken(
        "hs_bridge",
        {"hs_code": "740311"},
        {"trade_level": "semi"},
        "trade_level",
        "is 'refined' above",
    ),
    "no_code_is_bridged_and_left_out": Broken(
        "hs_codes_left_out",
        {"hs_edition": "HS92"},
        {"hs_code": "740311"},
        "hs_code",
        "has a mineral in hs_bridge",
    ),
    "a_code_is_in_each_edition_that_has_it": Broken(
        "hs_codes_left_out",
        {"hs_code": "283030"},
        {"hs_edition": "HS07"},
        "hs_edition",
        "has no code 283030, which runs from HS92 to HS02",
    ),
    "a_span_is_of_a_known_code": Broken(
        "hs_code_spans",
        {"hs_code": "850619"},
        {"hs_code": "850618"},
        "hs_code",
        "neither bridged nor left out",
    ),
    "the_concordance_joins_known_codes": Broken(
        "hs_concordance",
        {"hs_edition": "HS22", "correspondence": "same"},
        {"hs_code": "999999", "hs92_code": "270900"},
        "hs_code",
        "is not in hs_bridge",
    ),
    "a_correspondence_is_as_counted": Broken(
        "hs_concordance",
        {"hs_edition": "HS22", "hs_code": "740311"},
        {"correspondence": "split"},
        "correspondence",
        "not what the rows come to",
    ),
    "the_annex_names_known_codes": Broken(
        "cn8_bridge",
        {"cn8": "26030000"},
        {"cn8": "99999900", "hs_code": "999999"},
        "hs_code",
        "no code of HS22",
    ),
    "the_annex_flags_what_is_shared": Broken(
        "cn8_bridge",
        {"cn8": "26030000"},
        {"cn8": "26030001", "is_bundle_at_hs6": "true"},
        "is_bundle_at_hs6",
        "not what the rows come to",
    ),
}
MORE = [
    Broken(
        "names",
        {"name": "Aluminum"},
        {"name": "Aluminiom", "subject_id": "aluminum"},
        "subject_id",
        "is no mineral that is known",
    ),
    Broken(
        "policy_measures",
        {"kind": "agreement"},
        {"policy_measure_id": "x", "signed_on": ""},
        "signed_on",
        "does not fit kind agreement",
    ),
    Broken(
        "policy_measures",
        {"kind": "agreement"},
        {"policy_measure_id": "x", "control_type": "export_ban"},
        "control_type",
        "does not fit kind agreement",
    ),
    Broken(
        "units",
        {"unit_as_printed": "kt"},
        {"unit_as_printed": "kilotons", "to_cubic_metres": "5"},
        "to_cubic_metres",
        "a factor that the dimension has not",
    ),
    Broken(
        "claim_readings",
        {"claim_id": "C03", "measure": "country_share"},
        {"reading_id": "x", "claim_id": "C15"},
        "claim_id",
        "a claim out of scope",
    ),
    Broken(
        "claim_readings",
        {"measure": "country_share"},
        {"reading_id": "x", "form": "ingot"},
        "form",
        "no mineral, stage and form",
    ),
    Broken(
        "claim_readings",
        {"claim_id": "C05", "reading_id": "export_rank_cathode_value"},
        {"reading_id": "x", "subject_id": "260300"},
        "subject_id",
        "no code of the mineral at this level",
    ),
    Broken(
        "mineral_group_members",
        {"group_id": "rare_earths"},
        {"group_id": "cobalt"},
        "group_id",
        "no group of minerals",
    ),
    Broken(
        "claims",
        {"claim_id": "C03"},
        {"subject_country_id": "OTHER"},
        "subject_country_id",
        "no country",
    ),
    Broken(
        "claim_readings",
        {"scope": "critical_minerals"},
        {"reading_id": "x", "scope": "critical_minerals;weather"},
        "scope",
        "no scope of documents",
    ),
    Broken(
        "claim_measures",
        {"measure": "hhi"},
        {"measure": "x", "needs": "mineral_id;weather"},
        "needs",
        "no column of claim_readings",
    ),
    Broken(
        "commodity_names",
        {"commodity": "aluminium"},
        {"name_pattern": "aluminium"},
        "name_pattern",
        "three plain letters",
    ),
    Broken(
        "hs_bridge",
        {"hs_code": "740311"},
        {"goods": "copper plates"},
        "goods",
        "is 'copper cathodes' above",
    ),
    Broken(
        "hs_codes_left_out",
        {"hs_edition": "HS92"},
        {"hs_code": "999999"},
        "hs_code",
        "neither bridged nor left out in HS96, HS02, HS07, HS12, HS17, HS22",
    ),
    Broken(
        "hs_code_spans",
        {"hs_code": "850619"},
        {"first_edition": "HS96", "last_edition": "HS92"},
        "last_edition",
        "is before first_edition",
    ),
    Broken(
        "hs_code_spans",
        {"hs_code": "850619"},
        {"first_edition": "HS92", "last_edition": "HS22"},
        "last_edition",
        "a span of all editions",
    ),
    Broken(
        "hs_concordance",
        {"hs_edition": "HS22", "hs_code": "282739"},
        {"hs92_code": "999999"},
        "hs92_code",
        "no code of HS92 that is known",
    ),
    Broken(
        "cn8_bridge",
        {"cn8": "26030000"},
        {"cn8": "26030001", "trade_level": "refined"},
        "trade_level",
        "is 'ore' in hs_bridge",
    ),
    Broken(
        "cn8_bridge",
        {"cn8": "26030000"},
        {"cn8": "26030001", "is_shared_cn8": "true"},
        "is_shared_cn8",
        "not what the rows come to",
    ),
    Broken(
        "cn8_bridge",
        {"cn8": "26030000"},
        {"cn8": "26030001", "mineral_id": "tin"},
        "mineral_id",
        "is called 'copper' above",
    ),
    Broken(
        "cn8_bridge",
        {"cn8": "28051100"},
        {"cn8": "28051101", "trade_level": "ingot"},
        "trade_level",
        "no trade level",
    ),
    Broken(
        "hs_bridge",
        {"hs_code": "740311"},
        {"factor_kind": ""},
        "factor_kind",
        "does not fit content_factor",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [*OF_ROWS.values(), *BETWEEN_ROWS.values(), *MORE],
    ids=lambda broken: f"{broken.register}-{broken.column}-{broken.words}",
)
def test_a_broken_rule_is_named_at_its_place(broken: Broken, registers: Registers) -> None:
    row = next(r for r in registers.rows(broken.register) if broken.of.items() <= r.items())
    line = registers.add(broken.register, {**row, **broken.change})
    found = [f for f in registers.faults() if not f.problem.startswith("repeats the key")]
    assert [(f.file, f.line, f.column) for f in found] == [
        (registers.file(broken.register), line, broken.column)
    ]
    assert broken.words in found[0].problem
    assert found[0].way_out


def test_every_rule_is_broken_once() -> None:
    of_rows = {
        rule
        for schema in SCHEMAS.values()
        for rule in schema.__pydantic_decorators__.field_validators
    }
    assert of_rows == set(OF_ROWS)
    assert {rule.__name__ for rule in RULES} == set(BETWEEN_ROWS)
    assert (len(OF_ROWS), len(BETWEEN_ROWS)) == (32, 22)


@pytest.mark.parametrize(
    ("column", "written", "way_out"),
    [
        ("subject_country_id", "Kazakhstan", "write KAZ"),
        ("subject_country_id", "Қазақстан", "write KAZ"),
        ("subject_country_id", "Congo", "write COD or COG"),
        ("mineral_id", "aluminum", "write aluminium"),
        ("mineral_id", "bauxite", "correct it, or add it to minerals first"),
        ("mineral_id", "kazakhstan", "correct it, or add it to minerals first"),
    ],
)
def test_a_name_in_place_of_a_key_is_answered_with_the_key(
    registers: Registers, column: str, written: str, way_out: str
) -> None:
    row = next(r for r in registers.rows("claims") if r["claim_id"] == "C03")
    line = registers.add("claims", {**row, "claim_id": "C99", column: written})
    found = [f for f in registers.faults() if (f.line, f.column) == (line, column)]
    assert [f.way_out for f in found] == [way_out]


def test_a_later_code_without_a_code_of_hs92_is_named(registers: Registers) -> None:
    path = registers.path("hs_concordance")
    kept = [line for line in path.read_text().splitlines() if not line.startswith("HS22,740311,")]
    path.write_text("\n".join(kept) + "\n")
    found = registers.faults()
    assert [(f.file, f.column, f.problem) for f in found] == [
        (registers.file("hs_bridge"), "hs_code", "has no row in hs_concordance")
    ]
