"""`minerals trade`: exporters and sources, exports of a country, what is in no file here."""

from __future__ import annotations

import json
from typing import Any

from orchestration.settings import Settings
from tests.conftest import run_minerals

WRONG_USAGE = 2


def test_a_mineral_shows_who_sells_it_and_which_codes_are_in_no_file(released: Settings) -> None:
    text = run_minerals(released, "trade", "copper", COLUMNS="100").stdout
    first = next(line for line in text.splitlines() if line.startswith("HS92 260300"))
    assert "Chile" in first
    cathode = next(line for line in text.splitlines() if line.startswith("HS17 740311"))
    assert "Congo (Kinshasa)" in cathode
    # what one edition of the codes holds is in a file, whatever another holds
    assert "in no file here: refined 740312, 740313" in text
    assert "in no file here: ore" not in text
    assert max(map(len, text.splitlines())) <= 100
    rows = json.loads(run_minerals(released, "trade", "copper", "--json").stdout)
    for hs in ("HS17", "HS92"):
        places = [row["rank_value"] for row in rows if row["hs_edition"] == hs]
        assert places == [1, 2, 3, 4, 5]


def test_a_program_gets_each_part_that_a_person_sees(released: Settings) -> None:
    def part(name: str) -> list[dict[str, Any]]:
        text = run_minerals(released, "trade", "copper", "--part", name, "--json").stdout
        rows: list[dict[str, Any]] = json.loads(text)
        return rows

    assert {row["importer_id"] for row in part("origins")} == {"eu", "GBR", "USA"}
    assert {row["cap_pct"] for row in part("limit")} == {60.0}
    assert "740312" in {row["trade_level"]: row["codes"] for row in part("absent")}["refined"]
    for mistyped in (["copper", "--part", "imports"], ["kazakhstan", "--part", "origins"]):
        refused = run_minerals(released, "trade", *mistyped, "--json")
        assert refused.returncode == WRONG_USAGE
        assert refused.stdout == ""


def test_codes_in_no_file_are_an_answer_where_no_code_of_a_mineral_is_held(
    released: Settings,
) -> None:
    asked = run_minerals(released, "trade", "iodine", "--part", "absent", "--json")
    assert json.loads(asked.stdout) == [{"trade_level": "refined", "codes": "280120"}]
    refused = run_minerals(released, "trade", "iodine", "--json")
    assert refused.returncode == WRONG_USAGE
    assert "280120" in refused.stderr


def test_goods_that_are_held_by_another_code_are_not_said_to_be_missing(released: Settings) -> None:
    """Cobalt metal is 810510 in HS92, which is held, and 810520 in HS17, which is not."""
    text = run_minerals(released, "trade", "cobalt").stdout
    assert "in no file here: ore 260500" in text
    assert "810520" not in text
    assert "282739" not in text


def test_a_country_shows_its_places_in_the_year_asked(released: Settings) -> None:
    rows = json.loads(
        run_minerals(released, "trade", "kazakhstan", "--year", "2022", "--json").stdout
    )
    places = {row["hs_code"]: row["rank_value"] for row in rows}
    assert (places["260300"], places["260800"], places["811211"]) == (11, 10, 1)
    shown = run_minerals(released, "show", "kazakhstan").stdout
    assert "Exports of which it is among the first 10" in " ".join(shown.split())


def test_what_is_in_no_file_is_said_with_its_codes(released: Settings) -> None:
    refused = run_minerals(released, "trade", "bromine")
    assert refused.returncode == WRONG_USAGE
    assert "No trade of Bromine is held" in refused.stderr
    assert "minerals refresh --live" in " ".join(refused.stderr.split())
