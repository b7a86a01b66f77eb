"""The queries of docs/verdicts_by_hand.md on the released Parquet files, beside the register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from orchestration.release import current_release
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

pytestmark = pytest.mark.slow

DOCUMENT = PROJECT_ROOT / "dbt_project" / "docs" / "verdicts_by_hand.md"
QUERIES = dict(re.findall(r"```sql (\w+)\n(.*?)```", DOCUMENT.read_text(), re.DOTALL))


@pytest.fixture
def parquet(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = current_release(released)
    assert folder
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"set file_search_path = '{folder}'")
        yield connection


def rows(parquet: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return parquet.execute(sql).fetchall()


def test_queries_fit_on_a_screen() -> None:
    assert len(QUERIES) >= 3
    assert all(len(sql.strip().splitlines()) <= 10 for sql in QUERIES.values())


def test_uranium_holds_in_some_years_and_not_in_others(parquet: duckdb.DuckDBPyConnection) -> None:
    by_hand = {year: (share, verdict) for year, share, verdict in rows(parquet, QUERIES["uranium"])}
    computed = rows(
        parquet,
        """
        select year, round(measured_value, 2), verdict from 'fct_claim_check.parquet'
        where claim_id = 'C03' and reading_id = 'mined_share' and is_latest_vintage
        """,
    )
    assert by_hand == {year: (share, verdict) for year, share, verdict in computed}
    assert {verdict for _, verdict in by_hand.values()} == {"supported", "refuted"}


def test_lines_of_the_strategy(parquet: duckdb.DuckDBPyConnection) -> None:
    computed = rows(
        parquet,
        """
        select cast(measured_value as integer) from 'fct_claim_check.parquet'
        where claim_id = 'C01' and reading_id = 'lines_any_stage' and is_latest_vintage
        """,
    )
    assert rows(parquet, QUERIES["strategy_lines"]) == computed


def test_place_among_the_agreements(parquet: duckdb.DuckDBPyConnection) -> None:
    computed = rows(
        parquet,
        """
        select cast(measured_value as integer) from 'fct_claim_check.parquet'
        where claim_id = 'C20' and reading_id = 'first_of_any'
        """,
    )
    assert rows(parquet, QUERIES["first_in_central_asia"]) == computed


def test_distance_to_the_cap(parquet: duckdb.DuckDBPyConnection) -> None:
    by_hand = {row[:4]: row[5:] for row in rows(parquet, QUERIES["cap"])}
    computed = rows(
        parquet,
        """
        select mineral_id, stage, form, top_country_id, is_above_cap, tonnes_to_cap
        from 'fct_single_country_cap.parquet'
        where measure = 'world_production' and is_latest_vintage and year = 2025
            and top_share_pct > 55
        """,
    )
    assert {row[:4] for row in computed} == set(by_hand)
    for *key, is_above, tonnes in computed:
        assert by_hand[tuple(key)][0] == is_above
        assert by_hand[tuple(key)][1] == pytest.approx(tonnes, rel=1e-9, abs=1e-6)


def test_as_known_then_knows_no_later_edition(parquet: duckdb.DuckDBPyConnection) -> None:
    known = rows(parquet, QUERIES["as_known_then"])
    late = {"usgs_mcs_2026", "wmd_2026"}
    assert known
    assert not late & {release for _, _, _, release, _, _ in known}
    asked = [(claim, reading, year) for claim, reading, year, *_ in known]
    assert len(asked) == len(set(asked))
