"""A short attack with a seed that never changes: every kind of fault, and all of them held."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.__main__ import Tried, attack, table
from tests.attack.held import Held
from tests.attack.kinds import KINDS

SEED, FAULTS_OF_A_KIND = 20270201, 2
SLOW = {"signal to a command"}
"""A command of its own takes as long as ten other faults; `tests/cli` has that one."""


@pytest.mark.long
def test_a_short_attack_is_held(tmp_path: Path) -> None:
    kinds = [kind for kind in KINDS if kind not in SLOW]
    tried = list(
        attack(tmp_path, SEED, iter(range(FAULTS_OF_A_KIND * len(kinds))), kinds, turns=True)
    )
    assert {each.kind for each in tried} == set(kinds)
    assert [each for each in tried if each.held.wrong] == [], table(tried, SEED)
    assert all(each.held.told for each in tried)


def test_the_table_names_seed_and_number_of_what_did_not_hold() -> None:
    tried = [
        Tried(0, "full disk", Held("backup: told", [])),
        Tried(
            1, "kill", Held("publish at operation 7 of 59", ["left: .x.new"], ("publish", 7, 59))
        ),
        Tried(2, "kill", Held("publish at operation 9 of 59", [], ("publish", 9, 59))),
    ]
    text = table(tried, 5)
    assert "SEED=5 FIRST=1  kill: publish at operation 7 of 59\n    left: .x.new" in text
    assert "publish: killed at 2 of its 59 file operations" in text
    assert text.splitlines()[3].split() == ["all", "3", "2"]
