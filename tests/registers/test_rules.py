"""Every rule of a row and between rows, each on a register that breaks it and that alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

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


def _broken(case: dict[str, Any]) -> Broken:
    ((register, of),) = case["row"].items()
    ((column, words),) = case["found"].items()
    return Broken(register, of, case["change"], column, words)


CASES = yaml.safe_load(Path(__file__).with_name("broken_rules.yml").read_text(encoding="utf-8"))
OF_ROWS = {rule: _broken(case) for rule, case in CASES["of_rows"].items()}
BETWEEN_ROWS = {rule: _broken(case) for rule, case in CASES["between_rows"].items()}
MORE = [_broken(case) for case in CASES["more"]]


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
    assert (len(OF_ROWS), len(BETWEEN_ROWS)) == (37, 30)


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
