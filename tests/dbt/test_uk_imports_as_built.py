"""The United Kingdom's imports of a whole build: recomputed from the figures that ship.

Belongs here: its sources and its cap against the embedded flows, by SQL of the test's own.
Does not belong here: exporters and other importers (`test_trade_as_built.py`).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from orchestration.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.slow

FLOWS = PROJECT_ROOT / "warehouse" / "embedded" / "baci" / "flows_2026.parquet"
SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
UNITED_KINGDOM = 826
TWO_YEARS = [2019, 2024]
CODES_OF_THE_LIST, BUNDLED = 270, 9
Bought = dict[tuple[str, str, int], dict[str, int]]


@pytest.fixture(scope="module")
def marts(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(released.build_database), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def bought(marts: duckdb.DuckDBPyConnection) -> Bought:
    """What each partner sold the United Kingdom, by HS edition, code and year, as it ships."""
    rows = duckdb.sql(
        "select f.hs_edition, f.hs_code, f.year, c.country_id, sum(f.value_usd)"  # noqa: S608
        f" from '{FLOWS}' as f inner join read_csv('{SEEDS}/reference/baci_country_codes.csv',"
        " all_varchar = true) as c on f.exporter_code = c.country_code::integer"
        f" where f.importer_code = {UNITED_KINGDOM} and f.year >= 2018 group by all"
    ).fetchall()
    sold: Bought = defaultdict(dict)
    for hs, code, year, partner, usd in rows:
        sold[hs, code, year][partner] = int(usd)
    return sold


def list_of_codes() -> list[dict[str, str]]:
    with (SEEDS / "trade" / "cn8_bridge.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_leading_sources_in_two_years_are_those_of_the_publishers_flows(
    marts: duckdb.DuckDBPyConnection, bought: Bought
) -> None:
    found = marts.execute(
        "select hs_edition, hs_code, year, partner_id, value_usd, share_pct"
        " from marts.fct_import_origin"
        " where importer_id = 'GBR' and subject_kind = 'code' and share_rank = 1"
        " and year in (select unnest(?))",
        [TWO_YEARS],
    ).fetchall()
    assert len(found) > 110
    for hs, code, year, partner, usd, share in found:
        partners = bought[hs, code, year]
        assert usd == partners[partner] == max(partners.values())
        assert share == pytest.approx(100 * usd / sum(partners.values()), abs=5.1e-5)


def test_a_mineral_of_one_code_has_the_share_of_its_flows_and_their_row(
    marts: duckdb.DuckDBPyConnection, bought: Bought
) -> None:
    found = marts.execute(
        "select year, top_country_id, top_share_pct, top_share_all_min_pct, is_above_cap,"
        " source_row from marts.fct_single_country_cap"
        " where measure = 'uk_import' and mineral_id = 'copper' and stage = 'ore'"
        " and form = 'hs92' order by year"
    ).fetchall()
    assert [row[0] for row in found] == list(range(2018, 2025))
    for year, partner, share, least, is_above, source_row in found:
        partners = bought["HS92", "260300", year]
        assert partners[partner] == max(partners.values())
        expected = 100 * partners[partner] / sum(partners.values())
        assert share == pytest.approx(expected, abs=5.1e-5)
        assert least == share
        assert is_above == (expected > 60)
        at = duckdb.sql(
            "select hs_code, year, importer_code, value_usd"  # noqa: S608
            f" from '{FLOWS}' where hs_edition = 'HS92' and source_row = {source_row}"
        ).fetchall()
        assert at == [("260300", year, UNITED_KINGDOM, partners[partner])]


def test_codes_that_bundle_minerals_of_the_list_are_flagged_and_never_whole(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    minerals: dict[str, set[str]] = defaultdict(set)
    flags: dict[str, set[str]] = defaultdict(set)
    for line in list_of_codes():
        minerals[line["hs_code"]].add(line["mineral_as_printed"])
        flags[line["hs_code"]].add(line["is_bundle_at_hs6"])
    bundled = sorted(code for code, named in minerals.items() if len(named) > 1)
    assert (len(minerals), len(bundled)) == (CODES_OF_THE_LIST, BUNDLED)
    assert {flag for code in bundled for flag in flags[code]} == {"true"}
    whole = marts.execute(
        "select count(*), count(*) filter (is_whole) from core.core_annex_code"
        " where annex_code in (select unnest(?))",
        [bundled],
    ).fetchone()
    assert whole is not None
    assert whole[0] > BUNDLED
    assert whole[1] == 0


def test_nothing_is_above_or_within_where_a_code_is_not_held(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = marts.execute(
        "select codes_held < codes_in_list, is_above_cap, top_share_pct is null"
        " from marts.fct_single_country_cap where measure = 'uk_import'"
    ).fetchall()
    in_part = [row for row in rows if row[0]]
    whole = [row for row in rows if not row[0]]
    assert len(in_part) > 600
    assert {above for _, above, _ in in_part} == {None}
    assert {above for _, above, _ in whole} == {True, False, None}
    # a bundle has no point, and is above the cap only if its least share is
    assert any(is_bundle for *_, is_bundle in whole)


def test_the_list_in_the_aggregate_is_not_measurable_and_shows_what_it_covers(
    marts: duckdb.DuckDBPyConnection, bought: Bought
) -> None:
    rows: list[Any] = marts.execute(
        "select cap_reading, year, top_share_min_pct, top_share_max_pct, codes_held, codes_in_list,"
        " reads_as, is_above_cap, cap_verdict, evidence_window"
        " from marts.fct_list_single_country_cap"
        " where measure = 'uk_import' and cap_reading <> 'each_mineral'"
    ).fetchall()
    # seven years of HS92, two of HS17
    assert len(rows) == 2 * (7 + 2)
    for _, _, least, most, held, listed, reads_as, above, verdict, _ in rows:
        asked = (listed, reads_as, above, verdict)
        assert asked == (CODES_OF_THE_LIST, "proxy", None, "not_measurable")
        assert 0 < held < listed
        assert 0 <= least <= most <= 100
    codes = marts.execute(
        "select distinct hs_code, is_listed_whole from intermediate.int_annex_held"
        " where is_held and year = 2024 and hs_edition = 'HS92'"
    ).fetchall()
    least_sold: dict[str, int] = defaultdict(int)
    most_sold: dict[str, int] = defaultdict(int)
    for code, is_whole in codes:
        for partner, usd in bought["HS92", code, 2024].items():
            most_sold[partner] += usd
            least_sold[partner] += usd * is_whole
    all_most, all_least = sum(most_sold.values()), sum(least_sold.values())
    least = max(100 * v / (all_most - most_sold[p] + v) for p, v in least_sold.items())
    most = max(100 * v / (all_least - least_sold[p] + v) for p, v in most_sold.items())
    (aggregate,) = [
        row for row in rows if (*row[:2], row[-1]) == ("aggregate_value", 2024, "baci_2026/HS92")
    ]
    assert aggregate[2:4] == pytest.approx((least, most), abs=1e-3)
