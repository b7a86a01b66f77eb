"""SQL in the browser: the page with its engine in a real Chromium, and what holds without npm."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import duckdb
import httpx
import pytest

from orchestration.copies.site.engine import engine_folder
from orchestration.copies.site.query_examples import EXAMPLES
from orchestration.copies.site.serve import new_server
from orchestration.ground.errors import AskedError, SiteError
from orchestration.settings import Settings
from tests.conftest import MINERALS, PROJECT_ROOT, environment_of, new_warehouse
from tests.site.serving import answer_of, serving

ENGINE = PROJECT_ROOT / "warehouse" / ".query"


def test_without_the_engine_the_page_is_left_out_and_the_dictionary_says_why(site: Path) -> None:
    assert not (site / "query.html").exists()
    assert "with npm on the machine, make query adds the page" in " ".join(
        (site / "dictionary.html").read_text(encoding="utf-8").lower().split()
    )
    assert 'href="query.html"' not in (site / "index.html").read_text(encoding="utf-8")


def test_half_an_engine_is_refused(tmp_path: Path) -> None:
    settings = new_warehouse(tmp_path / "warehouse")
    assert engine_folder(settings) is None
    (settings.warehouse_dir / ".query" / "engine").mkdir(parents=True)
    with pytest.raises(SiteError, match="not whole"):
        engine_folder(settings)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_an_answer_with_its_edition(
    name: str, served: duckdb.DuckDBPyConnection
) -> None:
    cursor = served.execute(EXAMPLES[name])
    assert any(column[0].endswith("edition_id") for column in cursor.description)
    assert cursor.fetchall()


@pytest.mark.parametrize("folder", ["orchestration/copies/site/engine", "tests/benchmarks/pages"])
def test_the_lock_names_no_registry_and_every_package_has_its_digest(folder: str) -> None:
    lock = json.loads((PROJECT_ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: body for name, body in lock["packages"].items() if name}
    assert len(packages) > 20
    assert all("resolved" not in body and body["integrity"] for body in packages.values())


def test_the_pages_are_served_to_this_machine_with_the_types_that_browsers_insist_on(
    tmp_path: Path,
) -> None:
    site, warehouse = tmp_path / "warehouse" / "site", tmp_path / "warehouse"
    for name in ("index.html", "assets/a.wasm", "assets/a.js", "data/a.duckdb", "assets/a.css"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    (warehouse / "docs").mkdir()
    (warehouse / "docs" / "a.html").write_text("beside")
    (warehouse / "secret.txt").write_text("not for anybody")
    (site / "way.txt").symlink_to(warehouse / "secret.txt")
    with serving(new_server(site, warehouse, 0)) as address:
        types = {
            name: answer_of(f"{address}/site/{name}").headers["content-type"].partition(";")[0]
            for name in ("assets/a.wasm", "assets/a.js", "assets/a.css", "data/a.duckdb")
        }
        assert types == {
            "assets/a.wasm": "application/wasm",
            "assets/a.js": "text/javascript",
            "assets/a.css": "text/css",
            "data/a.duckdb": "application/vnd.duckdb",
        }
        assert answer_of(address).text == "index.html"
        packed = answer_of(f"{address}/site/assets/a.css")
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.text == "assets/a.css"
        head = httpx.head(packed.url)
        assert head.headers["content-length"] == packed.headers["content-length"]
        assert head.headers["content-encoding"] == "gzip"
        assert httpx.head(address).headers["location"] == "/site/index.html"
        assert answer_of(f"{address}/site/assets/none.css").status_code == 404
        known = {"If-Modified-Since": packed.headers["last-modified"]}
        assert httpx.get(packed.url, headers=known).status_code == 304
        assert answer_of(f"{address}/docs/a.html").text == "beside"
        for hidden in (
            "secret.txt",
            "site/../secret.txt",
            "site/%2e%2e/secret.txt",
            "site/assets/",
        ):
            assert answer_of(f"{address}/{hidden}").status_code == 404
        assert answer_of(f"{address}/site/way.txt").status_code == 404
        taken = int(address.rpartition(":")[2])
        with pytest.raises(AskedError, match="cannot be served"):
            new_server(site, None, taken)


@pytest.fixture(scope="module")
def address(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Pages with the engine, served by the command as a person serves them."""
    if not (ENGINE / "engine").is_dir():
        pytest.skip("the engine is not there: make query, which needs npm")
    folder = tmp_path_factory.mktemp("with_engine") / "warehouse"
    folder.mkdir()
    for path in (released.releases_dir, released.served_database):
        (folder / path.name).symlink_to(path)
    (folder / ".query").symlink_to(ENGINE)
    environment = environment_of(Settings(warehouse_dir=folder))
    with subprocess.Popen(
        [str(MINERALS), "site", "--serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = (line.split()[0] for line in process.stdout if line.startswith("http://127.0.0.1:"))
        yield next(lines).removesuffix("index.html")
        process.terminate()


@pytest.fixture
def tab(chromium: Any, address: str) -> Iterator[Any]:
    """A page in a browser that reaches nothing but the server of the pages."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    elsewhere: list[str] = []

    def only_here(route: Any) -> None:
        if route.request.url.startswith(address):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", only_here)
    page = context.new_page()
    page.on("pageerror", lambda error: elsewhere.append(f"error: {error}"))
    yield page
    context.close()
    assert elsewhere == []


def ask(tab: Any, sql: str) -> None:
    tab.evaluate("delete document.documentElement.dataset.answered")
    tab.get_by_label("SQL (DuckDB)").fill(sql)
    tab.get_by_role("button", name="Run", exact=True).click()
    tab.wait_for_selector("html[data-answered]")


@pytest.mark.bi
def test_the_first_answer_comes_in_ten_seconds_and_is_the_releases(
    tab: Any, address: str, served: duckdb.DuckDBPyConnection
) -> None:
    tab.goto(f"{address}query.html")
    tab.get_by_role("button", name="Run", exact=True).click()
    tab.wait_for_selector("html[data-answered]", timeout=10_000)
    shown = tab.locator("#q-rows tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.dataset.v))"
    )
    expected = served.execute(EXAMPLES["producers"]).fetchall()
    assert [row[0] for row in shown] == [row[0] for row in expected]
    assert [[float(v) for v in row[1:4]] for row in shown] == [[*row[1:4]] for row in expected]
    assert tab.locator("#q-chart .vis svg").count() == 1
    policy = tab.locator("meta[http-equiv]").get_attribute("content")
    assert "'wasm-unsafe-eval'" in policy
    assert "'unsafe-eval'" not in policy


@pytest.mark.bi
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_engine_answers_every_example_as_the_warehouse_does(
    tab: Any, address: str, name: str, served: duckdb.DuckDBPyConnection
) -> None:
    """Through a link, and as the CSV that a reader takes along."""
    sql = EXAMPLES[name].strip()
    tab.goto(f"{address}query.html#sql={quote(sql)}")
    tab.wait_for_selector("html[data-answered]")
    assert tab.get_by_label("SQL (DuckDB)").input_value() == sql
    saved: list[Any] = []

    def keep(download: Any) -> None:  # Playwright does not take a method of a list
        saved.append(download)

    tab.on("download", keep)
    tab.get_by_role("button", name="CSV").click()
    while len(saved) < 2:
        tab.wait_for_timeout(50)
    texts = {d.suggested_filename: Path(d.path()).read_text(encoding="utf-8-sig") for d in saved}
    header, *rows = csv.reader(io.StringIO(texts["query.csv"]))
    assert header == [column[0] for column in served.execute(sql).description]
    as_text = f"select columns(*)::varchar from ({sql})"  # noqa: S608 - our own examples
    expected = served.execute(as_text).fetchall()
    assert rows == [["" if value is None else value for value in row] for row in expected]
    note = json.loads(texts["query.json"])
    assert note["query"] == sql
    assert all(line["licence"] for line in note["licences"])
    assert unquote(note["address"].partition("#sql=")[2]) == sql


@pytest.mark.bi
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from marts.nowhere", "LINE 1: select * from marts.nowhere"),
        ("select 1; select 2", "multiple statements"),
        ("select * from read_csv('https://example.org/x.csv')", "disabled by configuration"),
        ("select * from read_text('/etc/passwd')", "disabled by configuration"),
        ("copy (select 1) to 'x.csv'", "disabled by configuration"),
        ("delete from marts.dim_mineral", "Only what answers with rows"),
        ("set enable_external_access = true", "Only what answers with rows"),
        ("install json", "Only what answers with rows"),
    ],
)
def test_what_cannot_be_asked_is_said_and_reaches_nobody(
    tab: Any, address: str, sql: str, said: str
) -> None:
    tab.goto(f"{address}query.html")
    ask(tab, sql)
    assert said in tab.get_by_role("alert").inner_text()
    assert tab.locator("#q-result").is_hidden()
    ask(tab, "select '<b>x</b>' as words, count(*) as n from marts.dim_mineral")
    assert tab.locator("#q-error").is_hidden()
    assert tab.locator("#q-rows td").first.inner_text() == "<b>x</b>"
    assert len(tab.workers) == 1, "a mistake costs no engine"


@pytest.mark.bi
def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_is_answered(
    tab: Any, address: str
) -> None:
    tab.goto(f"{address}query.html")
    ask(tab, "select 1 as x")
    tab.get_by_label("SQL (DuckDB)").fill(
        "select count(*) from range(100000) a, range(100000) b, range(1000) c"
    )
    tab.get_by_role("button", name="Run", exact=True).click()
    tab.get_by_text("asking").wait_for()
    tab.get_by_role("button", name="Stop").click()
    assert tab.get_by_role("alert").inner_text() == "Stopped."
    ask(tab, "from range(20000)")
    assert "more than 10,000" in tab.locator("#q-count").inner_text()


@pytest.mark.bi
@pytest.mark.parametrize("page", ["minerals/cobalt.html", "explore.html"])
def test_the_query_of_a_page_is_asked_with_one_click(tab: Any, address: str, page: str) -> None:
    tab.goto(f"{address}{page}")
    tab.wait_for_selector("html[data-ready]")
    tab.wait_for_function("document.querySelector('details.sql code').textContent")
    shown = tab.locator("details.sql").first
    shown.locator("summary").click()
    query = shown.locator("code").text_content().strip()
    shown.locator("[data-ask]").click()
    tab.wait_for_selector("html[data-answered]")
    assert tab.get_by_label("SQL (DuckDB)").input_value() == query
    assert tab.locator("#q-rows tbody tr").count() > 0


@pytest.mark.bi
@pytest.mark.parametrize(("language", "run"), [("ru", "Выполнить"), ("kk", "Орындау")])
def test_it_answers_in_every_language(tab: Any, address: str, language: str, run: str) -> None:
    tab.goto(f"{address}{language}/query.html")
    tab.get_by_role("button", name=run, exact=True).click()
    tab.wait_for_selector("html[data-answered]")
    assert tab.locator("#q-rows tbody tr").count() > 10
    assert tab.locator("#q-error").is_hidden()


@pytest.mark.bi
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone(chromium: Any, address: str, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}query.html#sql={quote(EXAMPLES['years'].strip())}")
    page.wait_for_selector("#q-chart .vis svg")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.bi
def test_opened_from_disk_it_says_what_it_needs(
    chromium: Any, address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The folder that is served, opened as a file."""
    site = next(tmp_path_factory.getbasetemp().glob("with_engine*/warehouse/site"))
    page = chromium.new_page()
    page.goto((site / "query.html").as_uri())
    assert "minerals site --serve" in page.get_by_role("alert").inner_text()
    assert page.get_by_role("button", name="Run", exact=True).is_disabled()
    page.close()
