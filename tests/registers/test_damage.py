"""A damaged key is named where it is damaged, first and soon; the lines that hold it follow."""

from __future__ import annotations

import re
from unittest.mock import Mock, patch

import pytest

from orchestration.build.names import Names
from orchestration.build.registers import advice, folded
from orchestration.build.registers.advice import MOST_COMPARED
from orchestration.build.registers.named import registered_names
from tests.registers.conftest import Registers


def damage(registers: Registers, register: str, pattern: str, replacement: str) -> str:
    """Change a register as an editor's search and replace does; returns its name in faults."""
    path = registers.path(register)
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return registers.file(register)


@pytest.mark.parametrize(
    ("register", "key"),
    [("minerals", "rhenium"), ("countries", "KAZ"), ("country_groups", "g7")],
)
def test_a_blank_key_is_a_fault_and_no_crash(registers: Registers, register: str, key: str) -> None:
    file = damage(registers, register, f"^{key},", ",")
    blank = [f for f in registers.faults() if f.problem == "nothing is filled in"]
    assert {(f.file, f.position, f.way_out) for f in blank} == {(file, 1, "fill this column")}


@pytest.mark.parametrize("replacement", ["#rhenium,", "Rhenium,", "rheniumm,"])
def test_a_changed_key_comes_first_and_is_advised_to_nobody(
    registers: Registers, replacement: str
) -> None:
    file = damage(registers, "minerals", "^rhenium,", replacement)
    found = registers.faults()
    key = replacement.removesuffix(",")
    assert (found[0].file, found[0].position, found[0].found) == (file, 1, key)
    followers = [f for f in found if f.found == "rhenium"]
    assert len(followers) > 40
    assert {f.way_out for f in followers if key in f.way_out or "perhaps" in f.way_out} == set()


def test_lines_that_say_the_same_unknown_word_are_one_line_for_people(registers: Registers) -> None:
    damage(registers, "minerals", "^rhenium,", "#rhenium,")
    found = registers.faults()
    printed = folded(found)
    followers = [f for f in found if f.found == "rhenium"]
    assert printed[-1] == f"{followers[0]}; and {len(followers) - 1} more lines say 'rhenium'"
    assert len(printed) == len(found) - len(followers) + 1


def test_a_damaged_column_of_keys_is_not_compared_with_every_name_each_time(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of lines follow: names are collected once, few words are compared with all."""
    collected = Mock(wraps=registered_names)
    monkeypatch.setattr(advice, "registered_names", collected)
    file = damage(registers, "minerals", "^[a-z_]+,(?=[A-Z])", "X\\g<0>")
    with patch.object(Names, "plain_names", autospec=True, side_effect=Names.plain_names) as asked:
        found = registers.faults()
    assert len(found) > 5000
    assert {f.file for f in found[:100]} == {file}
    assert collected.call_count == 1
    assert 0 < asked.call_count <= MOST_COMPARED


@pytest.mark.parametrize(
    ("register", "key", "column", "written", "meant"),
    [
        ("claims", "claim_id", "subject_country_id", "kazahstan", "KAZ"),
        ("claims", "claim_id", "mineral_id", "cobolt", "cobalt"),
        ("claims", "claim_id", "list_id", "UK strategy", "uk_strategy_2025"),
        ("policy_measures", "policy_measure_id", "party_b", "kazahkstan", "KAZ"),
    ],
)
def test_a_misspelt_name_is_answered_with_what_it_is_spelt_like(
    registers: Registers, register: str, key: str, column: str, written: str, meant: str
) -> None:
    row = {**registers.rows(register)[0], key: "C99", column: written}
    line = registers.add(register, row)
    (found,) = [f for f in registers.faults() if (f.line, f.column) == (line, column)]
    assert found.way_out.startswith(f"perhaps {meant} is meant; correct it, or add it to ")
