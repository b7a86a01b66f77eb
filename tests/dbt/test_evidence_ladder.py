"""The evidence ladder over the whole build: hubs, counts, and where its registers come from.

Belongs here: properties of all lines and countries.
Does not belong here: the rules on small rows (unit tests beside the models).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import PROJECT_ROOT

pytestmark = pytest.mark.slow

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds" / "evidence"
HUBS = {"ARE", "BEL", "CHE", "HKG", "NLD", "SGP"}
# Names in notes that are not the names of dim_country.
IN_NOTES = {"KOR": "Republic of Korea", "TUR": "Turkey", "GBR": "United Kingdom"}


@pytest.fixture(scope="module")
def build(built_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        yield connection


def test_hubs_export_much_and_are_no_suppliers_by_it(build: duckdb.DuckDBPyConnection) -> None:
    exported = build.execute(
        "select country_id, count(*) from marts.fct_supply_evidence where unit = 'USD' group by all"
    ).fetchall()
    assert {country for country, rows in exported if rows > 20} >= HUBS
    assert not build.execute(
        "select country_id, list_id, member_as_printed from marts.fct_country_list_evidence"
        " where supply_grade = 'net_exports' and list_contains(?, country_id)",
        [sorted(HUBS)],
    ).fetchall()


def test_pellets_of_bought_ore_and_ore_of_neighbours_prove_no_mine(
    build: duckdb.DuckDBPyConnection,
) -> None:
    found = dict(
        build.execute(
            "select country_id || ' ' || mineral_id, max(finding = 'exports_pass_the_test')"
            " from marts.fct_supply_evidence where unit = 'USD' and stage = 'mine' and ("
            " (country_id, mineral_id) in (('BHR', 'iron'), ('COG', 'tin'), ('LUX', 'boron'),"
            " ('DEU', 'magnesite'), ('ITA', 'zinc'), ('MNG', 'copper'))) group by all"
        ).fetchall()
    )
    assert {pair for pair, passes in found.items() if passes} == {"MNG copper"}
    assert len(found) == 6


def test_coverage_counts_the_lines(build: duckdb.DuckDBPyConnection) -> None:
    counted, wrong = build.execute(
        """
        with lines as (
            select country_id, list_id, count(*) filter (can_supply) as yes,
                count(*) filter (can_supply is null) as unknown,
                count(*) filter (supply_grade in ('named_no_figure', 'state_statement')) as said
            from marts.fct_country_list_evidence
            group by all
        )
        select count(*), count(*) filter ((yes, unknown, said) is distinct from
            (can_supply_members, can_supply_unknown_members, only_said_members))
        from lines
        inner join marts.fct_country_list_coverage using (country_id, list_id)
        where is_latest_window and counting_rule = 'lines'
        """
    ).fetchall()[0]
    assert counted > 1500
    assert wrong == 0


def test_a_better_grade_never_stands_behind_a_worse(build: duckdb.DuckDBPyConnection) -> None:
    pairs, disordered = build.execute(
        """
        select count(*), count(*) filter (grade_no < before)
        from (
            select grade_no, lag(grade_no) over (
                partition by country_id, mineral_id order by evidence_rank) as before
            from marts.fct_supply_evidence inner join marts.dim_evidence_grade using (grade)
        )
        where before is not null
        """
    ).fetchall()[0]
    assert pairs > 2000
    assert disordered == 0


def test_notes_name_the_countries_of_the_register(
    build: duckdb.DuckDBPyConnection, publisher_files: Path
) -> None:
    path = publisher_files / "usgs" / "mcs2026" / "MCS2026_Commodities_Data.csv"
    with path.open(encoding="cp1252", newline="") as file:
        lines = list(csv.DictReader(file))
    names = dict(build.execute("select country_id, country_name from marts.dim_country").fetchall())
    with (SEEDS / "named_without_figure.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 30
    for row in rows:
        line = lines[int(row["source_row"]) - 2]
        notes = " ".join((line["Notes"] or "", line["Other notes"] or ""))
        name = IN_NOTES.get(row["country_id"], names[row["country_id"]])
        assert name in notes, (row, notes)
