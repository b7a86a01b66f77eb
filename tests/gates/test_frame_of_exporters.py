"""What the gate on exporters looks at: copies without weights, and the landed years instead."""

from __future__ import annotations

import duckdb
import pytest

from tests.conftest import PROJECT_ROOT

FRAME = PROJECT_ROOT / "expectations" / "frames" / "marts" / "fct_trade_exporter.sql"
TABLES = """
create schema marts; create schema raw; create schema previous;
create table marts.fct_trade_exporter as
    select 'e' as edition_id, 'HS17' as hs_edition, '810520' as hs_code, year, 100 as value_usd,
        null::bigint as net_kg, 100.0 as share_pct, 1 as rank_value, 100.0 as kg_missing_value_pct,
        true as is_latest_vintage
    from range(2022, 2024) as years (year);
create table previous.fct_trade_exporter as from marts.fct_trade_exporter limit 0;
create table raw.baci_rows as
    select 'e' as edition_id, 'f' as file_name, 'traded_minerals_in_a_copy' as reason;
create table raw.baci_exporters as
    select 'e' as edition_id, 'f' as file_name, 'HS17' as hs_edition, year, null::bigint as net_kg
    from range(2022, 2024) as years (year);
create table marts.dim_trade_partition (edition_id text, hs_edition text, year bigint);
"""


@pytest.mark.parametrize(("landed", "judged"), [([], []), ([2023], [2023])])
def test_weights_missing_from_a_copy_are_excused_until_the_year_has_landed(
    landed: list[int], judged: list[int]
) -> None:
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        for year in landed:
            connection.execute(
                "insert into marts.dim_trade_partition values ('e', 'HS17', ?)", [year]
            )
        rows = connection.execute(FRAME.read_text()).fetchdf()
    assert len(rows) == 2
    assert list(rows.loc[rows.kg_missing_value_pct == 100, "year"]) == judged
