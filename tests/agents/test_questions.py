"""A hundred questions to the server; what it answers is what SQL finds by another way."""

from __future__ import annotations

from collections import Counter
from typing import Any

import duckdb
import pytest

from tests.agents.conftest import Answers, Ask
from tests.agents.questions import ANSWERED, REFUSED, Question, Refused

WITH_FIGURES = [n for n, each in enumerate(ANSWERED) if each.tool != "find_name"]


@pytest.fixture(scope="module")
def answers(ask: Ask) -> Answers:
    return ask([(question.tool, question.args) for question in [*ANSWERED, *REFUSED]])


def test_there_are_a_hundred_and_a_third_may_not_be_answered() -> None:
    assert len(ANSWERED) + len(REFUSED) >= 100
    assert len(REFUSED) >= 30
    texts = [question.text for question in [*ANSWERED, *REFUSED]]
    assert len(set(texts)) == len(texts)


def plain(value: Any) -> Any:
    return f"{value:.6g}" if isinstance(value, float | int) and value is not True else value


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("number", range(len(ANSWERED)), ids=lambda n: ANSWERED[n].text)
def test_the_answer_is_what_the_tables_say(
    number: int, answers: Answers, release: duckdb.DuckDBPyConnection
) -> None:
    question: Question = ANSWERED[number]
    answer = answers[number]
    assert answer["is_answered"], answer["refusal"]
    expected = rows_of(release, question.sql)
    assert expected
    names = list(expected[0])
    about = [row for row in answer["rows"] if question.of.items() <= row.items()]
    given = Counter(tuple(plain(row[name]) for name in names) for row in about)
    assert given == Counter(tuple(plain(row[name]) for name in names) for row in expected)


@pytest.mark.parametrize("number", WITH_FIGURES, ids=lambda n: ANSWERED[n].text)
def test_every_number_has_edition_source_row_and_licence(number: int, answers: Answers) -> None:
    answer = answers[number]
    assert answer["rows"]
    assert answer["release_id"]
    editions = {source["edition_id"] for source in answer["sources"]}
    sourced = 0
    for row in answer["rows"]:
        if is_unknown(row):
            continue
        assert place_of(row), row
        if "source_url" not in row:
            named = {v for k, v in row.items() if k.endswith("edition_id") and v}
            assert named <= editions, row
        sourced += 1
    assert sourced or all(map(is_unknown, answer["rows"]))
    assert all(source["licence"] for source in answer["sources"])


def is_unknown(row: dict[str, Any]) -> bool:
    """A row that says what nobody knows, or what nothing measures: it has no number."""
    return row.get("verdict") == "not_measurable" or row.get("is_produced", "") is None


def place_of(row: dict[str, Any]) -> object:
    """Where a row is printed: a row, rows, what rows of trade have in common, or a page."""
    names = ("source_row", "source_rows", "source_key", "source_url", "to_source_row")
    return next((row[name] for name in names if row.get(name)), row.get("from_source_row"))


BOUNDS = {
    "share_pct": ("share_min_pct", "share_max_pct"),
    "hhi": ("hhi_min", "hhi_max"),
    "nir_pct": ("nir_min_pct", "nir_max_pct"),
    "quantity_tonnes": ("quantity_min_tonnes", "quantity_max_tonnes"),
}


def test_bounds_stand_beside_what_they_bound(answers: Answers) -> None:
    seen: Counter[str] = Counter()
    for answer in answers:
        for row in answer["rows"]:
            for name, (low, high) in BOUNDS.items():
                if row.get(name) is not None and low in row:
                    assert row[low] - 1e-6 <= row[name] <= row[high] + 1e-6, row
                    seen[name] += 1
    assert set(seen) == set(BOUNDS)


@pytest.mark.parametrize("number", range(len(REFUSED)), ids=lambda n: REFUSED[n].text)
def test_what_is_not_held_is_refused_with_what_it_would_take(
    number: int, answers: Answers, release: duckdb.DuckDBPyConnection
) -> None:
    question: Refused = REFUSED[number]
    answer = answers[len(ANSWERED) + number]
    ((found,),) = release.execute(question.sql).fetchall()
    assert (found >= question.found) if question.found else (found == 0)
    assert answer["is_answered"] is False
    assert answer["rows"] == []
    assert answer["sources"] == []
    refusal = answer["refusal"]
    assert question.says in " ".join(refusal.values()), refusal
    assert refusal["reason"]
    assert refusal["needed"]


def test_a_name_that_is_not_whole_is_said_to_be_read_as_another(ask: Ask) -> None:
    """Who asks about Mars has to hear of the Marshall Islands, whatever the answer is."""
    mars, gallium, whole = ask(
        [
            ("production_shares", {"mineral": "lithium", "country": "Mars"}),
            ("concentration", {"mineral": "galliu"}),
            ("concentration", {"mineral": "gallium"}),
        ]
    )
    assert not mars["is_answered"]
    assert mars["notes"] == []
    assert "Marshall Islands" in " ".join(mars["refusal"].values())
    assert gallium["is_answered"]
    assert gallium["notes"][0] == "'galliu' is no whole name; it was read as Gallium"
    assert whole["rows"] == gallium["rows"]
    assert not [note for note in whole["notes"] if "whole name" in note]
