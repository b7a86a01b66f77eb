"""Trade of a whole build: recomputed from the figures that ship by other means, beside known facts.

The recomputation knows the definitions, not the SQL: plain loops over the embedded records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.publishers import embedded
from orchestration.release import current_release
from orchestration.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.slow

EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
COPPER_ORE, ZINC_ORE, BERYLLIUM, CATHODE = "260300", "260800", "811211", "740311"
# Bytes. How blocks are filled differs a little from run to run; trade is 3 to 4 MB of it.
LARGEST_RELEASE = 25_000_000
Key = tuple[str, str, int]


@pytest.fixture(scope="module")
def marts(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(released.build_database), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def sold() -> pd.DataFrame:
    return embedded.read(EMBEDDED, "baci_exporters")


def ranks_of(
    marts: duckdb.DuckDBPyConnection, code: str, first: int, last: int, hs: str = "HS92"
) -> list[Any]:
    rows = marts.execute(
        "select rank_value from marts.fct_trade_exporter where country_id = 'KAZ'"
        " and hs_edition = ? and hs_code = ? and year between ? and ? order by year",
        [hs, code, first, last],
    ).fetchall()
    return [row[0] for row in rows]


def test_ranks_of_kazakhstan_are_those_of_the_publishers_figures(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert ranks_of(marts, COPPER_ORE, 2018, 2024) == [11, 11, 10, 11, 11, 8, 9]
    assert ranks_of(marts, ZINC_ORE, 2020, 2024) == [8, 17, 10, 8, 8]
    assert ranks_of(marts, BERYLLIUM, 2018, 2024) == [1] * 7
    assert ranks_of(marts, CATHODE, 2018, 2024, "HS17") == [5, 4]


def test_a_copy_without_weights_has_no_place_by_weight(marts: duckdb.DuckDBPyConnection) -> None:
    """Codes of HS17: 30 in two years, the earlier as another project copied it, without weights."""
    found = marts.execute(
        "select year, count(distinct hs_code), count(net_kg), count(rank_weight),"
        " min(kg_missing_value_pct) from marts.fct_trade_exporter where hs_edition = 'HS17'"
        " group by year order by year"
    ).fetchall()
    assert found[0] == (2022, 30, 0, 0, 100)
    assert found[1][:2] == (2024, 30)
    assert found[1][2] > 1_800
    prices = marts.execute(
        "select sum(priced_count), count(usd_per_kg), count(outlier_value_pct), count(*)"
        " from marts.fct_unit_value where hs_edition = 'HS17' and year = 2022"
    ).fetchone()
    assert prices == (0, 0, 0, 30)
    account = marts.execute(
        "select s.file_name, a.item_count from marts.fct_file_account as a"
        " inner join marts.dim_source_file as s using (source_file_id)"
        " where a.reason = 'traded_minerals_in_a_copy' order by s.file_name"
    ).fetchall()
    assert account == [("baci_2022.csv", 23_167), ("baci_hs17_2024_with_quantity.parquet", 21_723)]


def test_places_and_shares_follow_the_records(
    marts: duckdb.DuckDBPyConnection, sold: pd.DataFrame
) -> None:
    """Every code of one year in four: places by value and weight, shares, counted by loops."""
    ids = dict(
        marts.execute(
            "select country_code, country_id from reference.baci_country_codes"
        ).fetchall()
    )
    residuals = {
        row[0]
        for row in marts.execute(
            "select country_id from marts.dim_country where is_residual"
        ).fetchall()
    }
    value: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    weight: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in sold.itertuples():
        if row.year % 4 == 0 and row.year >= 2015:
            country = ids[row.exporter_code]
            value[row.hs_edition, row.hs_code, row.year][country] += row.value_usd
            if not pd.isna(row.net_kg):
                weight[row.hs_edition, row.hs_code, row.year][country] += row.net_kg
    found = marts.execute(
        "select hs_edition, hs_code, year, country_id, value_usd, net_kg, share_pct, rank_value,"
        " rank_weight from marts.fct_trade_exporter where year % 4 = 0"
    ).fetchall()
    assert len(found) == sum(map(len, value.values())) > 10_000
    for hs, code, year, country, usd, kg, share, by_value, by_weight in found:
        usds, kgs = value[hs, code, year], weight[hs, code, year]
        assert (usd, kg) == (usds[country], kgs.get(country))
        assert share == pytest.approx(100 * usd / sum(usds.values()), abs=5.1e-5)
        named = [v for other, v in usds.items() if other not in residuals]
        weighed = [v for other, v in kgs.items() if other not in residuals]
        is_named = country not in residuals
        assert by_value == (1 + sum(v > usd for v in named) if is_named else None)
        expected = 1 + sum(v > kg for v in weighed) if is_named and kg is not None else None
        assert by_weight == expected


def test_an_index_is_the_sum_of_squares_of_whole_dollars(
    marts: duckdb.DuckDBPyConnection, sold: pd.DataFrame
) -> None:
    of_2000 = sold[(sold["year"] == 2020) & (sold["hs_code"] == COPPER_ORE)]
    values = [int(v) for v in of_2000["value_usd"]]
    expected = 10_000 * sum(v * v for v in values) / sum(values) ** 2
    found = marts.execute(
        "select hhi, hhi_min, hhi_max from marts.fct_trade_concentration"
        " where hs_code = ? and year = 2020",
        [COPPER_ORE],
    ).fetchone()
    assert found == pytest.approx((expected,) * 3, abs=1e-3)


def test_a_bundled_code_never_gives_a_point(marts: duckdb.DuckDBPyConnection) -> None:
    """All bundled codes that are held: their minerals have bounds and nothing else."""
    bundled = marts.execute(
        "select distinct hs_code from marts.dim_trade_code"
        " where code_kind = 'bundle' and hs_edition = 'HS92' and first_year_held is not null"
    ).fetchall()
    assert len(bundled) >= 8
    points = marts.execute(
        "select count(*) from marts.fct_trade_concentration where is_bundle and hhi is not null"
        " and value_min_usd <> value_max_usd"
    ).fetchone()
    wide = marts.execute(
        "select distinct hhi, hhi_min, hhi_max, top1_country_id from marts.fct_trade_concentration"
        " where mineral_id = 'tellurium'"
    ).fetchall()
    assert points == (0,)
    assert wide == [(None, 0.0, 10_000.0, None)]


def test_levels_of_a_mineral_stand_once_each(marts: duckdb.DuckDBPyConnection) -> None:
    twice = marts.execute(
        "select hs_edition, mineral_id, trade_level, year, count(*)"
        " from marts.fct_trade_concentration"
        " where mineral_id is not null group by all having count(*) > 1"
    ).fetchall()
    levels = marts.execute(
        "select count(distinct mineral_id || trade_level) from marts.fct_trade_concentration"
        " where mineral_id is not null"
    ).fetchone()
    assert not twice
    assert levels is not None
    assert levels[0] > 60


def test_the_bloc_buys_from_nobody_within_it(marts: duckdb.DuckDBPyConnection) -> None:
    members = marts.execute(
        "select country_id from marts.dim_country_group where group_id = 'eu' and member_to is null"
    ).fetchall()
    partners = marts.execute(
        "select distinct partner_id from marts.fct_import_origin where importer_id = 'eu'"
    ).fetchall()
    assert len(members) == 27
    assert len(partners) > 100
    assert not set(members) & set(partners)


def test_what_importers_bought_is_within_what_was_sold(marts: duckdb.DuckDBPyConnection) -> None:
    beyond = marts.execute(
        "select bought.hs_code, bought.year, bought.partner_id from ("
        " select hs_edition, hs_code, year, partner_id, sum(value_usd) as usd"
        " from marts.fct_import_origin where subject_kind = 'code' group by all) as bought"
        " left join marts.fct_trade_exporter as sold on bought.hs_code = sold.hs_code"
        " and bought.hs_edition = sold.hs_edition"
        " and bought.year = sold.year and bought.partner_id = sold.country_id"
        " where sold.value_usd is null or bought.usd > sold.value_usd"
    ).fetchall()
    assert not beyond


def test_a_level_that_is_not_held_leaves_its_share_open(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select share_of_held_pct, share_min_pct, share_max_pct, levels_held, levels_in_list"
        " from marts.fct_export_stage"
        " where country_id = 'KAZ' and mineral_id = 'aluminium' and year = 2023"
    ).fetchall()
    assert len(rows) == 2
    assert sum(row[0] for row in rows) == pytest.approx(100, abs=1e-3)
    assert {row[1:] for row in rows if row[3] < row[4]} <= {
        (0.0, largest, held, listed) for _, _, largest, held, listed in rows
    }
    assert all(row[1] == 0 for row in rows)


def test_trade_of_years_follows_without_a_gap(marts: duckdb.DuckDBPyConnection) -> None:
    for table, first in (
        ("fct_unit_value", 1995),
        ("fct_trade_exporter", 2015),
        ("fct_import_origin", 2018),
    ):
        found = marts.execute(f"select distinct year from marts.{table} order by 1").fetchall()  # noqa: S608
        assert [row[0] for row in found] == list(range(first, 2025))


def test_flows_stay_out_of_the_released_file(released: Settings) -> None:
    folder = current_release(released)
    assert folder
    (database,) = Path(folder).glob("*.duckdb")
    assert database.stat().st_size < LARGEST_RELEASE
    with open_served(released) as connection:
        tables = {row[0] for row in connection.execute("show all tables").fetchall()}
    assert tables
    assert not [row for row in tables if "flow" in str(row)]
