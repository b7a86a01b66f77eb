"""The queries that the documentation shows, run on the released file, with the answers it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.copies.site import queries
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

DOCUMENT = PROJECT_ROOT / "dbt_project" / "docs" / "policy_queries.md"
QUERIES = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
            "ninth", "tenth", "eleventh", "twelfth")  # fmt: skip


@pytest.fixture(scope="module")
def marts(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_served(released) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_first_agreement_in_central_asia(marts: duckdb.DuckDBPyConnection) -> None:
    agreements = rows(marts, QUERIES[0])
    claimed = next(
        a for a in agreements if a["partner"] == "United States" and a["country"] == "Kazakhstan"
    )
    assert str(claimed["signed"]) == "2025-11-06"
    assert claimed["place"] > 1
    assert claimed["place_in_scope"] > 1
    assert claimed["place_of_partner"] > 1
    text = DOCUMENT.read_text()
    assert f"the {ORDINALS[claimed['place']]} agreement of the register" in text
    assert f"it is the {ORDINALS[claimed['place_of_partner']]}:" in text


def test_cobalt_under_an_export_quota(marts: duckdb.DuckDBPyConnection) -> None:
    answers = rows(marts, QUERIES[1])
    assert {a["mineral_id"] for a in answers} == {"cobalt"}
    newest = answers[0]
    assert newest["at_least_pct"] < newest["under_control_pct"] < newest["at_most_pct"]
    assert 65 < newest["under_control_pct"] < 80
    text = " ".join(DOCUMENT.read_text().split())
    assert (
        f"In {newest['year']} {newest['under_control_pct']}% of mined cobalt "
        f"({newest['at_least_pct']} to {newest['at_most_pct']}%" in text
    )


def test_who_else_sells_what_the_united_kingdom_buys(marts: duckdb.DuckDBPyConnection) -> None:
    sellers = rows(marts, QUERIES[2])
    assert {seller["mineral_id"] for seller in sellers} == {"tungsten"}
    assert len({seller["trade_level"] for seller in sellers}) > 1
    for seller in sellers:
        assert 0 <= seller["exports_min_usd"] <= seller["exports_max_usd"]
        assert seller["uk_imports_usd"] > 0
        assert seller["country_id"] not in (seller["leader_id"], "GBR")
    ore = [seller for seller in sellers if seller["trade_level"] == "ore"]
    sold = marts.execute(
        "select value_usd from marts.fct_trade_exporter where hs_code = '261100' and year = ?"
        " and country_id = ?",
        [ore[0]["year"], ore[0]["country_id"]],
    ).fetchone()
    assert sold == (ore[0]["exports_min_usd"],)


def test_the_page_of_a_mineral_asks_the_same(marts: duckdb.DuckDBPyConnection) -> None:
    shown = queries.text("replacements", mineral_id="tungsten")
    assert rows(marts, shown) == rows(marts, QUERIES[2])


def document_text() -> str:
    return " ".join(DOCUMENT.read_text().split())


def test_refined_cobalt_of_the_g7(marts: duckdb.DuckDBPyConnection) -> None:
    (answer,) = rows(marts, QUERIES[3])
    assert answer["at_least_pct"] < answer["share_pct"] < answer["at_most_pct"]
    assert answer["excludes"] is None
    assert answer["named_members"] < answer["member_count"] == 7
    assert (
        f"Of {answer['year']}, by the one source that counts it, {answer['share_pct']}%: at least "
        f"{answer['at_least_pct']}, at most {answer['at_most_pct']}%" in document_text()
    )


def test_largest_miner_and_largest_refiner_of_each_line(marts: duckdb.DuckDBPyConnection) -> None:
    lines = rows(marts, QUERIES[4])
    same = [line for line in lines if line["is_the_same"]]
    other = [line["line"] for line in lines if line["is_the_same"] is False]
    unknown = [line["line"] for line in lines if line["is_the_same"] is None]
    assert len(lines) == 60
    assert other == ["Aluminum", "Cobalt", "Copper", "Lithium"]
    assert {line["figures_of"] for line in same} == {"nickel", "titanium", "rare_earths"}
    assert all(line["is_certain"] for line in same)
    assert "Graphite" in unknown
    assert (
        f"Of the 60 lines {len(same) + len(other)} have figures of both steps." in document_text()
    )
    assert f"Of {len(same)} of them" in document_text()
    assert f"Of the other {len(unknown)} one step or both" in document_text()


def test_idle_capacity_against_the_gap(marts: duckdb.DuckDBPyConnection) -> None:
    answers = rows(marts, QUERIES[5])
    newest = {a["mineral_id"]: a for a in answers if a["year"] == answers[0]["year"]}
    assert {m for m, a in newest.items() if a["is_covered"] is False} == {"gallium", "magnesium"}
    assert {m for m, a in newest.items() if a["is_covered"]} == {"indium"}
    assert {m for m, a in newest.items() if a["is_covered"] is None} == {
        "aluminium",
        "tellurium",
        "titanium",
    }
    for answer in answers:
        assert answer["gap_at_least"] <= answer["gap_tonnes"] <= answer["gap_at_most"]
        assert answer["idle_at_least"] <= answer["idle_tonnes"] <= answer["idle_at_most"]


def test_mine_and_processing_step_of_nine_minerals(marts: duckdb.DuckDBPyConnection) -> None:
    answers = {answer["line"]: answer for answer in rows(marts, QUERIES[6])}
    assert len(answers) == 9
    assert all(answer["is_as_published"] for answer in answers.values())
    assert all(answer["mined_row"] > 1 < answer["processed_row"] for answer in answers.values())
    modelled = {line for line, a in answers.items() if a["processed_edition"].startswith("iea")}
    assert modelled == {"cobalt", "graphite", "lithium", "nickel", "rare earths"}
    assert [line for line, a in answers.items() if a["processor"] != "CHN"] == ["nickel"]
    assert sum(a["miner"] == a["processor"] for a in answers.values()) == 4
