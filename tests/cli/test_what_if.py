"""`minerals what-if`: its answer is that of its query; who is withheld stays a range."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from orchestration.cli.app import app
from orchestration.cli.spoken import VARIABLE
from orchestration.copies.answers.what_if import TABLES
from orchestration.copies.file.hardened import open_served
from orchestration.settings import Settings, get_settings
from tests.conftest import environment_of

Asked = Callable[..., str]


@pytest.fixture
def asked(released: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """What the command prints on the release."""
    for name, value in environment_of(released).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(VARIABLE, "en")
    get_settings.cache_clear()

    def ask(*args: str, code: int = 0) -> str:
        finished = CliRunner().invoke(app, ["what-if", *args])
        assert finished.exit_code == code, finished.output
        return finished.stdout

    yield ask
    get_settings.cache_clear()


@pytest.mark.parametrize(
    "setting",
    [
        ("cobalt",),
        ("cobalt", "--table", "Refinery IEA", "--stops", "china", "--by", "100"),
        ("lithium", "--stops", "australia", "--by", "30", "--grows", "chile", "--with", "50"),
        ("lithium", "--stops", "australia", "--grows", "usa", "--with", "10"),
    ],
    ids=" ".join,
)
def test_an_answer_is_what_its_query_gives(
    asked: Asked, released: Settings, setting: tuple[str, ...]
) -> None:
    rows: list[dict[str, Any]] = json.loads(asked(*setting, "--json"))
    lines = list(csv.DictReader(io.StringIO(asked(*setting, "--csv"))))
    with open_served(released) as served:
        found = served.execute(asked(*setting, "--sql"))
        columns = [column[0] for column in found.description]
        wanted = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    assert len(rows) == len(wanted) == len(lines) > 3
    assert [{name: row[name] for name in columns} for row in rows] == wanted
    assert [line["country_id"] for line in lines] == [row["country_id"] for row in rows]
    moved = {rows[0]["stops"]} | ({rows[0]["grows"]} if rows[0]["grow_pct"] else set())
    is_open = any(row["share_pct"] is None for row in rows if row["country_id"] in moved)
    for row in rows:
        has_point = row["share_after_pct"] is not None
        assert has_point == (row["share_pct"] is not None and not is_open)
        assert row["share_after_min_pct"] <= row["share_after_max_pct"]
        if has_point:
            assert (
                row["share_after_min_pct"] <= row["share_after_pct"] <= row["share_after_max_pct"]
            )
    assert is_open == ("usa" in setting), "the United States' lithium is withheld"


def test_a_withheld_country_is_a_range_in_every_language(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = ("lithium", "--stops", "australia", "--grows", "usa", "--with", "10")
    for language, unknown in (("en", "unknown"), ("ru", "неизвестно"), ("kk", "белгісіз")):
        monkeypatch.setenv(VARIABLE, language)
        text = asked(*setting)
        assert text.count(unknown) > 8, text


def test_what_cannot_be_asked_is_refused(asked: Asked) -> None:
    asked("cobalt", "--stops", "china", "--grows", "china", "--with", "5", code=1)
    asked("cobalt", "--table", "plant", code=1)
    asked("argon", code=1)
    asked("cobalt", "--stops", "antarctica", code=1)
    assert asked("cobalt", "--stops", "antarctica", "--sql", code=1) == ""
    asked("cobalt", "--by", "101", code=2)


def test_the_first_table_stands_for_the_mineral(released: Settings) -> None:
    with open_served(released) as served:
        for mineral in ("cobalt", "gallium", "rare_earths"):
            tables = served.execute(TABLES, {"mineral": mineral}).fetchall()
            assert [table[-1] for table in tables][:1] == [True], mineral


def test_open_is_said_where_the_figures_leave_it_open(asked: Asked) -> None:
    assert {row["is_above_cap"] for row in json.loads(asked("lithium", "--json"))} == {None}
    assert "leave open" in asked("lithium"), "the United States could make more than 60%"


@pytest.mark.parametrize(
    ("name", "stage", "form"),
    [
        ("pig iron", "smelter", "pig_iron"),
        ("alumina", "refinery", "alumina"),
        ("bauxite", "mine", "bauxite"),
    ],
)
def test_a_product_is_asked_of_its_own_table(
    asked: Asked, name: str, stage: str, form: str
) -> None:
    rows = json.loads(asked(name, "--json"))
    assert {(row["stage"], row["form"]) for row in rows} == {(stage, form)}
