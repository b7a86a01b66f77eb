"""Names as people type them, numbers as people read them, settings that cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.cli.output import tonnes
from orchestration.settings import Settings
from tests.conftest import new_warehouse, run_minerals

SHOWN = {
    "aluminum": ["Aluminium · mine, bauxite", "Aluminium · smelter"],
    "Turkey": ["Türkiye · newest figures"],
    "UK": ["United Kingdom · newest figures"],
    "REE": ["Rare earths · mine"],
    "rare earths": ["Rare earths · mine"],
    "PGM": [],
    "DRC": ["Congo (Kinshasa) · newest figures"],
    "KZ": ["Kazakhstan · newest figures"],
    "Казахстан": ["Kazakhstan · newest figures"],
    "уран": ["Uranium · mine"],
    "bauxite": ["Aluminium · mine, bauxite"],
    "steel": ["Iron · plant, raw_steel"],
}


@pytest.mark.parametrize("typed", [name for name, titles in SHOWN.items() if titles])
def test_any_name_is_shown(released: Settings, typed: str) -> None:
    finished = run_minerals(released, "show", *typed.split())
    assert finished.returncode == 0, finished.stderr
    for title in SHOWN[typed]:
        assert title in finished.stdout


def test_a_product_shows_its_own_table_alone(released: Settings) -> None:
    shown = run_minerals(released, "show", "bauxite", "--json")
    rows = json.loads(shown.stdout)
    assert {(row["mineral_id"], row["stage"], row["form"]) for row in rows} == {
        ("aluminium", "mine", "bauxite")
    }
    whole = json.loads(run_minerals(released, "show", "aluminium", "--json").stdout)
    assert len({(row["stage"], row["form"]) for row in whole}) > 1


def test_a_group_without_figures_of_its_own_is_found_all_the_same(released: Settings) -> None:
    refused = run_minerals(released, "show", "PGM")
    assert refused.returncode == 2
    assert "any production of Platinum-group metals" in refused.stderr


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("congo", ["COD (Congo (Kinshasa))", "COG (Congo (Brazzaville))"]),
        ("coltan", ["Tantalite (tantalum, mine)", "Pyrochlore (niobium, mine)"]),
    ],
)
def test_what_may_mean_several_things_is_refused_with_the_choices(
    released: Settings, typed: str, choices: list[str]
) -> None:
    refused = run_minerals(released, "show", typed)
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert f"'{typed}' may mean 2 things" in refused.stderr
    for choice in choices:
        assert choice in refused.stderr
    assert "choose one: minerals show " in refused.stderr


def test_a_group_of_countries_leads_to_its_members(released: Settings) -> None:
    refused = run_minerals(released, "show", "EU")
    assert refused.returncode == 2
    assert "European Union is a group of countries" in refused.stderr
    members = refused.stderr.split("members: ")[1].splitlines()[0].split(", ")
    assert "DEU" in members
    assert "GBR" not in members
    assert len(members) == 27


@pytest.mark.parametrize(
    ("typed", "way_out"), [("cobolt", "did you mean cobalt"), ("zzzz", "from marts.dim_name")]
)
def test_an_unknown_name_is_refused_with_a_hint(
    released: Settings, typed: str, way_out: str
) -> None:
    refused = run_minerals(released, "show", typed)
    assert refused.returncode == 2
    assert f"No mineral and no country is called '{typed}'" in refused.stderr
    assert way_out in refused.stderr


@pytest.mark.parametrize(
    ("typed", "what", "way_out"),
    [
        ("prices EU", "'EU' is European Union, a group of countries", "did you mean europium?"),
        ("reserves eu", "a group of countries", "a member of the group; did you mean europium?"),
        ("compare EU china", "'EU' is European Union, a group of countries", "a member"),
        ("reserves G7", "'G7' is G7, a group of countries", "name a member of the group"),
        ("what-if cobalt --stops EU", "a group of countries", "name a member of the group"),
        ("what-if EU", "a group of countries", "did you mean europium?"),
        ("cap kazakhstan", "'kazakhstan' is Kazakhstan, a country", "name a mineral"),
        ("outlook kazakhst", "'kazakhst' is Kazakhstan, a country", "name a mineral"),
    ],
)
def test_a_name_of_another_kind_is_refused_with_what_it_is(
    released: Settings, typed: str, what: str, way_out: str
) -> None:
    refused = run_minerals(released, *typed.split())
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert what in refused.stderr
    assert way_out in refused.stderr


@pytest.mark.parametrize("command", ["show", "prices"])
def test_iron_and_steel_are_not_silently_their_slag(released: Settings, command: str) -> None:
    refused = run_minerals(released, command, "iron", "and", "steel")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert "Raw steel (iron, plant)" in refused.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("prices steel", "shown for the whole mineral (Iron), not for Raw steel alone"),
        ("compare alumina copper", "shown for the whole mineral (Aluminium), not for Alumina"),
        ("trade alumina", "shown for the whole mineral (Aluminium), not for Alumina alone"),
    ],
)
def test_what_is_of_the_whole_mineral_is_not_passed_off_as_the_product(
    released: Settings, typed: str, said: str
) -> None:
    shown = run_minerals(released, *typed.split())
    assert shown.returncode == 0, shown.stderr
    assert said in " ".join(shown.stdout.split())


def test_two_products_are_not_one_and_capacity_is_of_the_product_alone(released: Settings) -> None:
    refused = run_minerals(released, "compare", "bauxite", "alumina")
    assert "bauxite and alumina are parts of one mineral, Aluminium" in refused.stderr
    assert run_minerals(released, "capacity", "alumina").returncode == 2, "smelters are not it"
    sponge = json.loads(run_minerals(released, "capacity", "sponge", "titanium", "--json").stdout)
    assert {(row["stage"], row["form"]) for row in sponge} == {("plant", "sponge")}


@pytest.mark.parametrize(
    ("typed", "list_id"),
    [("united states 2025", "us_2025"), ("2022 USA", "us_2022"), ("us_2018", "us_2018"),
     ("britain growth", "uk_growth_2025"), ("European Union", "eu_2023"), ("ЕС", "eu_2023")],
)  # fmt: skip
def test_a_list_is_found_by_any_name_of_its_place(
    released: Settings, typed: str, list_id: str
) -> None:
    shown = run_minerals(released, "list", *typed.split(), "--json")
    assert shown.returncode == 0, shown.stderr
    assert {row["list_id"] for row in json.loads(shown.stdout)} == {list_id}


def test_the_place_of_several_lists_is_a_choice_of_them(released: Settings) -> None:
    for command in (("watchlist", "usa"), ("cap", "--list", "USA")):
        refused = run_minerals(released, *command)
        assert refused.returncode == 2
        assert "may mean 3 lists" in refused.stderr
    unknown = run_minerals(released, "watchlist", "usa", "1999")
    assert "No list is called 'usa 1999'" in unknown.stderr


@pytest.mark.parametrize("command", ["prices", "account"])
def test_prices_and_accounts_name_their_mineral(released: Settings, command: str) -> None:
    shown = run_minerals(released, command, "Cu")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.lstrip().startswith("Copper")


@pytest.mark.parametrize(
    ("quantity", "text"),
    [(0.4, "0.4"), (3.2, "3.2"), (99.4, "99.4"), (230000.4, "230,000"), (1.7e9, "1,700,000,000")],
)
def test_small_quantities_keep_their_digits(quantity: float, text: str) -> None:
    assert tonnes(quantity) == text


def test_no_figure_of_a_large_producer_is_cut(released: Settings) -> None:
    shown = run_minerals(released, "show", "china").stdout
    assert "1,700,000,000 e" in shown
    assert max(len(line) for line in shown.splitlines()) <= 100


@pytest.mark.slow
def test_a_setting_that_cannot_be_is_named(tmp_path: Path) -> None:
    finished = run_minerals(new_warehouse(tmp_path / "w"), "status", MINERALS_LIVE="perhaps")
    assert finished.returncode == 2
    assert "MINERALS_LIVE" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.slow
def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings = new_warehouse(tmp_path / "w")
    finished = run_minerals(settings, "refresh", MINERALS_WAREHOUSE_DIR=str(tmp_path / "file"))
    assert finished.returncode == 2
    assert str(tmp_path / "file") in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.slow
def test_a_source_that_nobody_knows_is_no_failure_of_the_network(tmp_path: Path) -> None:
    finished = run_minerals(new_warehouse(tmp_path / "w"), "refresh", "--live", "--source", "nope")
    assert finished.returncode == 2
    assert "usgs_mcs" in finished.stderr
