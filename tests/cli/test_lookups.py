"""Lists, limits, controls, reserves, comparisons, revisions: every row with edition and source."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.settings import Settings
from tests.conftest import run_minerals

PAIR = ("usgs_mcs_2025", "usgs_mcs_2026")
FIGURES = {
    ("watchlist", "uk", "strategy"): ("top_share_all_min_pct", "top_share_all_max_pct"),
    ("cap", "cobalt"): ("top_share_all_min_pct", "top_share_all_max_pct"),
    ("cap", "cobalt", "--partners"): ("quantity_min_tonnes", "quantity_max_tonnes"),
    ("compare", "cobalt", "nickel"): ("value_min", "value_max"),
    ("compare", "chile", "peru"): ("value_min", "value_max"),
    ("reserves", "lithium"): ("quantity_min_tonnes", "quantity_max_tonnes"),
    ("reserves", "kazakhstan"): ("quantity_min_tonnes", "quantity_max_tonnes"),
}


@pytest.fixture(scope="module")
def release(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_served(released) as connection:
        yield connection


def answered(settings: Settings, *args: str) -> list[dict[str, Any]]:
    finished = run_minerals(settings, *args, "--json")
    assert finished.returncode == 0, finished.stderr
    rows: list[dict[str, Any]] = json.loads(finished.stdout)
    return rows


@pytest.mark.parametrize("args", FIGURES, ids=" ".join)
def test_every_figure_has_bounds_edition_licence_and_source_row(
    released: Settings, release: duckdb.DuckDBPyConnection, args: tuple[str, ...]
) -> None:
    rows = answered(released, *args)
    assert len(rows) > 1
    low, high = FIGURES[args]
    measured = [row for row in rows if row["source_row"] is not None]
    assert len(measured) > 1
    for row in measured:
        assert row["licence"]
        assert row["edition_id"]
        assert (row[low] is None) == (row[high] is None)
        assert row[low] is None or row[low] <= row[high]
        (found,) = release.execute(
            "select count(*) from marts.dim_source_file where source_file_id = ?",
            [row["source_file_id"]],
        ).fetchall()
        assert found == (1,)
    assert any(row[low] is not None for row in measured)
    assert {"excludes", "world_excludes"} & set(rows[0])


def numbers_of(row: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [f"{row[name]:.1f}" for name in names if row[name] is not None]


@pytest.mark.parametrize("columns", ["60", "80", "100"])
@pytest.mark.parametrize("args", [("watchlist", "us_2025"), ("cap",)], ids=" ".join)
def test_no_share_is_cut(released: Settings, args: tuple[str, ...], columns: str) -> None:
    shown = run_minerals(released, *args, COLUMNS=columns).stdout
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= max(int(columns), 67)
    names = ("top_share_pct", "top_share_all_min_pct", "top_share_all_max_pct")
    numbers = [n for row in answered(released, *args) for n in numbers_of(row, names)]
    assert len(numbers) > 30
    for number in numbers:
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", shown), number


def test_reserves_are_whole_at_80_columns(released: Settings) -> None:
    shown = run_minerals(released, "reserves", "kazakhstan", COLUMNS="80").stdout
    held = [row["quantity_tonnes"] for row in answered(released, "reserves", "kazakhstan")]
    large = [tonnes for tonnes in held if tonnes and tonnes >= 100]
    assert len(large) > 5
    for tonnes in large:
        assert re.search(rf"(?<![\d,]){tonnes:,.0f}(?![\d,])", shown), tonnes


def test_the_watchlist_is_that_of_the_release(
    released: Settings, release: duckdb.DuckDBPyConnection
) -> None:
    rows = answered(released, "watchlist", "uk", "strategy")
    expected = release.execute(
        """
        select mineral_name, top_share_pct from marts.rpt_watchlist
        where list_id = 'uk_strategy_2025' order by risk_rank nulls last, mineral_name
        """
    ).fetchall()
    assert [(row["mineral_name"], row["top_share_pct"]) for row in rows] == expected
    with_figures = [row for row in rows if row["top1_share_pct"] is not None]
    assert len(with_figures) > 25
    assert all(row["source_row"] is not None for row in with_figures)


def test_a_list_has_a_row_for_each_mineral_and_counts_lines(released: Settings) -> None:
    known = {row["list_id"]: row for row in answered(released, "list")}
    rows = answered(released, "list", "eu")
    assert len({row["member_no"] for row in rows}) == known["eu_2023"]["member_count"]
    assert all(row["source_file_id"] and row["licence"] for row in rows)


def test_a_list_that_may_be_several_is_refused_with_the_choices(released: Settings) -> None:
    refused = run_minerals(released, "watchlist", "us")
    assert refused.returncode == 2
    assert "us_2018" in refused.stderr
    assert "us_2025" in refused.stderr


def test_without_a_name_the_limit_shows_what_is_not_known_to_be_below(
    released: Settings, release: duckdb.DuckDBPyConnection
) -> None:
    rows = answered(released, "cap")
    assert {row["is_above_cap"] for row in rows} == {True, None}
    (expected,) = release.execute(
        """
        with newest as (
            select *, max(year) over (partition by source_id, measure, mineral_id, stage, form)
                as newest_year
            from marts.fct_single_country_cap
            where is_latest_vintage and measure = 'world_production'
        )
        select count(*) from newest where year = newest_year and is_above_cap is not false
        """
    ).fetchone() or (0,)
    assert len(rows) == expected
    shown = run_minerals(released, "cap", "mercury").stdout
    assert "undecided" in shown


def test_the_limit_by_imports_is_shown_where_nobody_prints_output(
    released: Settings, release: duckdb.DuckDBPyConnection
) -> None:
    (mineral, rows) = release.execute(
        """
        select m.mineral_name, count(*)
        from marts.fct_single_country_cap inner join marts.dim_mineral as m using (mineral_id)
        where is_latest_vintage
        group by m.mineral_name
        having count(*) filter (measure = 'world_production') = 0
        order by m.mineral_name limit 1
        """
    ).fetchone() or ("", 0)
    assert rows
    shown = " ".join(run_minerals(released, "cap", mineral).stdout.split())
    assert "The United Kingdom's limit of 60%" in shown
    assert answered(released, "cap", mineral)[0]["trade_level"] in shown


def test_controls_name_the_page_they_are_printed_on(released: Settings) -> None:
    rows = answered(released, "controls", "gallium")
    assert {row["kind"] for row in rows} == {"export_control"}
    assert all(row["source_url"] and row["source_name"] for row in rows)
    narrow = run_minerals(released, "controls", "gallium", COLUMNS="60").stdout.splitlines()
    assert {row["source_url"] for row in rows} <= set(narrow), "an address stands whole on a line"
    agreements = answered(released, "controls", "kazakhstan", "--agreements")
    assert len(agreements) > 1
    assert all("KAZ" in (row["party_a"], row["party_b"]) for row in agreements)
    of_group = answered(released, "controls", "european", "union", "--agreements")
    assert len(of_group) > 1
    assert all("eu" in (row["party_a"], row["party_b"]) for row in of_group)
    refused = run_minerals(released, "controls", "france")
    assert refused.returncode == 2
    assert "not the same as no measure" in refused.stderr


def test_a_mineral_does_not_compare_with_a_country(released: Settings) -> None:
    refused = run_minerals(released, "compare", "cobalt", "chile")
    assert refused.returncode == 2
    assert "do not compare" in refused.stderr


@pytest.mark.parametrize(
    ("left", "right", "says"),
    [
        ("cobalt", "iridium", "no table to compare has iridium"),
        ("iridium", "cobalt", "no table to compare has iridium"),
        ("cobalt", "кобальт", "cobalt and кобальт are one mineral"),
        ("chile", "CL", "chile and CL are one country"),
    ],
)
def test_what_has_one_side_is_refused_with_the_other(
    released: Settings, left: str, right: str, says: str
) -> None:
    refused = run_minerals(released, "compare", left, right)
    assert refused.returncode == 2
    assert says in " ".join(refused.stderr.split())


def test_revisions_of_a_pair_are_all_there(
    released: Settings, release: duckdb.DuckDBPyConnection
) -> None:
    rows = answered(released, "revisions", *PAIR)
    (expected,) = release.execute(
        "select count(*) from marts.fct_revision where from_edition_id = ? and to_edition_id = ?",
        [*PAIR],
    ).fetchone() or (0,)
    assert len(rows) == expected > 1_000
    assert all(row["from_source_row"] or row["to_source_row"] for row in rows)
    shown = run_minerals(released, "revisions", *PAIR, "--limit", "7").stdout
    assert f"7 of {expected:,} figures" in " ".join(shown.split())
    for only in ((), ("--mineral", "cobalt")):
        refused = run_minerals(released, "revisions", "usgs_mcs_2024", "usgs_mcs_2026", *only)
        assert refused.returncode == 2
        assert "usgs_mcs_2025 usgs_mcs_2026" in refused.stderr


def test_csv_has_the_columns_of_json(released: Settings) -> None:
    text = run_minerals(released, "reserves", "cobalt", "--csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    objects = answered(released, "reserves", "cobalt")
    assert list(rows[0]) == list(objects[0])
    assert len(rows) == len(objects) > 5


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("show cob", "cobalt"),
        ("compare cobalt lith", "lithium"),
        ("watchlist us_", "us_2025"),
        ("claim C0", "C03"),
        ("dictionary fct_res", "fct_reserves"),
        ("reserves --edition wmd", "wmd_2026"),
    ],
)
def test_the_tab_key_offers_names(released: Settings, typed: str, offered: str) -> None:
    words = f"minerals {typed}"
    finished = run_minerals(
        released,
        _MINERALS_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
    )
    assert offered in finished.stdout.split()
    assert finished.stderr == ""


def test_what_is_projected_has_a_column_of_its_own(released: Settings) -> None:
    rows = answered(released, "outlook", "cobalt")
    assert {row["value_status"] for row in rows} == {"projected"}
    assert {row["year"] for row in rows} == {2030, 2035, 2040}
    (china,) = [r for r in rows if (r["country_id"], r["year"]) == ("CHN", 2030)]
    shown = run_minerals(released, "show", "cobalt").stdout
    assert "projected 2030" in shown
    assert f"{china['modelled_pct']:.1f}%" in shown
    assert f"{china['share_pct']:.1f}%" in shown
    assert "no figure of today rests on it" in shown
    assert "projected" not in run_minerals(released, "show", "cobalt", "--stage", "mine").stdout


def editions_of(release: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """Editions that have cobalt in a table."""
    asked = f"select distinct edition_id from marts.{table} where mineral_id = 'cobalt'"  # noqa: S608
    found = {edition for (edition,) in release.execute(asked).fetchall()}
    assert len(found) > 1
    return found


def test_money_names_its_price_or_the_reason(
    released: Settings, release: duckdb.DuckDBPyConnection
) -> None:
    shown = run_minerals(released, "prices", "gallium").stdout
    assert "dollars per kilogram" in shown
    assert "is a reading" in " ".join(shown.split())
    cobalt = " ".join(run_minerals(released, "prices", "cobalt").stdout.split())
    assert "no price of this form" in cobalt
    rows = answered(released, "prices", "cobalt")
    assert {row["edition_id"] for row in rows} == editions_of(release, "fct_price")
    assert all(row["source_row"] and row["licence"] for row in rows)


def test_the_account_has_every_series_and_edition(
    released: Settings, release: duckdb.DuckDBPyConnection
) -> None:
    rows = answered(released, "account", "cobalt")
    assert {"imports", "exports", "consumption_apparent", "net_import_reliance"} <= {
        row["statistic"] for row in rows
    }
    assert {row["edition_id"] for row in rows} == editions_of(release, "fct_us_salient")
    assert "imports" in run_minerals(released, "account", "cobalt").stdout


def test_idle_capacity_is_unknown_where_output_is(released: Settings) -> None:
    rows = answered(released, "capacity", "gallium")
    assert {row["utilisation_unknown_because"] for row in rows} >= {"residual", None}
    for row in rows:
        assert (row["idle_tonnes"] is None) == (
            row["utilisation_unknown_because"] not in {None, "no_capacity"}
        )
    shown = run_minerals(released, "capacity", "kazakhstan").stdout
    assert "Titanium" in shown
    assert "%" in shown
    assert run_minerals(released, "capacity", "cobalt").returncode == 2
