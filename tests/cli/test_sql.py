"""`minerals sql` asks and only asks; `minerals dictionary` says what there is to ask."""

from __future__ import annotations

import json

import pytest

from orchestration.copies.file.limited import Limits, run_limited
from orchestration.ground.errors import AskedError
from orchestration.settings import Settings
from tests.conftest import run_minerals

LIMITS = Limits(seconds=3, rows=50, result_bytes=100_000, memory_mb=512)
ENDLESS = [
    "with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r",
    "select sum(a.range * b.range) from range(1000000000) as a, range(1000) as b",
]
HUGE = [
    "select repeat('x', 2000000000)",
    "select list_sum(range(1000000000))",
    "select string_agg(repeat('x', 1000000), '') from range(10000)",
    "select count(*) from (select unnest(range(100000000)) as n order by hash(n)) as s",
]
NO_READING = [
    "copy (select 1) to '{folder}/x.csv'",
    "attach '{folder}/x.duckdb'",
    "select 1; select 2",
    "create temp table x as select 1",
    "set threads = 8",
    "pragma database_list",
    "prepare p as select 1",
    "begin transaction",
    "-- nothing but a comment",
    "",
]


def test_rows_come_as_a_table_as_json_and_as_csv(released: Settings) -> None:
    query = "select mineral_id, 1.5 as number from marts.dim_mineral where mineral_id = 'aluminium'"
    assert "aluminium" in run_minerals(released, "sql", query).stdout
    rows = json.loads(run_minerals(released, "sql", query, "--json").stdout)
    assert rows[0]["mineral_id"] == "aluminium"
    assert run_minerals(released, "sql", query, "--csv").stdout.startswith("mineral_id,number\n")


def test_more_rows_than_asked_are_announced(released: Settings) -> None:
    finished = run_minerals(released, "sql", "from marts.fct_production", "--rows", "5", "--json")
    assert len(json.loads(finished.stdout)) == 5
    assert "--rows" in finished.stderr


@pytest.mark.parametrize("sql", ENDLESS)
def test_a_query_without_an_end_has_one(released: Settings, sql: str) -> None:
    with pytest.raises(AskedError, match="takes too long"):
        run_limited(released, sql, LIMITS)


@pytest.mark.parametrize("sql", HUGE)
def test_a_query_cannot_take_the_memory_of_the_machine(released: Settings, sql: str) -> None:
    with pytest.raises(AskedError, match=r"more memory|takes too long"):
        run_limited(released, sql, LIMITS)


@pytest.mark.parametrize("sql", NO_READING)
def test_only_one_reading_statement_is_let_through(released: Settings, sql: str) -> None:
    with pytest.raises(AskedError) as refused:
        run_limited(released, sql.format(folder=released.warehouse_dir), LIMITS)
    assert "one statement that only reads" in str(refused.value)


def test_a_result_has_an_end_in_rows_and_bytes(released: Settings) -> None:
    assert run_limited(released, "from range(50)", LIMITS).is_cut is False
    cut = run_limited(released, "from range(51)", LIMITS)
    assert (len(cut.rows), cut.is_cut) == (50, True)
    with pytest.raises(AskedError, match="larger result"):
        run_limited(released, "select repeat('x', 10000) from range(40)", LIMITS)


def test_brackets_in_the_name_of_a_column_are_brackets(released: Settings) -> None:
    shown = run_minerals(released, "sql", 'select 1 as "[/a]", 2 as "[bold]b"').stdout
    assert "[/a]" in shown
    assert "[bold]b" in shown


def test_no_column_and_no_value_of_a_result_is_lost(released: Settings) -> None:
    twice = run_minerals(released, "sql", "select 1 as x, 2 as x, 3 as x_1", "--json").stdout
    assert list(json.loads(twice)[0].values()) == [1, 2, 3]
    nested = "select map {date '2025-01-31': 'nan'::double} as m, [[date '2025-02-28']] as l"
    result = run_limited(released, nested, LIMITS)
    assert result.rows == [[{"2025-01-31": "nan"}, [["2025-02-28"]]]]


def test_a_mistake_is_refused_with_a_way_out(released: Settings) -> None:
    refused = run_minerals(released, "sql", "select nope from marts.dim_mineral")
    assert refused.returncode == 2
    assert "nope" in refused.stderr
    assert "minerals dictionary" in refused.stderr


def test_the_dictionary_has_every_table_and_column(released: Settings) -> None:
    tables = json.loads(run_minerals(released, "dictionary", "--json").stdout)
    names = {row["table"] for row in tables}
    held = run_limited(
        released,
        "select table_name from information_schema.tables where table_schema = 'marts'",
        Limits(rows=1_000),
    )
    assert names == {row[0] for row in held.rows}
    columns = json.loads(run_minerals(released, "dictionary", "fct_reserves", "--json").stdout)
    assert {"quantity_tonnes": "tonnes"}.items() <= {
        c["column"]: c["unit"] for c in columns
    }.items()
    shares = json.loads(run_minerals(released, "dictionary", "share_pct", "--json").stdout)
    assert len({row["table"] for row in shares}) > 3
    refused = run_minerals(released, "dictionary", "shar_pct")
    assert "share_pct" in refused.stderr


def test_an_answer_without_rows_still_has_its_columns_in_csv(released: Settings) -> None:
    query = "select year, country_id, year from marts.fct_production where false"
    finished = run_minerals(released, "sql", query, "--csv")
    assert (finished.returncode, finished.stderr) == (0, "")
    header = finished.stdout.splitlines()[0].split(",")
    assert header[:2] == ["year", "country_id"]
    assert finished.stdout.count("\n") == 1
