"""Rules between the rows of one register and of several: keys, names of other rows, what fits.

Belongs here: every rule that needs more than one row.
Does not belong here: rules of one field or row (the models), rules that need built tables (dbt).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import get_args

from orchestration.build.registers import codes, editions, forms
from orchestration.build.registers.advice import Advice
from orchestration.build.registers.kinds import RefersTo, Register
from orchestration.build.registers.known import (
    CLAIMS,
    EDITIONS,
    GROUPS,
    MEASURES,
    READINGS,
    SERIES,
    Tables,
    Words,
    counted_tables,
    words_of,
)
from orchestration.build.registers.named import names_lead_somewhere
from orchestration.build.registers.reading import Fault, Line, Registers

# A reading takes these from its claim where it leaves them blank.
_OF_THE_CLAIM = {
    "country_id": "subject_country_id",
    "list_id": "list_id",
    "mineral_id": "mineral_id",
}
_NAMED_ONCE = (
    (GROUPS, "group_id", "group_name"),
    (EDITIONS, "source_id", "source_name"),
)
_FILL = "fill this column"


def named_kinds(schema: type[Register]) -> dict[str, RefersTo]:
    """The columns of a register that name rows of others."""
    found: dict[str, RefersTo] = {}
    for column, field in schema.model_fields.items():
        inside = (get_args(field.annotation) or ()) if field.annotation else ()
        marks = [*field.metadata, *(m for a in inside for m in getattr(a, "__metadata__", ()))]
        found.update((column, mark) for mark in marks if isinstance(mark, RefersTo))
    return found


def unknown_words(
    schema: type[Register],
    lines: Sequence[Line],
    known: Mapping[str, tuple[Words, str]],
    advice: Advice,
) -> Iterator[Fault]:
    """Words of a register that no row of the register they point to holds."""
    for column, mark in named_kinds(schema).items():
        words, where = known[mark.kind]
        for line in lines:
            value = line.fields[column]
            named = (value.split(";") if mark.several else [value]) if value is not None else []
            if not words.issuperset(named):
                unknown = next(word for word in named if word not in words)
                way_out = advice.way_out(unknown, mark.kind, where)
                yield line.fault(column, f"is no {mark.kind} that is known", way_out).of_another()


def repeated_keys(schema: type[Register], lines: Sequence[Line]) -> Iterator[Fault]:
    """Rows whose key an earlier row has."""
    for key in schema.keys:
        first: dict[tuple[str, ...], int] = {}
        for line in lines:
            values = tuple(line.fields[column] or "" for column in key)
            values = tuple(map(str.lower, values)) if schema.ignores_case else values
            earlier = first.setdefault(values, line.number)
            if earlier != line.number:
                problem = f"repeats the key ({', '.join(key)}) of line {earlier}"
                yield line.fault(key[-1], problem, "keep one of the two rows")


def commodities_have_rules(registers: Registers) -> Iterator[Fault]:
    """A commodity that is recognised has a rule that says what its tables count."""
    ruled = {
        (line.fields["source_id"], line.fields["commodity"])
        for line in registers.get("table_rules", ())
    }
    for line in registers.get("commodity_names", ()):
        if (line.fields["source_id"], line.fields["commodity"]) not in ruled:
            way_out = "add a rule for it to table_rules.csv"
            yield line.fault("commodity", "has no rule of its source", way_out)


def rows_are_of_a_table(registers: Registers) -> Iterator[Fault]:
    """What is merged, lost its note or is an identity of trade is a table that a rule knows."""
    tables = counted_tables(registers)
    for register in ("row_merges", "lost_notes", "reliance_identities"):
        for line in registers.get(register, ()):
            yield from _no_table(tables, line, "stage", "form")


def bridged_goods_are_of_a_table(registers: Registers) -> Iterator[Fault]:
    """Goods of a code come from a production table that a rule knows, where they name one."""
    tables = counted_tables(registers)
    for line in registers.get(codes.BRIDGE, ()):
        if line.fields["stage"] and line.fields["form"]:
            yield from _no_table(tables, line, "stage", "form")


def producers_are_a_table(registers: Registers) -> Iterator[Fault]:
    """Import sources are compared with a production table that a rule knows."""
    tables = counted_tables(registers)
    for line in registers.get(SERIES, ()):
        if line.fields["producer_stage"] or line.fields["producer_form"]:
            yield from _no_table(tables, line, "producer_stage", "producer_form")


def priced_tables_have_both(registers: Registers) -> Iterator[Fault]:
    """A price stands for a production table that a rule knows, and is itself a printed series."""
    tables = counted_tables(registers)
    prices = {
        (line.fields["mineral_id"], line.fields["form"])
        for line in registers.get("salient_series", ())
        if line.fields["statistic"] == "price"
    }
    for line in registers.get("price_tables", ()):
        yield from _no_table(tables, line, "stage", "form")
        if (line.fields["mineral_id"], line.fields["price_form"]) not in prices:
            way_out = "correct it, or add the series to salient_series.csv first"
            yield line.fault("price_form", "is no printed price of its mineral", way_out)


def _no_table(
    tables: Tables, line: Line, stage: str, form: str, mineral: str | None = None
) -> Iterator[Fault]:
    table = (mineral or line.fields["mineral_id"], line.fields[stage], line.fields[form])
    if table not in tables:
        way_out = "correct it, or add the table to table_rules.csv first"
        found = ", ".join(word or "" for word in table)
        yield line.fault(form, "are no mineral, stage and form of a table", way_out, found)


def chains_are_whole(registers: Registers) -> Iterator[Fault]:
    """A chain has a row for mines and one for later stages, and each table counts a step of it."""
    chain = registers.get("stage_chain", ())
    counted = {
        (line.fields["mineral_id"], line.fields["stage"], form)
        for line in chain
        for form in (line.fields["forms"] or "").split(";")
    }
    for line in registers.get("table_rules", ()):
        table = (line.fields["mineral_id"], line.fields["stage"], line.fields["form"] or "")
        counts_output = line.fields["statistic"] in {"any", "production"}
        if chain and table[0] and table[1] and counts_output and table not in counted:
            way_out = "add the form to the step of stage_chain.csv that the table counts"
            yield line.fault("form", "counts no step of the mineral's chain", way_out)
    parts = {(line.fields["mineral_id"], line.fields["stage"] == "mine") for line in chain}
    for line in registers.get("minerals", ()):
        for is_mine in (True, False):
            if chain and (line.fields["mineral_id"], is_mine) not in parts:
                what = "mine" if is_mine else "later stage"
                way_out = "add the step to stage_chain.csv, or a row none with its reason"
                yield line.fault("mineral_id", f"has no {what} in its chain", way_out)


def evidence_is_of_a_step(registers: Registers) -> Iterator[Fault]:
    """What exports or notes are evidence of is a step of the mineral's chain."""
    columns = ("mineral_id", "stage", "step")
    steps = {tuple(map(line.fields.get, columns)) for line in registers.get("stage_chain", ())}
    for register in ("trade_proofs", "named_without_figure"):
        for line in registers.get(register, ()):
            if steps and tuple(map(line.fields.get, columns)) not in steps:
                way_out = "write a stage and step of stage_chain.csv"
                yield line.fault("step", "is no step of the mineral's chain", way_out)


def one_headline_for_a_mineral(registers: Registers) -> Iterator[Fault]:
    """One form of a mineral stands for it in each statistic."""
    forms: dict[tuple[str | None, ...], str | None] = {}
    for line in registers.get(SERIES, ()):
        if line.fields["is_headline"] == "true":
            mineral = (line.fields["statistic"], line.fields["mineral_id"])
            if forms.setdefault(mineral, line.fields["form"]) != line.fields["form"]:
                way_out = "leave is_headline true for one form"
                yield line.fault(
                    "is_headline", f"{forms[mineral]} is its headline already", way_out
                )


def names_are_the_same(registers: Registers) -> Iterator[Fault]:
    """A group of countries and a source have one name in all their rows, a printed name one key."""
    for register, key, name in (*_NAMED_ONCE, (codes.ANNEX, "mineral_as_printed", "mineral_id")):
        names: dict[str | None, str | None] = {}
        for line in registers.get(register, ()):
            first = names.setdefault(line.fields[key], line.fields[name])
            if first != line.fields[name]:
                yield line.fault(name, f"is called {first!r} above", "write one name in all rows")


def keys_are_the_same(registers: Registers) -> Iterator[Fault]:
    """A name of a group of countries or a source has one key: the one that most rows have."""
    for register, key, name in _NAMED_ONCE:
        keys: dict[str | None, Counter[str | None]] = defaultdict(Counter)
        for line in registers.get(register, ()):
            keys[line.fields[name]][line.fields[key]] += 1
        for line in registers.get(register, ()):
            ((most, _),) = keys[line.fields[name]].most_common(1)
            if most != line.fields[key]:
                problem = f"is the key of {line.fields[name]}, which is {most!r} in other rows"
                yield line.fault(key, problem, f"write {most}, or another name")


def groups_have_members(registers: Registers) -> Iterator[Fault]:
    """A mineral that is a group has members."""
    groups = words_of(registers, "mineral_group_members", "group_id")
    for line in registers.get("minerals", ()):
        if line.fields["is_group"] == "true" and line.fields["mineral_id"] not in groups:
            way_out = "write false, or add its members to mineral_group_members.csv"
            yield line.fault("is_group", "but has no members", way_out)


def claims_are_read(registers: Registers) -> Iterator[Fault]:
    """A claim in scope has readings, one out of scope has none."""
    read = words_of(registers, READINGS, "claim_id")
    for line in registers.get(CLAIMS, ()):
        if line.fields["is_in_scope"] == "true" and line.fields["claim_id"] not in read:
            way_out = f"add one to {READINGS}.csv, or take the claim out of scope"
            yield line.fault("claim_id", "is in scope and has no reading", way_out)
    outside = words_of(registers, CLAIMS, "claim_id", is_in_scope="false")
    for line in registers.get(READINGS, ()):
        if line.fields["claim_id"] in outside:
            way_out = "delete the reading, or take the claim into scope"
            yield line.fault("claim_id", "is a claim out of scope, which has no readings", way_out)


def readings_have_what_they_need(registers: Registers) -> Iterator[Fault]:
    """What a measure needs is in the reading or, for country, list and mineral, in its claim."""
    claims = {line.fields["claim_id"]: line.fields for line in registers.get(CLAIMS, ())}
    measures = {line.fields["measure"]: line.fields for line in registers.get(MEASURES, ())}
    tables = counted_tables(registers)
    for line in registers.get(READINGS, ()):
        measure = measures.get(line.fields["measure"], {})
        claim = claims.get(line.fields["claim_id"], {})
        filled = {name for name, value in line.fields.items() if value}
        filled |= {name for name, theirs in _OF_THE_CLAIM.items() if claim.get(theirs)}
        needs = (measure.get("needs") or "").split(";")
        for column in (name for name in needs if name in line.fields and name not in filled):
            yield line.fault(column, f"{line.fields['measure']} needs this column", _FILL)
        if measure.get("counts_by") == "edition" and {"stage", "form"} <= filled:
            mineral = line.fields["mineral_id"] or claim.get("mineral_id")
            yield from _no_table(tables, line, "stage", "form", mineral)
        if measure.get("counts_by") == "trade":
            mineral = line.fields["mineral_id"] or claim.get("mineral_id")
            yield from _no_goods(registers, line, mineral, needs)


def _no_goods(
    registers: Registers, line: Line, mineral: str | None, needs: list[str]
) -> Iterator[Fault]:
    """A reading on trade names a level at which a code holds the mineral, and value or weight."""
    level, counted, code = (line.fields[name] for name in ("stage", "form", "subject_id"))
    bridge = [row.fields for row in registers.get("hs_bridge", ())]
    goods = {
        row["hs_code"]
        for row in bridge
        if (row["mineral_id"], row["trade_level"]) == (mineral, level)
    }
    if "stage" in needs and not goods:
        way_out = "write a level of hs_bridge.csv at which a code holds it"
        yield line.fault("stage", "is no level at which the mineral is traded", way_out)
    elif code and code not in goods:
        way_out = "write a code of hs_bridge.csv that holds it at this level, or nothing"
        yield line.fault("subject_id", "is no code of the mineral at this level", way_out)
    if "form" in needs and counted not in ("value", "weight"):
        yield line.fault("form", "is not what trade is counted in", "write value or weight")


RULES: tuple[Callable[[Registers], Iterator[Fault]], ...] = (
    commodities_have_rules,
    rows_are_of_a_table,
    bridged_goods_are_of_a_table,
    producers_are_a_table,
    priced_tables_have_both,
    chains_are_whole,
    evidence_is_of_a_step,
    one_headline_for_a_mineral,
    names_are_the_same,
    keys_are_the_same,
    groups_have_members,
    names_lead_somewhere,
    claims_are_read,
    readings_have_what_they_need,
    *codes.RULES,
    *editions.RULES,
    *forms.RULES,
)
