"""What a check of a key says: the key of the contract, that of the test, or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.steps.assets.check_words import dbt_test_words

CONTRACT = {"constraints": [{"type": "primary_key", "columns": ["mineral_id", "year"]}]}


@pytest.mark.parametrize(
    ("model", "given", "said"),
    [
        (CONTRACT, {}, "One row per mineral_id and year"),
        (CONTRACT, {"combination_of_columns": ["table_id"]}, "One row per table_id"),
        ({}, {"combination_of_columns": ["mineral_id"]}, "One row per mineral_id"),
    ],
)
def test_a_key_is_named(model: dict[str, Any], given: dict[str, Any], said: str) -> None:
    kind = {"name": "unique_combination_of_columns", "kwargs": given}
    words = dbt_test_words({"test_metadata": kind}, model)
    assert str(words).partition(":")[0] == said


@pytest.mark.parametrize("model", [None, {}, {"constraints": []}])
def test_where_there_is_no_key_nothing_is_said(model: dict[str, Any] | None) -> None:
    """Dagster loads all the same; the build then names the model without a key."""
    kind = {"name": "unique_combination_of_columns", "kwargs": {}}
    assert dbt_test_words({"test_metadata": kind}, model) is None
