"""The way out of a refusal works, and its facts are right."""

from __future__ import annotations

import shlex

import pytest

from orchestration.cli.around import retyped
from orchestration.ground.errors import ChoiceError
from orchestration.settings import Settings
from tests.conftest import run_minerals


@pytest.mark.parametrize(
    ("args", "typed", "again"),
    [
        ("compare congo peru", "congo", "compare COG peru"),
        ("compare peru congo --json", "congo", "compare peru COG --json"),
        ("what-if cobalt --stops congo --by 100", "congo", "what-if cobalt --stops COG --by 100"),
        ("what-if cobalt --stops=congo --by 100", "congo", "what-if cobalt --stops=COG --by 100"),
        ("show rare earths --year 2021", "rare earths", "show COG --year 2021"),
        ("show 'rare earths'", "rare earths", "show COG"),
        ("show rare --year 2021 earths", "rare earths", ""),
        ("watchlist", "us_2025", ""),
    ],
)
def test_a_choice_is_the_command_as_it_was_typed_with_one_name_for_another(
    args: str, typed: str, again: str
) -> None:
    error = ChoiceError("may mean several things", typed=typed, choice="COG")
    assert retyped(shlex.split(args), error) == again


@pytest.mark.parametrize(
    "typed",
    [
        "show congo",
        "compare congo chile --json",
        "what-if cobalt --by 100 --stops congo --sql",
        "watchlist uk --csv",
        "cap --list uk",
    ],
)
def test_a_choice_is_a_command(released: Settings, typed: str) -> None:
    refused = run_minerals(released, *typed.split())
    assert refused.returncode == 2
    again = shlex.split(refused.stderr.partition("choose one: minerals ")[2])
    chosen = run_minerals(released, *again)
    # what was chosen may have no figures, which is another answer
    assert "Usage" not in chosen.stderr
    assert "may mean" not in chosen.stderr
    assert len(again) == len(typed.split())


@pytest.mark.parametrize("name", ["kazakhstan", "copper"])
def test_no_archive_is_said_to_bring_exporters_of_years_that_none_are_kept_of(
    released: Settings, name: str
) -> None:
    refused = run_minerals(released, "trade", name, "--year", "2010")
    assert refused.returncode == 2
    assert "exporters are kept from 2015 on" in refused.stderr
    assert "from 1995 on" in refused.stderr
    assert "drop" not in refused.stderr
    way_out = refused.stderr.partition("way out: minerals ")[2]
    assert run_minerals(released, *shlex.split(way_out)).returncode == 0
    later = run_minerals(released, "trade", name, "--year", "2090")
    assert "warehouse/drop" in later.stderr


@pytest.mark.parametrize(
    "typed",
    [
        "reserves lithium --edition foo",
        "show cobalt --edition foo",
        "revisions foo usgs_mcs_2026",
        "revisions usgs_mcs_2025 foo --mineral cobalt",
    ],
)
def test_an_edition_that_there_is_not_prints_nothing_of_any_mineral(
    released: Settings, typed: str
) -> None:
    refused = run_minerals(released, *typed.split())
    assert refused.returncode == 2
    assert "There is no edition 'foo'" in refused.stderr
    assert "usgs_mcs_2025, usgs_mcs_2026" in refused.stderr


@pytest.mark.parametrize("typed", ["show cobalt --edition", "reserves lithium --edition"])
def test_the_case_of_an_edition_does_not_matter(released: Settings, typed: str) -> None:
    answers = [
        run_minerals(released, *typed.split(), edition, "--json").stdout
        for edition in ("usgs_mcs_2025", "USGS_MCS_2025")
    ]
    assert len(answers[0]) > 100
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("typed", "said", "unsaid"),
    [
        ("show qqqqqq", 'minerals sql "select name from marts.dim_name"', ""),
        ("show thorium", "No source held here prints any production of Thorium", "within"),
        ("show iridium", "No source held here prints any production of Iridium", "rare earths"),
        ("show yttrium", "within Rare earths", "platinum"),
        ("show bauxite --stage refinery", "No production of Aluminium, form bauxite", ""),
        ("trade tin --part foo --json", "minerals trade tin --part", "cobalt"),
    ],
)
def test_a_refusal_is_of_what_was_asked(
    released: Settings, typed: str, said: str, unsaid: str
) -> None:
    refused = run_minerals(released, *typed.split())
    assert refused.returncode == 2
    assert said in refused.stderr
    assert not unsaid or unsaid not in refused.stderr


def test_the_commands_that_refusals_name_answer(released: Settings) -> None:
    for words in ("sql 'select name from marts.dim_name'", "show rare earths"):
        assert run_minerals(released, *shlex.split(words)).returncode == 0
