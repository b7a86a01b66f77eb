"""The words that columns of the registers may hold, and the register that defines each.

Belongs here: collecting names of rows by kind.
Does not belong here: rules that compare rows (`across.py`), names of people's choice (`named.py`).
"""

from __future__ import annotations

from orchestration.build.registers.reading import Registers

Words = frozenset[str]
Tables = set[tuple[str | None, ...]]

CLAIMS, READINGS = "claims", "claim_readings"
MEASURES, POLICY = "claim_measures", "policy_measures"
GROUPS, TARGETS = "country_groups", "stated_targets"
SERIES, GRADES = "trade_series", "evidence_grades"
PRINTED = "salient_series"
EDITIONS, LISTS = "editions", "critical_lists"
# Kinds whose words are those of one column.
_LISTED = {
    "agreement or control": (POLICY, "policy_measure_id"),
    "claim": (CLAIMS, "claim_id"),
    "country or residual": ("countries", "country_id"),
    "measure": (MEASURES, "measure"),
    "scope of documents": (POLICY, "scope"),
    "grade of evidence": (GRADES, "grade"),
    "edition": (EDITIONS, "edition_id"),
    "source": (EDITIONS, "source_id"),
    "trade level": ("trade_levels", "trade_level"),
}


def words_of(registers: Registers, register: str, column: str, **where: str) -> Words:
    """What the rows of a register hold in a column, of those that match; blanks are no words."""
    return frozenset(
        value
        for line in registers.get(register, ())
        if (value := line.fields[column]) and where.items() <= line.fields.items()
    )


def counted_tables(registers: Registers) -> Tables:
    """Mineral, stage and form of every table that a rule knows."""
    columns = ("mineral_id", "stage", "form")
    return {tuple(map(line.fields.get, columns)) for line in registers.get("table_rules", ())}


def known_words(registers: Registers) -> dict[str, tuple[Words, str]]:
    """By kind (`kinds.RefersTo`): the words that a column may hold, and where they are defined."""
    countries = words_of(registers, "countries", "country_id", is_residual="false")
    groups = words_of(registers, GROUPS, "group_id")
    minerals = words_of(registers, "minerals", "mineral_id")
    lists = words_of(registers, LISTS, "list_id")
    agreements = words_of(registers, POLICY, "policy_measure_id", kind="agreement")
    parties = countries | groups
    asked = {"each_mineral", "aggregate"}
    columns = frozenset(name for line in registers.get(READINGS, ())[:1] for name in line.fields)
    listed = {
        kind: (words_of(registers, register, column), register)
        for kind, (register, column) in _LISTED.items()
    }
    return {
        **listed,
        "country": (countries, "countries"),
        "group of countries": (groups, GROUPS),
        "country or group of countries": (parties, f"countries or {GROUPS}"),
        "mineral": (minerals, "minerals"),
        "group of minerals": (
            words_of(registers, "minerals", "mineral_id", is_group="true"),
            "minerals",
        ),
        "mineral, each_mineral or aggregate": (minerals | asked, "minerals"),
        "list": (lists, LISTS),
        "list, or * for all": (lists | {"*"}, LISTS),
        "agreement, target or code of goods": (
            agreements
            | words_of(registers, TARGETS, "target_id")
            | words_of(registers, "hs_bridge", "hs_code"),
            f"{POLICY}, {TARGETS} or hs_bridge",
        ),
        "column of claim_readings": (columns, READINGS),
        "unit as printed": (
            words_of(registers, "units", "unit_as_printed")
            | words_of(registers, "salient_units", "unit_as_printed"),
            "units or salient_units",
        ),
    }
