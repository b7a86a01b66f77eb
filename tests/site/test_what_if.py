"""What if: the page's computation and its query give the same numbers, for any setting."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
import pytest

from orchestration.copies.answers.what_if import what_if
from orchestration.copies.file.served import Served
from orchestration.ground.errors import AskedError
from orchestration.settings import Settings

SETTINGS = 20
MINERALS = ("cobalt", "gallium", "aluminium", "rare_earths", "lithium")


@pytest.fixture(scope="module")
def tab(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    yield page
    context.close()
    assert complaints == []


def open_setting(tab: Any, site: Path, mineral: str, setting: dict[str, Any]) -> None:
    tab.goto("about:blank")  # or only the part behind # is another
    tab.goto(f"{(site / 'minerals' / mineral).as_uri()}.html#{urlencode(setting)}")
    tab.wait_for_selector("html[data-ready] #if-answer[data-above]", state="attached")


def given(site: Path, mineral: str) -> list[Any]:
    text = (site / "minerals" / f"{mineral}.html").read_text(encoding="utf-8")
    body = text.split('id="if-given">')[1].split("</script>")[0]
    tables: list[Any] = json.loads(body)["tables"]
    return tables


ROWS = """
rows => rows.map(row => ({
  id: row.dataset.country, share: row.cells[3].dataset.v,
  drawn: [...row.querySelectorAll(".strip i")].map(mark => mark.style.left)[0],
  range: row.cells[4].textContent,
}))
"""


def test_the_page_computes_what_its_query_and_the_answer_give(
    tab: Any, site: Path, released: Settings, served: duckdb.DuckDBPyConnection
) -> None:
    chance = random.Random(60)  # noqa: S311 - settings, no secrets
    open_tables = 0
    with Served(released) as answers:
        for turn in range(SETTINGS):
            mineral = MINERALS[turn % len(MINERALS)]
            table = chance.choice(given(site, mineral))
            stops, grows = chance.sample([row[0] for row in table["rows"]], 2)
            by, more = chance.randrange(0, 101, 5), chance.randrange(0, 401, 10)
            setting = {"if": table["id"], "stops": stops, "by": by, "grows": grows, "with": more}
            open_setting(tab, site, mineral, setting)
            shown = {row["id"]: row for row in tab.locator("#if-rows tbody tr").evaluate_all(ROWS)}
            asked = tab.locator("#what-if ~ .js-only .sql code").text_content()
            rows = served.execute(asked).df().to_dict("records")
            expected = what_if(answers, table["id"], stops, by, grows, more)
            assert len(rows) == len(expected) == len(table["rows"])
            assert shown
            for row, said in zip(rows, expected, strict=True):
                assert row["country_id"] == said["country_id"]
                assert row["share_after_min_pct"] == pytest.approx(said["share_after_min_pct"])
                if row["country_id"] not in shown:
                    assert row["share_after_max_pct"] == pytest.approx(0)
                    continue
                cell = shown[row["country_id"]]
                if (
                    row["share_after_pct"] is None
                    or row["share_after_pct"] != row["share_after_pct"]
                ):
                    assert cell["share"] == ""
                    open_tables += 1
                else:
                    assert float(cell["share"]) == pytest.approx(row["share_after_pct"], abs=1e-6)
                low, high = (float(end) for end in cell["range"].split("–"))
                assert low == pytest.approx(row["share_after_min_pct"], abs=0.051)
                assert high == pytest.approx(row["share_after_max_pct"], abs=0.051)
            above = {None: "null", True: "true", False: "false"}[expected[0]["is_above_cap"]]
            assert tab.locator("#if-answer").get_attribute("data-above") == above
    assert open_tables, "a country that is withheld stays a range"


def test_without_a_change_the_shares_are_those_of_the_release(
    site: Path, released: Settings
) -> None:
    table = given(site, "cobalt")[0]
    with Served(released) as answers:
        rows = what_if(answers, table["id"], "COD", 0, "IDN", 0)
        with pytest.raises(AskedError, match="ATA"):
            what_if(answers, table["id"], "ATA", 50, "IDN", 0)
    assert len(rows) > 8
    for row in rows:
        assert row["share_after_pct"] == pytest.approx(row["share_pct"])
        assert row["share_after_min_pct"] == pytest.approx(row["share_min_pct"])
        assert row["share_after_max_pct"] == pytest.approx(row["share_max_pct"])


def test_a_setting_moved_by_keyboard_is_in_the_address_and_opens_elsewhere(
    tab: Any, site: Path, chromium: Any
) -> None:
    open_setting(tab, site, "cobalt", {})
    tab.locator("#if-by").focus()
    tab.keyboard.press("End")
    tab.locator("#if-grows").select_option("AUS")
    text = tab.locator("#if-answer").inner_text()
    assert "by=100" in tab.url
    assert "grows=AUS" in tab.url
    elsewhere = chromium.new_context()
    page = elsewhere.new_page()
    page.goto(tab.url)
    page.wait_for_selector("#if-answer[data-above]", state="attached")
    assert page.locator("#if-answer").inner_text() == text
    assert page.locator("#if-by").input_value() == "100"
    elsewhere.close()
