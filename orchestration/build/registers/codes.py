"""Rules between the registers of trade: which code exists when, what it holds, what it matches.

Belongs here: every rule of `trade.py`'s registers that needs more than one row.
Does not belong here: rules of one row (`trade.py`), the publishers' texts of the codes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import get_args

from orchestration.build.registers.kinds import LaterHsEdition
from orchestration.build.registers.reading import Fault, Line, Registers

Code = tuple[str | None, str | None]  # HS edition and code

BRIDGE, LEFT_OUT, SPANS = "hs_bridge", "hs_codes_left_out", "hs_code_spans"
CONCORDANCE, ANNEX = "hs_concordance", "cn8_bridge"
FIRST, LAST = "HS92", "HS22"
_EDITIONS = (FIRST, *get_args(LaterHsEdition))


def _codes(registers: Registers, *names: str) -> dict[Code, list[Line]]:
    found: dict[Code, list[Line]] = defaultdict(list)
    for name in names:
        for line in registers.get(name, ()):
            found[line.fields["hs_edition"], line.fields["hs_code"]].append(line)
    return found


def a_group_code_is_of_a_group(registers: Registers) -> Iterator[Fault]:
    """A code that counts whole for a group has a mineral that is a group."""
    groups = {line.fields["group_id"] for line in registers.get("mineral_group_members", ())}
    for line in registers.get(BRIDGE, ()):
        if line.fields["code_kind"] == "group" and line.fields["mineral_id"] not in groups:
            way_out = "write single or bundle, or name the group"
            yield line.fault(
                "code_kind", "is the kind of a group's code, and this is none", way_out
            )


def a_single_code_holds_one_mineral(registers: Registers) -> Iterator[Fault]:
    """Beside the one mineral of a code that holds one, only its groups have the code."""
    groups = defaultdict(set)
    for line in registers.get("mineral_group_members", ()):
        groups[line.fields["mineral_id"]].add(line.fields["group_id"])
    for rows in _codes(registers, BRIDGE).values():
        for one in (line for line in rows if line.fields["code_kind"] == "single"):
            mineral = one.fields["mineral_id"]
            may_share = {mineral, *groups[mineral]}
            for line in rows:
                if line.fields["mineral_id"] not in may_share:
                    problem = f"shares the code with {mineral}, which has it alone"
                    yield line.fault("mineral_id", problem, "make both bundles, or keep one row")


def a_code_means_the_same_everywhere(registers: Registers) -> Iterator[Fault]:
    """A code has one trade level and one name of its goods, whatever the edition and mineral."""
    for column in ("trade_level", "goods"):
        first: dict[str | None, str | None] = {}
        for line in registers.get(BRIDGE, ()):
            above = first.setdefault(line.fields["hs_code"], line.fields[column])
            if above != line.fields[column]:
                yield line.fault(column, f"is {above!r} above", "write one in all rows of the code")


def no_code_is_bridged_and_left_out(registers: Registers) -> Iterator[Fault]:
    """A code leads to minerals or to none."""
    bridged = _codes(registers, BRIDGE)
    for line in registers.get(LEFT_OUT, ()):
        if (line.fields["hs_edition"], line.fields["hs_code"]) in bridged:
            yield line.fault("hs_code", f"has a mineral in {BRIDGE}", "keep one of the two")


def a_code_is_in_each_edition_that_has_it(registers: Registers) -> Iterator[Fault]:
    """A code is bridged or left out in every edition of its span, and in no other."""
    spans = {line.fields["hs_code"]: line.fields for line in reversed(registers.get(SPANS, ()))}
    found: dict[str | None, dict[str | None, Line]] = defaultdict(dict)
    for (edition, code), lines in _codes(registers, BRIDGE, LEFT_OUT).items():
        found[code][edition] = lines[0]
    for code, lines_of in found.items():
        span = spans.get(code, {})
        first, last = span.get("first_edition") or FIRST, span.get("last_edition") or LAST
        if not {first, last} <= set(_EDITIONS):
            continue
        has_it = _EDITIONS[_EDITIONS.index(first) : _EDITIONS.index(last) + 1]
        for edition in (edition for edition in lines_of if edition not in has_it):
            way_out = f"delete the row, or correct {SPANS}.csv"
            problem = f"has no code {code}, which runs from {first} to {last}"
            yield lines_of[edition].fault("hs_edition", problem, way_out)
        if missing := [edition for edition in has_it if edition not in lines_of]:
            line = next(iter(lines_of.values()))
            problem = f"is neither bridged nor left out in {', '.join(missing)}"
            yield line.fault("hs_code", problem, f"add its rows, or its span to {SPANS}.csv")


def a_span_is_of_a_known_code(registers: Registers) -> Iterator[Fault]:
    """A span is shorter than all editions, the right way round, and of a code that has rows."""
    known = {code for _, code in _codes(registers, BRIDGE, LEFT_OUT)}
    for line in registers.get(SPANS, ()):
        first, last = line.fields["first_edition"], line.fields["last_edition"]
        if not {first, last} <= set(_EDITIONS):
            continue
        if line.fields["hs_code"] not in known:
            yield line.fault("hs_code", "is neither bridged nor left out", "delete the row")
        if _EDITIONS.index(first) > _EDITIONS.index(last):
            yield line.fault("last_edition", "is before first_edition", "correct one of the two")
        elif (first, last) == (FIRST, LAST):
            yield line.fault("last_edition", "ends a span of all editions", "delete the row")


def the_concordance_joins_known_codes(registers: Registers) -> Iterator[Fault]:
    """A bridged code of a later edition leads to codes of HS92, each of them known."""
    bridged = _codes(registers, BRIDGE)
    known = {*bridged, *_codes(registers, LEFT_OUT)}
    joined = _codes(registers, CONCORDANCE)
    for (edition, code), lines in joined.items():
        for line in lines:
            if (edition, code) not in bridged:
                yield line.fault("hs_code", f"is not in {BRIDGE}", "correct it, or delete the row")
            if (FIRST, line.fields["hs92_code"]) not in known:
                way_out = f"correct it, or add it to {BRIDGE}.csv or {LEFT_OUT}.csv"
                yield line.fault("hs92_code", f"is no code of {FIRST} that is known", way_out)
    for (edition, code), lines in bridged.items():
        if edition in _EDITIONS[1:] and (edition, code) not in joined:
            problem = f"has no row in {CONCORDANCE}"
            yield lines[0].fault("hs_code", problem, "add the code of HS92 that holds the goods")


def a_correspondence_is_as_counted(registers: Registers) -> Iterator[Fault]:
    """One code to one is the same; a code with several partners is split, merged, or both."""
    lines = registers.get(CONCORDANCE, ())
    later: dict[Code, set[str | None]] = defaultdict(set)
    older: dict[Code, set[str | None]] = defaultdict(set)
    for line in lines:
        edition, code, hs92 = (line.fields[c] for c in ("hs_edition", "hs_code", "hs92_code"))
        later[edition, code].add(hs92)
        older[edition, hs92].add(code)
    words = {(False, False): "same", (False, True): "split", (True, False): "merged"}
    for line in lines:
        edition = line.fields["hs_edition"]
        # A note names further codes of HS92 that no register holds.
        merged = len(later[edition, line.fields["hs_code"]]) > 1 or bool(line.fields["note"])
        split = len(older[edition, line.fields["hs92_code"]]) > 1
        word = words.get((merged, split), "overlapping")
        if line.fields["correspondence"] != word:
            yield line.fault("correspondence", "is not what the rows come to", f"write {word}")


def the_annex_names_known_codes(registers: Registers) -> Iterator[Fault]:
    """A line of the annex is of a code that HS22 has, at the level that the code has."""
    bridged = _codes(registers, BRIDGE)
    left_out = _codes(registers, LEFT_OUT)
    for line in registers.get(ANNEX, ()):
        code = (LAST, line.fields["hs_code"])
        level = bridged[code][0].fields["trade_level"] if code in bridged else None
        if code not in bridged and code not in left_out:
            way_out = f"correct it, or add it to {BRIDGE}.csv or {LEFT_OUT}.csv"
            yield line.fault("hs_code", f"is no code of {LAST} that is known", way_out)
        elif level and level != line.fields["trade_level"]:
            yield line.fault("trade_level", f"is {level!r} in {BRIDGE}", "write one in both")


def the_annex_flags_what_is_shared(registers: Registers) -> Iterator[Fault]:
    """A code of several minerals is flagged, at eight digits and at six."""
    lines = registers.get(ANNEX, ())
    of_eight = Counter(line.fields["cn8"] for line in lines)
    minerals = defaultdict(set)
    for line in lines:
        minerals[line.fields["hs_code"]].add(line.fields["mineral_as_printed"])
    bundles = {
        line.fields["hs_code"]
        for line in registers.get(BRIDGE, ())
        if line.fields["hs_edition"] == LAST and line.fields["code_kind"] == "bundle"
    }
    for line in lines:
        code = line.fields["hs_code"]
        flags = {
            "is_shared_cn8": of_eight[line.fields["cn8"]] > 1,
            "is_bundle_at_hs6": code in bundles or len(minerals[code]) > 1,
        }
        for column, flag in flags.items():
            if (line.fields[column] == "true") != flag:
                word = str(flag).lower()
                yield line.fault(column, "is not what the rows come to", f"write {word}")


RULES: tuple[Callable[[Registers], Iterator[Fault]], ...] = (
    a_group_code_is_of_a_group,
    a_single_code_holds_one_mineral,
    a_code_means_the_same_everywhere,
    no_code_is_bridged_and_left_out,
    a_code_is_in_each_edition_that_has_it,
    a_span_is_of_a_known_code,
    the_concordance_joins_known_codes,
    a_correspondence_is_as_counted,
    the_annex_names_known_codes,
    the_annex_flags_what_is_shared,
)
