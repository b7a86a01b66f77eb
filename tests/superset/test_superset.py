"""The dashboard in a real Superset: what it shows, what its filters do, what its SQL may not.

Belongs here: what needs the running tool (`make test-bi`). Does not belong here: what the files
say (`test_bundle.py`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr

from orchestration.copies.file.hardened import open_served
from orchestration.copies.postgres import copy_to_postgres
from orchestration.settings import Settings
from tests.copies.server import running_server
from tests.superset import bundle
from tests.superset.conftest import Superset

pytestmark = pytest.mark.bi
CHARTS = [pytest.param(c, id=c.title) for c in bundle.charts().values()]
FILTERS = [pytest.param(f, id=f["name"]) for f in bundle.native_filters()]
Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def chart_ids(superset: Superset) -> dict[str, int]:
    return {row["slice_name"]: row["id"] for row in superset.all_of("chart")}


@pytest.fixture(scope="session")
def dataset_ids(superset: Superset) -> dict[str, int]:
    return {row["table_name"]: row["id"] for row in superset.all_of("dataset")}


class Asker:
    """Asks what a chart asks on the dashboard, with values chosen in the filters."""

    def __init__(self, superset: Superset, dataset_ids: dict[str, int]) -> None:
        self.superset, self.dataset_ids = superset, dataset_ids

    def source(self, uuid: str) -> dict[str, Any]:
        return {"id": self.dataset_ids[bundle.datasets()[uuid]["table_name"]], "type": "table"}

    def chart(self, chart: bundle.Chart, **chosen: str | None) -> Rows:
        """Its rows, each filter that acts on it at its default or at the value `chosen`."""
        query = deepcopy(json.loads(chart.content["query_context"]))
        query["datasource"] = self.source(chart.content["dataset_uuid"])
        for native in bundle.native_filters():
            value = chosen.get(native["name"].lower(), bundle.default_of(native))
            if value is None or chart not in bundle.in_scope(native):
                continue
            column = native["targets"][0]["column"]["name"]
            for part in query["queries"]:
                part["filters"].append({"col": column, "op": "IN", "val": [value]})
        rows: Rows = [row for answer in self.superset.ask(query) for row in answer["data"]]
        return rows

    def titled(self, title: str, **chosen: str | None) -> Rows:
        (chart,) = [c for c in bundle.charts().values() if c.title == title]
        return self.chart(chart, **chosen)

    def number(self, title: str, **chosen: str | None) -> Any:
        """The value of a chart that shows one number."""
        ((value,),) = [row.values() for row in self.titled(title, **chosen)]
        return value

    def options(self, native: dict[str, Any]) -> list[str]:
        """What a filter offers to choose from."""
        (target,) = native["targets"]
        column = target["column"]["name"]
        query = {"columns": [column], "metrics": [], "filters": [], "row_limit": 1000}
        (answer,) = self.superset.ask(
            {"datasource": self.source(target["datasetUuid"]), "queries": [query]}
        )
        return [row[column] for row in answer["data"]]


@pytest.fixture(scope="session")
def asker(superset: Superset, dataset_ids: dict[str, int]) -> Asker:
    return Asker(superset, dataset_ids)


@pytest.fixture(scope="session")
def at_first(asker: Asker) -> dict[str, Rows]:
    """What every chart shows when somebody opens the dashboard, by title."""
    return {chart.title: asker.chart(chart) for chart in bundle.charts().values()}


@pytest.fixture(scope="module")
def release(released: Settings) -> duckdb.DuckDBPyConnection:
    return open_served(released)


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_has_data_as_it_is_saved(
    chart: bundle.Chart, superset: Superset, chart_ids: dict[str, int]
) -> None:
    answer = superset.client.get(f"/api/v1/chart/{chart_ids[chart.title]}/data/")
    assert answer.status_code == 200, answer.text
    for result in answer.json()["result"]:
        assert result["error"] is None
        assert result["rowcount"] > 0


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_has_data_as_the_dashboard_opens(
    chart: bundle.Chart, at_first: dict[str, Rows]
) -> None:
    rows = at_first[chart.title]
    assert rows
    if chart.params["viz_type"] == "big_number_total":
        assert next(iter(rows[0].values())) is not None


@pytest.mark.parametrize("native", FILTERS)
def test_every_filter_changes_what_it_acts_on(
    native: dict[str, Any], asker: Asker, at_first: dict[str, Rows]
) -> None:
    name, default = native["name"].lower(), bundle.default_of(native)
    options = asker.options(native)
    assert default is None or default in options
    other = next(option for option in sorted(options) if option != default)
    acted_on = bundle.in_scope(native)
    moved = [c for c in acted_on if asker.chart(c, **{name: other}) != at_first[c.title]]
    assert len(moved) > len(acted_on) / 2, "most of its charts must answer to it"


@pytest.mark.parametrize(
    ("title", "chosen", "sql"),
    [
        (
            "Largest producer, %",
            {"mineral": "Cobalt"},
            "select top1_share_pct from marts.rpt_mineral_profile where mineral_id = 'cobalt'",
        ),
        (
            "Concentration (HHI)",
            {},
            "select hhi from marts.rpt_mineral_profile where mineral_id = 'aluminium'",
        ),
        (
            "Minerals mined",
            {"country": "China"},
            "select mined_minerals from marts.rpt_country_profile where country_id = 'CHN'",
        ),
        (
            "Above 60%",
            {"list": "US 2025"},
            "select count(*) from marts.rpt_watchlist where list_id = 'us_2025' and not is_watched"
            " and (is_above_cap or is_processed_above_cap)",
        ),
        (
            "Supported",
            {},
            "select count(*) from marts.fct_claim_check where is_latest_vintage"
            " and verdict = 'supported' and reads_as = 'as_said'",
        ),
        (
            "Surely above 60%",
            {"edition": "USGS 2025", "stage": "mine"},
            "select count(distinct mineral_id) from marts.fct_single_country_cap"
            " where edition_id = 'usgs_mcs_2025' and stage = 'mine' and is_above_cap"
            " and year = 2024",
        ),
    ],
)
def test_numbers_are_the_marts_numbers(
    title: str,
    chosen: dict[str, str | None],
    sql: str,
    asker: Asker,
    release: duckdb.DuckDBPyConnection,
) -> None:
    ((expected,),) = release.execute(sql).fetchall()
    assert expected
    assert asker.number(title, **chosen) == pytest.approx(expected)


def test_kazakhstan_and_the_strategy_of_the_united_kingdom(asker: Asker) -> None:
    rows = asker.titled("How much of each list it produces")
    (found,) = [row for row in rows if row["critical_list"] == "UK strategy 2025"]
    counts = [found[key] for key in ("Is produced", "Nobody knows", "Not produced")]
    assert counts == [14, 22, 0]
    lines = asker.titled("The list line by line")
    assert len(lines) == sum(counts)
    assert sum(row["answer"] == "● yes" for row in lines) == counts[0]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('/etc/hostname')",
        "attach '/tmp/other.duckdb' as other",
        "copy (select 1) to '/tmp/out.csv'",
        "create table marts.mine (a integer)",
        "delete from marts.dim_mineral",
        "set enable_external_access = true",
    ],
)
def test_sql_lab_reads_the_marts_and_nothing_else(superset: Superset, sql: str) -> None:
    (database,) = superset.all_of("database")

    def run(text: str) -> int:
        order = {"database_id": database["id"], "schema": "marts", "sql": text, "runAsync": False}
        return superset.client.post("/api/v1/sqllab/execute/", json=order).status_code

    assert run("select count(*) from marts.dim_mineral") == 200
    assert run(sql) != 200


def test_a_second_set_up_changes_nothing(superset: Superset) -> None:
    before = {what: len(superset.all_of(what)) for what in ("chart", "dataset", "dashboard")}
    again = superset.run("prepare")
    assert again.returncode == 0, again.stdout + again.stderr
    assert superset.password not in again.stdout + again.stderr
    assert before == {what: len(superset.all_of(what)) for what in before}


def test_what_is_exported_is_what_was_imported(superset: Superset, tmp_path: Path) -> None:
    finished = superset.run("export", "--folder", str(tmp_path))
    assert finished.returncode == 0, finished.stdout + finished.stderr

    def texts(folder: Path) -> dict[str, str]:
        files = folder.rglob("*.yaml")
        return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}

    assert texts(tmp_path) == texts(bundle.FOLDER / "bundle")


def test_it_says_what_is_missing_when_nothing_is_released(
    superset: Superset, tmp_path: Path
) -> None:
    finished = superset.run("prepare", MINERALS_WAREHOUSE_DIR=str(tmp_path))
    assert finished.returncode == 1
    assert "make refresh" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_every_tab_is_drawn_in_a_browser(superset: Superset) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = Path(os.environ.get("MINERALS_CHROMIUM", "/usr/bin/chromium"))
    if not chromium.exists():
        pytest.skip(f"no Chromium at {chromium}")
    tabs = [tab["meta"]["text"] for tab in bundle.boxes("TAB").values()]
    failed: list[str] = []
    elsewhere: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 3000})

        def note(answer: Any) -> None:
            if "/chart/data" in answer.url and answer.status != 200:
                failed.append(answer.text())
            if not answer.url.startswith((superset.address, "data:", "blob:")):
                elsewhere.append(answer.url)

        page.on("response", note)
        page.goto(f"{superset.address}/login/")
        page.fill("input#username, input[name=username]", "admin")
        page.fill("input[type=password]", superset.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/welcome/**", timeout=120_000)
        page.goto(f"{superset.address}/superset/dashboard/critical-minerals/")
        for tab in tabs:
            page.locator(".ant-tabs-tab", has_text=tab).first.click(timeout=120_000)
            page.wait_for_load_state("networkidle", timeout=120_000)
            shown = page.locator(".dashboard-component-chart-holder:visible")
            assert shown.count() > 3
            assert page.locator("text=Data error").count() == 0
        browser.close()
    assert failed == []
    assert elsewhere == []


@pytest.fixture
def reader_of_the_copy(released: Settings) -> Iterator[str]:
    """Address of the release in a PostgreSQL server, for a login that may only read."""
    with running_server(is_durable=False) as dsn:
        copy_to_postgres(released.model_copy(update={"postgres_dsn": SecretStr(dsn)}))
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("create role dashboards login in role bi_reader")
        parts = conninfo_to_dict(dsn)
        yield f"postgresql+psycopg2://dashboards@/{parts['dbname']}?host={parts['host']}"


def shown(rows: Rows) -> list[str]:
    """Rows to compare: which of two equals comes first is no matter, nor is the last digit."""
    rounded = [{k: round(v, 6) if isinstance(v, float) else v for k, v in r.items()} for r in rows]
    return sorted(json.dumps(row, sort_keys=True) for row in rounded)


def test_over_the_postgresql_copy_every_chart_shows_the_same(
    superset: Superset, asker: Asker, at_first: dict[str, Rows], reader_of_the_copy: str
) -> None:
    try:
        moved = superset.run("import", MINERALS_SUPERSET_URI=reader_of_the_copy)
        assert moved.returncode == 0, moved.stdout + moved.stderr
        (database,) = superset.all_of("database")
        assert database["backend"] == "postgresql"
        differ = [
            chart.title
            for chart in bundle.charts().values()
            if shown(asker.chart(chart)) != shown(at_first[chart.title])
        ]
    finally:
        back = superset.run("import")
    assert differ == []
    assert back.returncode == 0
