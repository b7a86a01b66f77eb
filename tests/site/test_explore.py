"""The explorer in a real browser: its state is its address, its rows are the release's."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import duckdb
import pytest

from orchestration.copies.site.labels import load_labels
from orchestration.copies.site.pages.explore_first import written

COBALT = "cobalt.mine.all.usgs_mcs"
GALLIUM = "gallium.refinery.all.usgs_mcs"


@pytest.fixture
def tab(chromium: Any, site: Path) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda m: complaints.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    yield page
    context.close()
    assert complaints == []


def open_state(tab: Any, site: Path, state: str = "") -> Any:
    address = f"{(site / 'explore.html').as_uri()}{'#' + state if state else ''}"
    move(tab, lambda: tab.goto(address))
    return tab


def move(tab: Any, go: Callable[[], object]) -> None:
    """Go to another state and wait until it is drawn: the page hears of its address later."""
    tab.evaluate("delete document.documentElement.dataset.explored")
    go()
    tab.wait_for_selector("html[data-explored]")


def state_of(tab: Any) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(tab.url.partition("#")[2]).items()}


def downloaded(tab: Any, press: Any, count: int = 1) -> dict[str, str]:
    """Texts of what a click saves, by file name."""
    saved: list[Any] = []

    def keep(download: Any) -> None:
        saved.append(download)

    tab.on("download", keep)
    press()
    while len(saved) < count:
        tab.wait_for_timeout(50)
    tab.remove_listener("download", keep)
    return {d.suggested_filename: Path(d.path()).read_text(encoding="utf-8-sig") for d in saved}


def test_what_is_chosen_by_clicks_stands_in_the_address_and_opens_again(
    tab: Any, site: Path, chromium: Any
) -> None:
    open_state(tab, site)
    tab.get_by_label("Share of the world").check()
    tab.get_by_label("Mineral", exact=True).select_option("gallium")
    tab.get_by_label("Stage, form").select_option(GALLIUM)
    tab.get_by_role("button", name="Add").click()
    tab.get_by_role("button", name="Remove Cobalt: Refinery (IEA)").click()
    tab.get_by_label("Country", exact=True).select_option("CHN")
    tab.get_by_label("From", exact=True).select_option("2022")
    tab.get_by_label("bars").check()
    tab.wait_for_selector("html[data-explored]")
    state = state_of(tab)
    assert state == {
        "show": "share",
        "as": "bars",
        "tables": f"{COBALT},{GALLIUM}",
        "countries": "CHN",
        "years": "2022-",
    }
    parts = ("#x-charts", "#x-rows", "#x-tables", "#x-countries")
    seen = [tab.locator(part).inner_text() for part in parts]

    other = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    other.goto(tab.url)
    other.wait_for_selector("html[data-explored]")
    assert [other.locator(part).inner_text() for part in parts] == seen
    assert other.get_by_label("bars").is_checked()
    other.context.close()

    move(tab, tab.go_back)
    assert tab.get_by_label("lines").is_checked()


COUNT_LISTENERS = """
window.listening = 0;
for (const [name, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
  const own = window[name].bind(window);
  window[name] = (kind, ...rest) => {
    if (kind === "resize") listening += step;
    own(kind, ...rest);
  };
}
"""


def test_a_drawing_that_is_replaced_listens_no_more(tab: Any, site: Path) -> None:
    tab.add_init_script(COUNT_LISTENERS)
    open_state(tab, site, f"show=share&as=lines&tables={COBALT},{GALLIUM}")
    listening = tab.evaluate("listening")
    assert listening > 0
    for name in ("bars", "lines"):
        tab.get_by_label(name).check()
        tab.wait_for_selector("html[data-explored]")
    assert tab.evaluate("listening") == listening
    move(tab, tab.go_back)
    assert tab.get_by_label("bars").is_checked()
    assert tab.locator("#x-charts figure.bars").count() == 2


def test_rows_and_their_query_are_the_releases(
    tab: Any, site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    """The CSV holds the mart's values unrounded; the query beside it gives the same rows."""
    open_state(tab, site, f"show=share&as=lines&tables={COBALT},{GALLIUM}&years=2023-2024")
    files = downloaded(tab, tab.locator("#x-take [data-take=csv]").click, 2)
    rows = list(csv.DictReader(io.StringIO(files["explore.csv"])))
    query = tab.locator("#x-query").text_content()
    cursor = served.execute(query)
    names = [column[0] for column in cursor.description]
    queried = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert len(rows) == len(queried) > 20
    numbers = ("quantity_tonnes", "quantity_min_tonnes", "share_pct", "share_max_pct")
    for name in (*numbers, "source_row"):
        kept = sorted(float(row[name]) for row in rows if row[name])
        assert kept == sorted(float(row[name]) for row in queried if row[name] is not None), name
    note = json.loads(files["explore.json"])
    assert note["query"] == query
    assert {line["edition"] for line in note["licences"]} == {r["edition_id"] for r in queried}
    assert all(line["licence"] for line in note["licences"])
    assert note["address"] == tab.url


def test_a_small_number_is_no_zero(tab: Any, site: Path, served: duckdb.DuckDBPyConnection) -> None:
    (table,) = served.execute(
        "select concat_ws('.', mineral_id, stage, form, source_id) from marts.fct_production"
        " where share_pct > 0 and share_pct < 0.005 and is_latest_vintage order by all limit 1"
    ).fetchone()
    open_state(tab, site, f"show=share&as=table&tables={table}")
    cells = tab.locator("#x-rows td.num").evaluate_all(
        "cells => cells.map(cell => [Number(cell.dataset.v), cell.textContent])"
    )
    assert {text for value, text in cells if 0 < value < 0.005} == {"<0.01"}
    assert not [value for value, text in cells if value > 0 and text == "0"]


def test_an_index_comes_with_its_bounds(
    tab: Any, site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    open_state(tab, site, f"show=hhi&tables={COBALT}")
    rows = tab.locator("#x-rows tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.dataset.v))"
    )
    frame = served.execute(tab.locator("#x-query").text_content()).fetchdf()
    assert [float(row[3]) for row in rows] == list(frame.hhi)
    assert [float(row[4]) for row in rows] == list(frame.hhi_min)
    assert tab.get_by_label("map").is_disabled()


def test_what_is_withheld_is_dashed_or_a_gap_and_is_counted(
    tab: Any, site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    mineral, stage, form, country, country_name = served.execute(
        "select p.mineral_id, p.stage, p.form, p.country_id, c.country_name"
        " from marts.fct_production as p inner join marts.dim_country as c using (country_id)"
        " where p.value_status = 'withheld' and p.source_id = 'usgs_mcs' and p.is_latest_vintage"
        " order by all limit 1"
    ).fetchone()
    state = f"show=tonnes&tables={mineral}.{stage}.{form}.usgs_mcs&countries={country}"
    open_state(tab, site, state)
    assert "withheld or unknown" in tab.locator("#x0-alt").inner_text()
    assert country_name in tab.locator("#x-rows").inner_text()
    open_state(tab, site, f"show=tonnes&tables={COBALT}&countries=KAZ")
    absent = "The table has no row for Kazakhstan; that is not a zero."
    assert tab.locator("#x0-alt").inner_text() == absent
    open_state(tab, site, f"show=tonnes&by=country&tables={COBALT}&countries=KAZ,COD")
    assert tab.get_by_text(absent).is_visible()
    assert tab.locator("#x-charts .vis").count() == 1


def test_one_value_and_one_row_are_no_values_and_rows(
    tab: Any, site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    table, country, rows = served.execute(
        "select concat_ws('.', mineral_id, stage, form, source_id), country_id, count(*)"
        " from marts.fct_production where is_latest_vintage and source_id = 'usgs_mcs'"
        " and not country_id = 'OTHER' group by all"
        " having count(*) filter (quantity_tonnes is null) = 1 and count(*) > 2"
        " order by all limit 1"
    ).fetchone()
    state = f"show=tonnes&tables={table}&countries={country}"
    open_state(tab, site, state)
    assert "1 value is withheld or unknown" in tab.locator("#x0-alt").inner_text()
    assert tab.locator("#x-count").inner_text() == f"{rows} rows"


def test_a_link_to_what_is_not_held_says_so(tab: Any, site: Path) -> None:
    open_state(tab, site, f"show=worth&tables={COBALT},unobtainium.mine.all.x&countries=ATL")
    assert tab.get_by_role("alert").inner_text().startswith("This link asks for what")
    for name in ("worth", "unobtainium.mine.all.x", "ATL"):
        assert name in tab.get_by_role("alert").inner_text()
    assert tab.locator("#x-charts figure").count() == 1
    open_state(tab, site, "show=tonnes&tables=")
    assert tab.get_by_text("Nothing is chosen").is_visible()


@pytest.mark.parametrize("show_as", ["lines", "bars", "map"])
def test_every_sort_of_picture_is_drawn_and_taken_along(tab: Any, site: Path, show_as: str) -> None:
    open_state(tab, site, f"show=share&as={show_as}&tables={COBALT}")
    figure = tab.locator("figure.chart")
    assert figure.locator(".vis svg").count() == 1
    figure.get_by_text("Link, cite or download").click()
    press = figure.get_by_role("button", name="SVG").click
    ((name, svg),) = downloaded(tab, press).items()
    assert name.endswith(".svg")
    assert "USGS Mineral Commodity Summaries" in svg
    assert "var(--" not in svg
    with tab.expect_download() as saved:
        figure.get_by_role("button", name="PNG").click()
    assert Path(saved.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_figure_of_an_ordinary_page_has_a_link_a_line_to_cite_and_a_frame(
    tab: Any, site: Path, chromium: Any
) -> None:
    page = (site / "minerals" / "cobalt.html").as_uri()
    tab.goto(page)
    tab.wait_for_selector("html[data-ready]")
    figure = tab.locator("figure.chart:visible").first
    name = figure.get_attribute("id")
    figure.get_by_text("Link, cite or download").click()
    files = downloaded(tab, figure.get_by_role("button", name="CSV with its note").click, 2)
    note = json.loads(files[f"cobalt-{name}.json"])
    assert note["address"] == f"{page}#{name}"
    assert note["query"].startswith("select")
    assert "Congo (Kinshasa)" in files[f"cobalt-{name}.csv"]

    framed = chromium.new_context().new_page()
    framed.goto(f"{page}#embed={name}")
    framed.wait_for_selector("figure.chart .vis svg")
    assert framed.locator("h1").count() == 0
    assert framed.locator("header.site").is_hidden()
    framed.get_by_text("Link, cite or download").click()
    button = framed.get_by_role("button", name="CSV with its note")
    assert json.loads(downloaded(framed, button.click, 2)[f"cobalt-{name}.json"]) == note
    framed.context.close()


def test_a_link_to_a_figure_opens_the_table_it_stands_in(tab: Any, site: Path) -> None:
    tab.goto((site / "minerals" / "cobalt.html").as_uri() + "#t2-bars")
    tab.wait_for_selector("html[data-ready]")
    assert tab.locator("#t2-bars").is_visible()


def test_pages_of_minerals_lead_to_states_that_the_explorer_holds(site: Path) -> None:
    text = (site / "assets" / "explore-data.js").read_text(encoding="utf-8")
    held = {
        table["id"] for table in json.loads(text[len("window.EXPLORE = ") : -2])["data"]["tables"]
    }
    asked = {
        name
        for page in (site / "minerals").glob("*.html")
        for name in re.findall(r'explore\.html#[^"]*tables=([\w.]+)', page.read_text())
    }
    assert len(asked) > 80
    assert asked <= held


STANDS = """
() => ["charts", "behind", "tables", "from", "to", "edition", "mineral", "table", "country"]
  .map(name => {
  const part = `#x-${name}`;
  const copy = document.querySelector(part).cloneNode(true);
  copy.querySelectorAll(".vis").forEach(chart => chart.remove());
  const classes = [...copy.querySelectorAll("[class]")].map(one => one.className);
  const values = [...copy.querySelectorAll("td")].map(one => one.dataset.v ?? one.textContent);
  return [part, copy.textContent.replace(/\\s+/g, ""), classes.join(), values.join()];
})
"""


@pytest.mark.parametrize("language", ["", "kk/"])
def test_what_stands_there_before_anybody_chooses_is_what_the_script_writes(
    tab: Any, site: Path, language: str
) -> None:
    """Read without data and Vega, accessible; then taken over; the same as by a link to it."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page = (site / language / "explore.html").as_uri()
    tab.goto(page)
    tab.wait_for_selector("html[data-explored]")
    tab.wait_for_load_state("networkidle")
    assert not {"vega.js", "explore-data.js", "explore.js"} & set(asked)
    assert tab.locator("#x-charts .still.wide svg").count() == 2
    if not language:
        assert inaccessible(tab, ["wcag2a", "wcag2aa", "wcag22aa"]) == []
    stood = tab.evaluate(STANDS)
    tab.locator("#x-charts").hover()
    tab.wait_for_selector("#x1 .vis:not(:has(.still)) svg")
    assert tab.evaluate(STANDS) == stood
    tables = tab.locator("#x-tables button").evaluate_all("all => all.map(b => b.dataset.remove)")
    first = [table.removeprefix("tables:") for table in tables]
    assert tab.evaluate("EXPLORE.first") == first
    tab.goto("about:blank")
    tab.goto(f"{page}#show=tonnes&as=lines&tables={','.join(first)}")
    tab.wait_for_selector("html[data-explored]")
    tab.locator("#x-mineral").dispatch_event("change")  # its tables are written anew
    assert tab.evaluate(STANDS) == stood


@pytest.mark.parametrize(("folder", "language"), [("", "en"), ("kk/", "kk")])
def test_numbers_are_rounded_as_the_script_rounds_them(
    tab: Any, site: Path, folder: str, language: str
) -> None:
    tab.goto((site / folder / "explore.html").as_uri())
    tab.wait_for_selector("html[data-explored]")
    for most, values in {0: [0.5, 2.5, 1234.5], 2: [0.045, 1.005, 2.675, 12.345, 1000]}.items():
        asked = "([values, most]) => values.map(one => window.MINERALS.written(one, most))"
        by_script = tab.evaluate(asked, [values, most])
        assert [written(one, load_labels(language), most) for one in values] == by_script


HELD = """
window.held = [];
const append = HTMLHeadElement.prototype.append;
HTMLHeadElement.prototype.append = function (...nodes) {
  held.push(() => append.apply(this, nodes));
};
window.release = () => {
  HTMLHeadElement.prototype.append = append;
  held.forEach(begin => begin());
};
"""


@pytest.fixture
def waiting(tab: Any, site: Path) -> Any:
    """The explorer whose data come when the test lets them: `release()`."""
    tab.add_init_script(HELD)
    open_state(tab, site)
    return tab


def released(tab: Any) -> None:
    assert tab.evaluate("document.documentElement.dataset.explored") is None
    tab.evaluate("release()")
    tab.wait_for_selector("html[data-explored]")


def test_every_press_before_the_data_are_there_is_done_when_they_are(waiting: Any) -> None:
    chips = waiting.locator("#x-tables button")
    titles = waiting.locator("#x-charts h2").all_text_contents()
    waiting.get_by_label("Share of the world").check()
    waiting.locator("#x0 summary").first.click()
    with waiting.expect_download() as saved:
        waiting.locator("#x0 [data-use=csv]").click()
        released(waiting)
    assert saved.value.suggested_filename.startswith("explore-share-1")
    assert state_of(waiting)["show"] == "share"
    assert waiting.locator("#x-charts h2").all_text_contents() == titles
    assert chips.count() == len(titles) == 2


def test_both_tables_are_taken_away_before_the_data_are_there(waiting: Any) -> None:
    for chip in waiting.locator("#x-tables button").all():
        chip.focus()
        waiting.keyboard.press("Enter")
    released(waiting)
    assert state_of(waiting) == {"show": "tonnes", "as": "lines"}
    assert waiting.get_by_text("Nothing is chosen").is_visible()
    assert waiting.evaluate("document.activeElement.id") == "x-add", "or the keyboard begins anew"


def test_what_is_chosen_before_any_script_is_there_is_not_lost(tab: Any, site: Path) -> None:
    tab.add_init_script(
        "document.addEventListener('readystatechange', () => {"
        " const share = document.querySelector('[name=show][value=share]');"
        " const from = document.querySelector('#x-from');"
        " share.checked = true; from.selectedIndex = 1; }, { once: true })"
    )
    open_state(tab, site)
    first = tab.locator("#x-from option").nth(1).text_content()
    assert state_of(tab)["show"] == "share"
    assert state_of(tab)["years"] == f"{first}-"


def test_the_way_past_the_head_of_a_page_keeps_what_is_chosen(tab: Any, site: Path) -> None:
    open_state(tab, site, f"show=share&as=lines&tables={GALLIUM}")
    address = tab.url
    tab.locator("a.skip").focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    assert tab.url == address
    assert tab.locator("#x-charts h2").all_text_contents() == ["Gallium: Refinery (USGS)"]


def inaccessible(tab: Any, rules: list[str]) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(tab, options=options).response["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]


def test_on_a_phone_the_explorer_scrolls_one_way_only_and_is_touched(tab: Any, site: Path) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    for state in ("", f"show=share&as=lines&tables={COBALT},{GALLIUM}"):  # pictures, then drawings
        open_state(tab, site, state)
        assert tab.locator("#x-charts .still").count() == (0 if state else 4)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        rules = ["wcag2a", "wcag2aa", "wcag22aa"] if state else ["target-size"]
        assert inaccessible(tab, rules) == []


@pytest.mark.parametrize("show", ["price", "trade"])
def test_prices_and_exports_are_the_rows_of_their_query_and_open_again(
    tab: Any, site: Path, chromium: Any, served: duckdb.DuckDBPyConnection, show: str
) -> None:
    state = f"show={show}&as=lines&tables={COBALT},lithium.mine.all.usgs_mcs"
    open_state(tab, site, state)
    press = tab.locator("#x-take [data-take=csv]").click
    saved = downloaded(tab, press, 2)
    lines = list(csv.DictReader(io.StringIO(saved["explore.csv"])))
    rows = served.execute(tab.locator("#x-query").text_content()).df().to_dict("records")
    assert len(lines) == len(rows) > 20
    value, low, high = (
        ("value", "value_min", "value_max")
        if show == "price"
        else ("value_min_usd", "value_min_usd", "value_max_usd")
    )
    wanted = sorted((str(row["year"]), float(row[low]), float(row[high])) for row in rows)
    assert (
        sorted((r["year"], float(r["value_min"]), float(r["value_max"])) for r in lines) == wanted
    )
    points = [float(r["value"]) for r in lines if r["value"]]
    # goods under a code that holds others too have bounds and no point
    certain = [row for row in rows if show == "price" or row[low] == row[high]]
    assert sorted(points) == sorted(float(row[value]) for row in certain if row[low] == row[low])
    assert json.loads(saved["explore.json"])["licences"]
    assert tab.get_by_label("bars").is_disabled()
    titles = tab.locator("#x-charts h2").all_text_contents()
    elsewhere = chromium.new_context()
    page = elsewhere.new_page()
    page.goto(tab.url)
    page.wait_for_selector("html[data-explored]")
    assert page.locator("#x-charts h2").all_text_contents() == titles
    elsewhere.close()
