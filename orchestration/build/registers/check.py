"""Judging every register at once, in a second: no dbt, no database, no build.

Belongs here: which register has which model, and all faults in the order of files and lines.
Does not belong here: the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from orchestration.build.registers import mappings, policy, questions
from orchestration.build.registers.across import RULES, repeated_keys, unknown_words
from orchestration.build.registers.kinds import REFUSED, Register
from orchestration.build.registers.reading import Fault, Line, read_register
from orchestration.ground.errors import RegisterError

SEEDS = "dbt_project/seeds"
SCHEMAS: Mapping[str, type[Register]] = {
    "commodity_names": mappings.CommodityName,
    "corrections": mappings.Correction,
    "countries": mappings.CountryRow,
    "country_names": mappings.CountryName,
    "critical_lists": mappings.CriticalListRow,
    "dependence/trade_series": policy.TradeSeries,
    "editions": mappings.Edition,
    "gas_densities": mappings.GasDensity,
    "list_member_minerals": mappings.ListMemberMineral,
    "mineral_group_members": mappings.MineralGroupMember,
    "minerals": mappings.MineralRow,
    "policy/policy_measure_minerals": policy.PolicyMeasureMineral,
    "policy/policy_measures": policy.PolicyMeasure,
    "questions/claim_lineage": questions.ClaimLineage,
    "questions/claim_measures": questions.ClaimMeasure,
    "questions/claim_readings": questions.ClaimReading,
    "questions/claims": questions.Claim,
    "questions/country_groups": questions.CountryGroupMember,
    "questions/stated_targets": questions.StatedTarget,
    "row_merges": mappings.RowMerge,
    "table_rules": mappings.TableRule,
    "units": mappings.Unit,
    "value_tokens": mappings.ValueToken,
}


@dataclass(frozen=True)
class Judgement:
    """What was judged, and everything that is wrong."""

    registers: int
    rows: int
    faults: tuple[Fault, ...]


def check_registers(seeds: Path) -> Judgement:
    """Judge every register below a folder of seeds; each fault is reported, not the first only."""
    faults: list[Fault] = []
    registers: dict[str, Sequence[Line]] = {}
    for name, schema in SCHEMAS.items():
        columns = tuple(schema.model_fields)
        registers[name], wrong = read_register(
            seeds / f"{name}.csv", f"{SEEDS}/{name}.csv", columns
        )
        faults += wrong
    # A line that cannot be read would make its words unknown wherever they are used.
    comparable = all(fault.column for fault in faults)
    faults += _without_a_model(seeds)
    for name, lines in registers.items():
        faults += [fault for line in lines for fault in _row_faults(SCHEMAS[name], line)]
        faults += repeated_keys(SCHEMAS[name], lines)
        if comparable:
            faults += unknown_words(SCHEMAS[name], lines, registers)
    if comparable:
        faults += [fault for rule in RULES for fault in rule(registers)]
    rows = sum(map(len, registers.values()))
    return Judgement(len(registers), rows, tuple(sorted(set(faults))))


def refuse_faulty(seeds: Path) -> Judgement:
    """Judge every register before anything is built from them.

    Raises:
        RegisterError: when anything is wrong in any of them; it names every fault.
    """
    judged = check_registers(seeds)
    if judged.faults:
        raise RegisterError(
            f"{len(judged.faults)} faults in the registers; nothing was built from them",
            where=", ".join(sorted({fault.file for fault in judged.faults})),
            found="".join(f"\n    {fault}" for fault in judged.faults),
            way_out="mend each line that is named, then ask again: minerals check",
        )
    return judged


def _without_a_model(seeds: Path) -> Iterator[Fault]:
    names = {path.relative_to(seeds).with_suffix("").as_posix() for path in seeds.rglob("*.csv")}
    for name in sorted(names - set(SCHEMAS)):
        way_out = "describe its rows in orchestration/build/registers, or move the file"
        yield Fault(f"{SEEDS}/{name}.csv", 1, 1, "", None, "no model judges this register", way_out)


def _row_faults(schema: type[Register], line: Line) -> Iterator[Fault]:
    try:
        schema.model_validate(line.fields)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            column = str(found["loc"][0])
            yield line.fault(
                column, *_worded(found["type"], found.get("ctx", {}), line.fields[column])
            )


def _worded(kind: str, context: Mapping[str, Any], value: str | None) -> tuple[str, str]:
    """What is wrong and what to do, for one error of a model."""
    if kind == REFUSED:
        return context["problem"], context["way_out"]
    if value is None:
        return "nothing is filled in", "fill this column"
    return "is no word of this column", f"write {context['expected']}"
