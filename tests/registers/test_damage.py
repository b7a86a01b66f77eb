"""A damaged key is named where it is damaged, first and soon; the lines that hold it follow."""

from __future__ import annotations

import re

import pytest

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
