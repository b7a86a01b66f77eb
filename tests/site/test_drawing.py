"""The scripts draw with the pages' own numbers, and so as the pages do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pytest

from orchestration.copies.site import figures
from orchestration.copies.site.colours import COLOURS
from orchestration.copies.site.engine import Sizes
from orchestration.copies.site.labels import load_labels
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.explore_first import LARGEST
from orchestration.copies.site.pages.query import query_data
from tests.conftest import PROJECT_ROOT

SCRIPTS = PROJECT_ROOT / "orchestration" / "copies" / "site" / "static"
GIVEN = figures.drawing()
DISTINCT = ("cap", "not_attributed", "longest", "per_letter", "above_bars", "above_lines")


def explored(site: Path) -> dict[str, Any]:
    text = (site / "assets" / "explore-data.js").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text[len("window.EXPLORE = ") : -2]))


@pytest.mark.parametrize("script", ["explore.js", "query.js"])
def test_a_script_writes_no_number_that_it_is_given(script: str) -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", (SCRIPTS / script).read_text("utf-8"), flags=re.DOTALL)
    written = set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", code))
    assert "1" in written, "the numbers of the script were not found"
    assert {str(GIVEN[name]) for name in DISTINCT} & written == set()
    assert ", ".join(map(str, GIVEN["steps"])) not in code


def test_the_page_of_queries_is_given_the_numbers_of_the_pages() -> None:
    context = SimpleNamespace(facts=SimpleNamespace(rows={"editions": []}), say=load_labels())
    handed = query_data(cast(Context, context), Sizes(released=1, engine=1))
    assert handed["drawing"] == GIVEN


def test_the_explorer_is_given_the_numbers_of_the_pages(site: Path) -> None:
    given = {**GIVEN, "steps": list(GIVEN["steps"]), "palette": COLOURS, "largest": LARGEST}
    assert explored(site)["drawing"] == given


DRAWN = """
async () => {
  const { view } = await document.querySelector("#x0").drawing;
  return [view.signal("top"), view.signal("room"), view.data("lines").map(line => line.at)];
}
"""


CROSSED = """
async () => {
  const { view } = await document.querySelector("#x0").drawing;
  const all = (selector) => [...document.querySelectorAll(`#x0 ${selector}`)];
  const boxes = (selector) => all(selector).map(mark => mark.getBoundingClientRect());
  const [cap] = boxes(".mark-rule line[stroke-dasharray]");
  const numbers = boxes(".mark-text.role-mark text");
  const isCrossed = (box) => box.left < cap.right && box.right > cap.left;
  return [numbers.length, numbers.filter(isCrossed).length];
}
"""


def test_the_explorer_draws_the_cap_where_the_page_does(
    chromium: Any, site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    """Of a table whose longest bar ends below the cap while its scale ends above it."""
    seen = 0
    page = chromium.new_page()
    for path in sorted((site / "minerals").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        found = re.search(r'<script type="application/json" id="charts">(.*?)</script>', text, re.S)
        for chart in json.loads(found.group(1)) if found else []:
            if not chart["id"].endswith("-bars"):
                continue
            longest = max(bar["end"] for bar in chart["data"]["rows"])
            if not GIVEN["cap"] / GIVEN["above_bars"] <= longest < GIVEN["cap"]:
                continue
            panel = text[text.index(f'id="{chart["id"].removesuffix("-bars")}"') :]
            (table,) = re.findall(r"show=share[^\"]*tables=([\w.]+)", panel)[:1]
            page.goto("about:blank")
            address = (site / "explore.html").as_uri()
            page.goto(f"{address}#show=share&as=bars&tables={table}")
            page.wait_for_selector("html[data-explored]")
            top, room, lines = page.evaluate(DRAWN)
            signals = chart["signals"]
            assert [top, room] == [pytest.approx(signals["top"]), pytest.approx(signals["room"])]
            assert lines == [line["at"] for line in chart["data"]["lines"]] == [GIVEN["cap"]]
            numbers, crossed = page.evaluate(CROSSED)
            assert numbers == len(chart["data"]["rows"])
            assert crossed == 0, address
            seen += 1
    page.close()
    assert seen
