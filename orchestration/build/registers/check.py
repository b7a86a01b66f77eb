"""Judging every register at once, in a second: no dbt, no database, no build.

Belongs here: which register has which model, and all faults in the order of files and lines.
Does not belong here: the rules themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from orchestration.build.registers import cells, claims, evidence, figures, reference, supply, trade
from orchestration.build.registers.across import RULES, repeated_keys, unknown_words
from orchestration.build.registers.advice import Advice
from orchestration.build.registers.kinds import REFUSED, Register
from orchestration.build.registers.known import known_words
from orchestration.build.registers.reading import Fault, Line, Registers, read_register
from orchestration.ground.counted import counted
from orchestration.ground.errors import AskedError, RegisterError

SEEDS = "dbt_project/seeds"
# By the file's name, which dbt wants to be unique, whatever folder it is in.
SCHEMAS: Mapping[str, type[Register]] = {
    "baci_country_codes": reference.BaciCountryCode,
    "claim_lineage": claims.ClaimLineage,
    "claim_measures": claims.ClaimMeasure,
    "claim_readings": claims.ClaimReading,
    "claims": claims.Claim,
    "cn8_bridge": trade.Cn8Bridge,
    "commodity_names": cells.CommodityName,
    "corrections": cells.Correction,
    "countries": reference.CountryRow,
    "country_cldr_names": reference.CldrName,
    "country_groups": evidence.CountryGroupMember,
    "country_names": reference.CountryName,
    "country_codes": reference.CountryCodeOfPublisher,
    "country_qualifiers": reference.CountryQualifier,
    "coverage_limits": claims.CoverageLimit,
    "critical_lists": evidence.CriticalListRow,
    "editions": reference.Edition,
    "evidence_findings": supply.EvidenceFinding,
    "evidence_grades": supply.EvidenceGrade,
    "evidence_reasons": evidence.EvidenceReason,
    "gas_densities": cells.GasDensity,
    "hs_bridge": trade.HsBridge,
    "hs_code_spans": trade.HsCodeSpan,
    "hs_codes_left_out": trade.HsCodeLeftOut,
    "hs_concordance": trade.HsConcordance,
    "left_out_countries": figures.LeftOutCountry,
    "list_member_minerals": evidence.ListMemberMineral,
    "lost_notes": figures.LostNote,
    "mineral_group_members": reference.MineralGroupMember,
    "minerals": reference.MineralRow,
    "named_without_figure": supply.NamedWithoutFigure,
    "names": reference.NameRow,
    "policy_measure_minerals": evidence.PolicyMeasureMineral,
    "policy_measures": evidence.PolicyMeasure,
    "price_tables": figures.PriceTable,
    "reliance_identities": figures.RelianceIdentity,
    "revision_methods": figures.RevisionMethod,
    "row_merges": cells.RowMerge,
    "salient_series": cells.SalientSeries,
    "salient_units": cells.SalientUnit,
    "source_differences": figures.SourceDifference,
    "stage_chain": reference.StageChainRow,
    "state_statements": supply.StateStatement,
    "stated_targets": claims.StatedTarget,
    "table_rules": cells.TableRule,
    "trade_exceptions": supply.TradeException,
    "trade_hubs": trade.TradeHub,
    "trade_levels": trade.TradeLevelRow,
    "trade_proofs": supply.TradeProof,
    "trade_series": figures.TradeSeries,
    "units": cells.Unit,
    "value_tokens": cells.ValueToken,
    "withheld_by_law": supply.WithheldByLaw,
}

# A folder of seeds is called like the module of its models.
_FOLDERS = {"supply": "evidence"}


@dataclass(frozen=True)
class Judgement:
    """What was judged, and everything that is wrong."""

    registers: int
    rows: int
    faults: tuple[Fault, ...]


def check_registers(seeds: Path) -> Judgement:
    """Judge every register below a folder of seeds; each fault is reported, not the first only.

    Raises:
        AskedError: when there is no register at all, as in a folder that is no project.
    """
    faults: list[Fault] = []
    registers: dict[str, Sequence[Line]] = {}
    files = sorted(seeds.rglob("*.csv"))
    if not files:
        raise _no_project(seeds)
    paths = _paths(seeds, files)
    for name, schema in SCHEMAS.items():
        path = paths[name]
        registers[name], wrong = read_register(
            path, _named(seeds, path), tuple(schema.model_fields)
        )
        faults += wrong
    # A line that cannot be read would make its words unknown wherever they are used.
    comparable = all(fault.column for fault in faults)
    faults += [_without_a_model(seeds, path, paths) for path in files if path not in paths.values()]
    for name, lines in registers.items():
        faults += [fault for line in lines for fault in _row_faults(SCHEMAS[name], line)]
    spoilt = {(fault.file, fault.line, fault.column) for fault in faults}
    for name, lines in registers.items():
        faults += repeated_keys(SCHEMAS[name], lines)
    if comparable:
        faults += _between(registers, spoilt)
    rows = sum(map(len, registers.values()))
    # What is damaged in a register comes before the words that are unknown because of it.
    in_order = sorted(set(faults), key=lambda fault: (fault.is_of_another, fault))
    return Judgement(len(registers), rows, tuple(in_order))


def folded(faults: Sequence[Fault]) -> list[str]:
    """Faults as people read them: one line for each unknown word, with the number of the others."""
    more = Counter((f.found, f.problem) for f in faults if f.is_of_another)
    texts = []
    for fault in faults:
        others = more.pop((fault.found, fault.problem), 0) - 1 if fault.is_of_another else 0
        if others > 0:
            say = "line says" if others == 1 else "lines say"
            texts.append(f"{fault}; and {others:,} more {say} {fault.found!r}")
        elif others == 0:
            texts.append(str(fault))
    return texts


def refuse_faulty(seeds: Path) -> Judgement:
    """Judge every register before anything is built from them.

    Raises:
        RegisterError: when anything is wrong in any of them; it names every fault,
            those of one unknown word in one line.
    """
    judged = check_registers(seeds)
    if judged.faults:
        raise RegisterError(
            f"{counted(len(judged.faults), 'fault')} in the registers; nothing was built from them",
            where=", ".join(sorted({fault.file for fault in judged.faults})),
            found="".join(f"\n    {fault}" for fault in folded(judged.faults)),
            way_out="mend each line that is named, then ask again: minerals check",
        )
    return judged


def _between(registers: Registers, spoilt: Collection[tuple[str, int, str]]) -> Iterator[Fault]:
    """Faults between rows; a spoilt field has its fault already, and is no advice for another."""
    sound = {
        name: [
            line
            for line in lines
            if not any((line.file, line.number, key) in spoilt for key in SCHEMAS[name].keys[0])
        ]
        for name, lines in registers.items()
    }
    known, advice = known_words(registers), Advice(sound)
    for name, lines in registers.items():
        yield from unknown_words(SCHEMAS[name], lines, known, advice)
    for fault in (fault for rule in RULES for fault in rule(registers)):
        if (fault.file, fault.line, fault.column) not in spoilt:
            yield fault


def _named(seeds: Path, path: Path) -> str:
    return f"{SEEDS}/{path.relative_to(seeds).as_posix()}"


def _paths(seeds: Path, files: Sequence[Path]) -> dict[str, Path]:
    """The file of each register: the one in its own folder, where there are several or none."""
    found = {path.stem: path for path in files}
    for name, schema in SCHEMAS.items():
        domain = schema.__module__.rpartition(".")[2]
        own = seeds / _FOLDERS.get(domain, domain) / f"{name}.csv"
        if name not in found or own in files:
            found[name] = own
    return {name: found[name] for name in SCHEMAS}


def _no_project(seeds: Path) -> AskedError:
    return AskedError(
        "There are no registers",
        where=str(seeds),
        expected="folders of registers, as cells/units.csv",
        found="a folder without any" if seeds.is_dir() else "no such folder",
        way_out="set MINERALS_PROJECT_ROOT to the folder that holds dbt_project, or unset it",
    )


def _without_a_model(seeds: Path, path: Path, paths: Mapping[str, Path]) -> Fault:
    file = _named(seeds, path)
    if path.stem in paths:
        twin = _named(seeds, paths[path.stem])
        return Fault(file, 1, 1, "", None, f"{twin} has its name", "delete one of the two")
    way_out = "describe its rows in orchestration/build/registers, or move the file"
    return Fault(file, 1, 1, "", None, "no model judges this file", way_out)


def _row_faults(schema: type[Register], line: Line) -> Iterator[Fault]:
    try:
        schema.model_validate(line.fields)
    except ValidationError as error:
        worded: dict[str, dict[str, str]] = defaultdict(dict)  # a union has a way out for each part
        for found in error.errors(include_url=False):
            column = str(found["loc"][0])
            problem, way_out = _worded(found["type"], found.get("ctx", {}), line.fields[column])
            worded[column].setdefault(way_out, problem)
        for column, ways_out in worded.items():
            yield line.fault(column, next(iter(ways_out.values())), ", or ".join(ways_out))


def _worded(kind: str, context: Mapping[str, Any], value: str | None) -> tuple[str, str]:
    """What is wrong and what to do, for one error of a model."""
    if kind == REFUSED:
        return context["problem"], context["way_out"]
    if value is None:
        return "nothing is filled in", "fill this column"
    return "is no word of this column", f"write {context['expected']}"
