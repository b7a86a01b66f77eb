"""The pages in a real browser, from disk: quiet, usable, and accessible in light and dark."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.build.names import NAMES, Names, Subject

PAGES = [
    "index.html",
    "minerals/gallium.html",
    "countries/kaz.html",
    "claims.html",
    "claims/C01.html",
    "dictionary.html",
]


@dataclass
class Reader:
    """One tab: what it asked for and complained about."""

    tab: Any
    site: Path
    complaints: list[str] = field(default_factory=list)

    def open(self, page: str) -> Any:
        self.tab.goto((self.site / page).as_uri())
        self.tab.wait_for_selector("html[data-ready]")
        return self.tab

    def draw_all(self) -> None:
        self.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        self.tab.wait_for_function(
            "document.querySelector('[data-chart]:not([data-drawn=yes])') === null"
        )

    def find(self, text: str) -> Any:
        """Type into the search once its names are there."""
        field = self.tab.locator("#find")
        field.focus()
        self.tab.wait_for_function("window.MINERALS.index")
        field.fill(text)
        return field


@pytest.fixture
def reader(chromium: Any, site: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    wanted = {"width": 1280, "height": 900, "theme": "light", **getattr(request, "param", {})}
    context = chromium.new_context(
        viewport={"width": wanted["width"], "height": wanted["height"]},
        color_scheme=wanted["theme"],
        accept_downloads=True,
    )
    reader = Reader(context.new_page(), site)
    tab = reader.tab
    tab.on("console", lambda m: reader.complaints.append(f"{m.type}: {m.text}"))
    tab.on("pageerror", lambda error: reader.complaints.append(f"error: {error}"))
    tab.on("requestfailed", lambda r: reader.complaints.append(f"failed: {r.url}"))

    def asked(request: Any) -> None:
        if not request.url.startswith((site.as_uri(), "data:", "blob:")):
            reader.complaints.append(f"asked: {request.url}")

    tab.on("request", asked)
    yield reader
    context.close()
    assert reader.complaints == []


def violations(reader: Reader, page: str, rules: list[str]) -> list[Any]:
    """What axe finds on a page with all its charts drawn."""
    reader.open(page)
    reader.draw_all()
    return violated(reader.tab, rules)


def violated(tab: Any, rules: list[str]) -> list[Any]:
    """What axe finds on the page that is open."""
    from axe_playwright_python.sync_playwright import Axe

    # without preload, by which axe itself would ask for the style sheet
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(tab, options=options).response["violations"]
    return [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_quiet_and_accessible(reader: Reader, page: str) -> None:
    assert violations(reader, page, ["wcag2a", "wcag2aa", "wcag22aa"]) == []


@pytest.mark.parametrize("reader", [{"theme": "dark"}], indirect=True)
@pytest.mark.parametrize("page", PAGES[:5])
def test_the_dark_theme_has_contrast_too(reader: Reader, page: str) -> None:
    """Light and dark differ in colours alone, so of the rules this one can differ."""
    assert violations(reader, page, ["color-contrast"]) == []


@pytest.mark.parametrize("reader", [{"width": 390, "height": 844}], indirect=True)
def test_a_phone_scrolls_one_way_only_and_is_touched(reader: Reader) -> None:
    for page in [*PAGES, "minerals/aluminium.html", "minerals/index.html", "licences.html"]:
        tab = reader.open(page)
        reader.draw_all()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390, page
        if page in PAGES[:5]:
            assert violated(tab, ["target-size"]) == [], page


@pytest.mark.parametrize("page", ["countries/kaz.html", "minerals/cobalt.html"])
def test_parts_of_a_page_have_names_of_their_own(reader: Reader, page: str) -> None:
    tab = reader.open(page)
    names = tab.locator("[role=region], section[aria-labelledby]").evaluate_all(
        "parts => parts.map(part => part.getAttribute('aria-label')"
        " || document.getElementById(part.getAttribute('aria-labelledby')).textContent)"
    )
    assert len(names) > 3
    assert len(names) == len(set(names))
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": ["landmark-unique"], "preload": False}
    assert Axe().run(tab, options=options).response["violations"] == []


WORDS_OUTSIDE = """
charts => charts.flatMap(chart => {
  const box = chart.querySelector("svg").getBoundingClientRect();
  return [...chart.querySelectorAll("text")].filter(text => {
    const words = text.getBoundingClientRect();
    const outside = words.right > box.right + 0.5 || words.left < box.left - 0.5;
    return outside || /…$/.test(text.textContent);
  }).map(text => `${chart.dataset.chart}: ${text.textContent}`);
})
"""


@pytest.mark.parametrize("reader", [{"width": 390, "height": 844}], indirect=True)
def test_words_of_charts_stay_inside_and_whole_on_a_phone(reader: Reader) -> None:
    for page in ("countries/kaz.html", "minerals/titanium.html", "minerals/potash.html"):
        tab = reader.open(page)
        reader.draw_all()
        assert tab.locator(".vis").evaluate_all(WORDS_OUTSIDE) == [], page
    assert "2,000M" in tab.locator("#reserves .vis text").all_text_contents()


def test_tables_show_their_evidence_without_scrolling_sideways(reader: Reader) -> None:
    for page in ("countries/kaz.html", "minerals/cobalt.html", "minerals/index.html"):
        tab = reader.open(page)
        tab.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        wide = tab.locator(".scroll").evaluate_all(
            "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1)"
            ".map(box => box.querySelector('table').id)"
        )
        assert wide == [], page


@pytest.mark.parametrize("reader", [{"width": 390, "height": 844}], indirect=True)
def test_a_verdict_stands_with_its_reason_on_a_phone(reader: Reader) -> None:
    tab = reader.open("claims/C01.html")
    row = tab.locator("table.data tbody tr").first
    boxes = [row.locator(part).bounding_box() for part in (".verdict", ".why", ".file")]
    for box in boxes:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert boxes[1]["y"] > boxes[0]["y"], "on a line of its own"
    assert violations(reader, "claims/C01.html", ["wcag2a", "wcag2aa"]) == []


def test_evidence_opens_in_the_dictionary(reader: Reader) -> None:
    tab = reader.open("claims/C01.html")
    tab.get_by_role("link", name="fct_country_list_coverage").first.click()
    tab.wait_for_url("**/dictionary.html#fct_country_list_coverage")
    tab.locator("#columns-fct_country_list_coverage").wait_for(state="visible")


def test_search_by_keyboard_leads_to_a_page(reader: Reader) -> None:
    tab = reader.open("index.html")
    reader.find("kaza")
    assert tab.locator("#found [role=option]").all_text_contents() == ["Kazakhstancountry"]
    tab.keyboard.press("ArrowDown")
    assert tab.locator("#find").get_attribute("aria-activedescendant") == "found-0"
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/countries/kaz.html")
    assert tab.locator("h1").inner_text().startswith("Kazakhstan")
    find = reader.find("no such thing")
    assert tab.locator("#found").inner_text() == "nothing found"
    find.press("Escape")
    assert tab.locator("#found").is_hidden()


FOUND = [
    ("REE", "Rare earthsmineral"),
    ("aluminum", "Aluminiummineral"),
    ("PGM", "Platinum-group metalsmineral"),
    ("Turkey", "Türkiyecountry"),
    ("u.k.", "United Kingdomcountry"),
    ("DRC", "Congo (Kinshasa)country"),
    ("KZ", "Kazakhstancountry"),
    ("Казахстан", "Kazakhstancountry"),
    ("Қазақстан", "Kazakhstancountry"),
    ("уран", "Uraniummineral"),
    ("rare_earths", "Rare earthsmineral"),
    ("bauxite", "BauxiteAluminium, mine"),
    ("cote d'ivoire", "Côte d’Ivoirecountry"),
]


def test_search_finds_every_sort_of_name(reader: Reader) -> None:
    tab = reader.open("index.html")
    options = tab.locator("#found [role=option]")
    for typed, first in FOUND:
        reader.find(typed)
        assert options.first.text_content() == first, typed
        exact = tab.locator("#found [data-exact]").all_text_contents()
        assert exact == [first], typed
    reader.find("REE")
    assert not [text for text in options.all_text_contents() if "Greece" in text]


MEANT = {
    "HHI": "method.html#concentration", "herfindahl": "method.html#concentration",
    "ИХХ": "method.html#concentration", "шоғырлану": "method.html#concentration",
    "share": "method.html#shares", "доля": "method.html#shares",
    "reserves": "dictionary.html#fct_reserves", "запасы": "dictionary.html#fct_reserves",
    "import reliance": "dictionary.html#fct_net_import_reliance",
    "NIR": "dictionary.html#fct_net_import_reliance", "price": "dictionary.html#fct_price",
    "цена": "dictionary.html#fct_price", "баға": "dictionary.html#fct_price",
    "what if": "method.html#what_if", "Nb": "minerals/niobium.html", "Li": "minerals/lithium.html",
    "W": "minerals/tungsten.html", "tungsten": "minerals/tungsten.html",
    "кобальт": "minerals/cobalt.html", "литий": "minerals/lithium.html",
    "редкоземельные металлы": "minerals/rare_earths.html", "алюминий": "minerals/aluminium.html",
    "sulphur": "minerals/sulfur.html", "cesium": "minerals/caesium.html",
    "columbium": "minerals/niobium.html", "PGMs": "minerals/platinum_group_metals.html",
    "Burma": "countries/mmr.html", "Zaire": "countries/cod.html", "ДРК": "countries/cod.html",
    "Россия": "countries/rus.html", "Китай": "countries/chn.html", "UK": "countries/gbr.html",
    "USA": "countries/usa.html", "south africa": "countries/zaf.html",
    "ree": "minerals/rare_earths.html",
}  # fmt: skip
MISTYPED = {"colbat": "cobalt", "lithuim": "lithium", "galium": "gallium", "Kazahkstan": "kaz"}
NO_NAME = ("qwertyuiop", "xx", "??", "blockchain")


def test_search_knows_measures_symbols_languages_and_is_never_sure_of_a_guess(
    reader: Reader,
) -> None:
    tab = reader.open("index.html")
    wrong = []
    for typed, page in MEANT.items():
        reader.find(typed)
        exact = tab.locator("#found [data-exact]").evaluate_all(
            "all => all.map(o => o.dataset.page)"
        )
        if exact != [page]:
            wrong.append((typed, exact))
    assert wrong == [], wrong
    for typed, page in MISTYPED.items():
        find = reader.find(typed)
        guessed = tab.locator("#found [data-guess]")
        assert page in guessed.first.get_attribute("data-page"), typed
        assert tab.locator("#found [data-exact]").count() == 0
        find.press("Enter")
        assert tab.url.endswith("index.html"), "a guess is chosen first, never opened"
    for typed in NO_NAME:
        reader.find(typed)
        assert tab.locator("#found [data-page]").count() == 0, typed
    reader.find("HHI").press("Enter")
    tab.wait_for_url("**/method.html#concentration")


def test_search_compares_names_as_the_command_line_does(
    reader: Reader, served: duckdb.DuckDBPyConnection
) -> None:
    """Every name that leads to a page is found by the script as it is written, and by its rule."""
    tab = reader.open("index.html")
    reader.find("")
    rows = served.execute(NAMES).fetchall()
    leads = {entry[2].split("#")[0] for entry in tab.evaluate("window.MINERALS.index")}
    kinds = {"mineral": "minerals", "product": "minerals", "country": "countries"}
    wanted = [
        [name, page]
        for name, _, kind, subject, *_ in rows
        if (page := f"{kinds.get(kind)}/{subject.lower()}.html") in leads
    ]
    assert len(wanted) > 1000
    missed = tab.evaluate(
        """wanted => wanted.filter(([name, page]) => {
          const find = document.getElementById("find");
          find.value = name;
          find.dispatchEvent(new Event("input"));
          return ![...document.querySelectorAll("#found [data-exact]")]
            .some(option => option.dataset.page.split("#")[0] === page);
        })""",
        wanted,
    )
    assert missed == []


def _pages(names: Names, answer: tuple[Subject, ...], leads: set[str]) -> list[str]:
    kinds = {"mineral": "minerals", "product": "minerals", "country": "countries"}
    pages = [f"{kinds.get(of.kind)}/{of.subject_id.lower()}.html" for of in answer]
    return [page for page in pages if page in leads]


UNSURE = (
    "boliva", "magnet", "battery", "cobalt hydroxide", "scrap tin", "Kingdom of Turkey", "cobolt",
    "хромовая порода", "grahpite", "arab emirates", "Arab Kingdom of Egypt", "lead dross",
)  # fmt: skip
SURE = ("copper, refined", "Tin (Sn)", "Congo (DRC)", "China (mainland)", "Iran, Republic Islamic")


def test_search_guesses_as_the_command_line_does(
    reader: Reader, served: duckdb.DuckDBPyConnection
) -> None:
    cursor = served.execute(NAMES)
    columns = [column[0] for column in cursor.description]
    names = Names(dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
    tab = reader.open("index.html")
    reader.find("")
    leads = {entry[2].split("#")[0] for entry in tab.evaluate("window.MINERALS.index")}
    for typed in UNSURE:
        answer = names.resolve(typed)
        assert answer.subject is None
        find = reader.find(typed)
        assert tab.locator("#found [data-exact]").count() == 0, typed
        first = tab.locator("#found [data-page]").first.get_attribute("data-page")
        assert first.split("#")[0] in _pages(names, (*answer.found, *answer.alike), leads), typed
        find.press("Enter")
        assert tab.url.endswith("index.html"), "a guess is chosen first, never opened"
    for typed in SURE:
        answer = names.resolve(typed)
        assert answer.subject, typed
        reader.find(typed)
        exact = tab.locator("#found [data-exact]")
        assert exact.count() == 1, typed
        page = (exact.get_attribute("data-page") or "").split("#")[0]
        assert [page] == _pages(names, answer.found, leads), typed


def test_search_offers_the_union_beside_europium(reader: Reader) -> None:
    tab = reader.open("index.html")
    find = reader.find("eu")
    assert set(tab.locator("#found [data-exact]").all_text_contents()) == {
        "European Uniongroup of countries",
        "Europiummineral",
    }
    find.press("Enter")
    assert tab.url.endswith("index.html"), "nobody knows which one"


def test_search_leads_from_a_product_to_its_table(reader: Reader) -> None:
    from playwright.sync_api import expect

    tab = reader.open("index.html")
    reader.find("alumina")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/minerals/aluminium.html#refinery-alumina")
    heading = tab.locator("section.panel:visible h2").first
    expect(heading).to_have_text(re.compile("^Refinery"))
    reader.find("bauxite")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/minerals/aluminium.html#mine-bauxite")
    # the address changes at once, the panel when the page hears of it
    expect(heading).to_have_text(re.compile("^Mine"))


def test_search_asks_which_one_is_meant(reader: Reader) -> None:
    tab = reader.open("index.html")
    reader.find("Korea")
    assert set(tab.locator("#found [data-exact]").all_text_contents()) == {
        "North Koreacountry",
        "South Koreacountry",
    }
    tab.keyboard.press("Enter")
    assert tab.url.endswith("index.html"), "nobody knows which one"
    assert tab.locator("#found [aria-selected=true]").count() == 1
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/countries/prk.html")


def test_the_first_stop_of_the_tab_key_skips_to_the_content(reader: Reader) -> None:
    tab = reader.open("claims.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_the_theme_is_remembered(reader: Reader) -> None:
    tab = reader.open("index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(paper)
    tab.get_by_role("button", name="Switch between light and dark").click()
    dark = tab.evaluate(paper)
    assert dark != light
    # another page may be another process, which gets the choice from the browser some time later
    looks = (reader.open("minerals/cobalt.html").evaluate(paper) for _ in range(4))
    assert dark in looks


def test_tables_sort_filter_and_download(reader: Reader) -> None:
    tab = reader.open("minerals/cobalt.html")
    rows = tab.locator("#t1-cells tbody tr")
    names = tab.locator("#t1-cells tbody tr:visible th")
    every = rows.count()
    newest = names.count()
    assert 0 < newest < every, "the newest year is chosen at first"
    assert names.first.inner_text() == "Congo (Kinshasa)"
    tab.locator("#t1-cells thead th", has_text="Tonnes").get_by_role("button").click()
    assert names.first.inner_text() == "Congo (Kinshasa)"
    tab.locator("#t1-cells thead th", has_text="Tonnes").get_by_role("button").click()
    assert tab.locator("#t1-cells thead th[aria-sort]").get_attribute("aria-sort") == "ascending"
    smallest = names.first.inner_text()
    assert smallest != "Congo (Kinshasa)"
    tab.locator("[data-filter=t1-cells]").fill("indonesia")
    assert names.all_inner_texts() == ["Indonesia"]
    assert tab.locator("[data-count=t1-cells]").inner_text() == f"1 of {every} rows"
    with tab.expect_download() as waiting:
        tab.locator("[data-csv=t1-cells]").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == every, "the download has all rows, whatever is filtered"
    congo = [r for r in lines if r["country"] == "Congo (Kinshasa)" and r["year"] == "2025"]
    assert float(congo[0]["quantity_tonnes"]) == 230000
    assert congo[0]["source_row"].startswith("MCS2026_Commodities_Data.csv:")


def test_one_table_one_list_one_verdict_at_a_time(reader: Reader) -> None:
    tab = reader.open("minerals/aluminium.html")
    assert tab.locator("section.panel:visible").count() == 1
    tab.get_by_role("radio", name="Smelter").check(force=True)
    assert tab.locator("section.panel:visible h2").inner_text().startswith("Smelter")
    reader.draw_all()
    tab = reader.open("index.html")
    tab.locator("#list").select_option("watch-eu_2023")
    assert tab.locator(".watch-list:visible").get_attribute("id") == "watch-eu_2023"
    tab.get_by_role("button", name="Refuted").click()
    shown = tab.locator("[data-card]:visible")
    assert set(shown.evaluate_all("cards => cards.map(c => c.dataset.card)")) == {"refuted"}


def test_the_dictionary_finds_a_column(reader: Reader) -> None:
    tab = reader.open("dictionary.html")
    tab.locator("#dictionary-filter").fill("wgi_coverage_pct")
    visible = tab.locator("details.dictionary:visible")
    assert visible.evaluate_all("tables => tables.map(t => t.id)") == [
        "fct_concentration",
        "rpt_mineral_profile",
        "rpt_watchlist",
    ]


def test_a_query_can_be_copied(reader: Reader) -> None:
    tab = reader.open("minerals/cobalt.html")
    figure = tab.locator("#t1-bars")
    figure.get_by_text("The query behind this").click()
    figure.get_by_role("button", name="Copy").click()
    figure.get_by_role("button", name="copied").wait_for()
    assert "where p.mineral_id = 'cobalt'" in figure.locator("code").inner_text()


def test_charts_draw_what_is_soft_with_the_hatched_pattern(reader: Reader) -> None:
    tab = reader.open("minerals/aluminium.html")
    reader.draw_all()
    fills = tab.locator("#t1-bars .vis path").evaluate_all(
        "paths => paths.map(path => path.getAttribute('fill'))"
    )
    assert "url(#hatch)" in fills
    assert "var(--bar)" in fills
    hatched = tab.locator("#t1-map .vis path[fill='url(#hatch)']")
    assert hatched.count() >= 1, "the United States on the map"


def test_a_page_is_read_and_its_first_charts_are_seen_before_any_script_draws(
    reader: Reader,
) -> None:
    """Vega is asked for by nobody until somebody points at a chart, which then answers."""
    asked: list[str] = []
    reader.tab.on("request", lambda request: asked.append(request.url))
    tab = reader.open("minerals/cobalt.html")
    tab.locator("#t1-bars .still.wide svg").wait_for(state="visible")
    assert tab.locator("#t1-bars .still.wide text").all_text_contents().count("Indonesia") == 1
    tab.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith(("vega.js", "world.js", "find-en.js"))]
    tab.locator("#t1-bars .vis").hover()
    tab.wait_for_selector("#t1-bars [data-drawn=yes]")
    assert tab.locator("#t1-bars .still").count() == 0
    assert tab.locator("#t1-bars .vis text").all_text_contents().count("Indonesia") == 1


@pytest.mark.parametrize(
    ("page", "tables"),
    [("minerals/cobalt.html", 3), ("countries/kaz.html", 3), ("explore.html", 1)],
)
def test_without_scripts_a_page_still_has_its_charts_tables_and_verdicts(
    chromium: Any, site: Path, page: str, tables: int
) -> None:
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    tab = context.new_page()
    tab.goto((site / page).as_uri())
    first = tab.locator(".still.narrow svg").first
    box = first.bounding_box()
    assert box["width"] <= 390
    assert first.locator("text").count() > 5
    assert tab.locator("table.data:visible").count() >= tables
    context.close()


def test_claims_are_narrowed_and_the_choice_is_in_the_address(reader: Reader) -> None:
    tab = reader.open("claims.html")
    cards = tab.locator(".card")
    every = cards.count()
    assert every > 20
    assert tab.evaluate("document.documentElement.scrollHeight") < 4000
    tab.get_by_label("Verdict").select_option("refuted")
    shown = tab.locator(".card:visible")
    assert 0 < shown.count() < every
    assert set(shown.locator(".verdict.refuted").all_text_contents()) == {"✕ Refuted"}
    assert tab.url.endswith("#verdict=refuted")
    narrowed = shown.all_text_contents()
    tab.goto(tab.url)
    tab.reload()
    tab.wait_for_selector("html[data-ready]")
    assert tab.locator(".card:visible").all_text_contents() == narrowed
    tab.get_by_label("Verdict").select_option("")
    assert tab.locator(".card:visible").count() == every
    tab.locator("#C03 h2 a").click()
    tab.wait_for_url("**/claims/C03.html")
    assert tab.locator("h1").inner_text().startswith("Kazakhstan supplies more than 40%")


def test_a_card_shows_what_is_measured_beside_what_is_claimed(
    reader: Reader, served: duckdb.DuckDBPyConnection
) -> None:
    tab = reader.open("claims.html")
    for (claim,) in served.execute("select claim_id from marts.dim_claim").fetchall():
        assert tab.locator(f"#{claim}").count() == 1
        assert (reader.site / "claims" / f"{claim}.html").is_file()
    # the diamond of C07 (60%) stands at 60 of 100, and every mark on its line
    places = tab.locator(".card .strip > *").evaluate_all(
        "marks => marks.map(mark => parseFloat(mark.style.left))"
    )
    assert len(places) > 40
    assert all(0 <= place <= 100 for place in places)
    assert "60%" in tab.locator("#C07 .line", has=tab.locator(".strip")).first.inner_text()
    assert tab.locator("#C07 .strip u").first.evaluate("mark => mark.style.left") == "60%"
