"""A short attack with a seed that never changes: every kind of fault, and all of them held."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.__main__ import attack, table
from tests.attack.faults import KINDS

SEED, FAULTS = 20270201, 60


@pytest.mark.slow
def test_a_short_attack_is_held(tmp_path: Path) -> None:
    tried = list(attack(tmp_path, SEED, iter(range(FAULTS))))
    assert {each.kind for each in tried} == set(KINDS)
    assert [each for each in tried if each.held.wrong] == [], table(tried, SEED)
    assert all(each.held.told for each in tried)
