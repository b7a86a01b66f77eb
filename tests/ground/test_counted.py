"""A number and the noun that it counts."""

from __future__ import annotations

import pytest

from orchestration.ground.counted import counted


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 faults"), (1, "1 fault"), (2, "2 faults"), (1200, "1,200 faults")]
)
def test_one_is_no_plural(number: int, words: str) -> None:
    assert counted(number, "fault") == words


def test_a_noun_may_have_a_plural_of_its_own() -> None:
    assert counted(1, "table differs", "tables differ") == "1 table differs"
    assert counted(3, "table differs", "tables differ") == "3 tables differ"
