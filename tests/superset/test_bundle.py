"""The dashboard's files against a release, without Superset: nothing names what is not there.

Belongs here: what takes no second. Does not belong here: a running Superset (`test_superset.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from orchestration.copies.file.hardened import HARDENED, open_served
from orchestration.settings import Settings
from tests.superset import bundle

DATASETS = [pytest.param(d, id=d["table_name"]) for d in bundle.datasets().values()]
CHARTS = [pytest.param(c, id=c.title) for c in bundle.charts().values()]
FILTERS = [pytest.param(f, id=f["name"]) for f in bundle.native_filters()]


@pytest.fixture(scope="module")
def release(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_served(released) as connection:
        yield connection


def columns_of(dataset: dict[str, Any]) -> set[str]:
    return {column["column_name"] for column in dataset["columns"]}


def test_every_uuid_is_used_once() -> None:
    files = (bundle.FOLDER / "bundle").rglob("*.yaml")
    ids = Counter(str(content["uuid"]) for content in map(bundle.read, files) if "uuid" in content)
    assert len(ids) > 50
    assert [uuid for uuid, times in ids.items() if times > 1] == []


def test_the_dashboard_has_the_five_tabs_and_the_filters_that_were_asked_for() -> None:
    tabs = [tab["meta"]["text"] for tab in bundle.boxes("TAB").values()]
    assert sorted(tabs) == ["60% watchlist", "Claims", "Country", "Mineral", "Overview"]
    assert {"List", "Mineral", "Country", "Stage", "Edition"} <= {
        native["name"] for native in bundle.native_filters()
    }


def test_every_chart_stands_in_the_dashboard_once() -> None:
    shown = Counter(box["meta"]["uuid"] for box in bundle.boxes("CHART").values())
    assert shown == Counter(bundle.charts().keys())
    numbers = [box["meta"]["chartId"] for box in bundle.boxes("CHART").values()]
    assert len(set(numbers)) == len(numbers)
    layout = bundle.dashboard()["position"]
    for name, box in layout.items():
        if isinstance(box, dict):
            assert all(layout[child]["parents"][-1] == name for child in box.get("children", []))


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_of_a_dataset_exists_in_the_release(
    dataset: dict[str, Any], release: duckdb.DuckDBPyConnection
) -> None:
    found = release.execute(f"select * from {bundle.source(dataset)} limit 0").description  # noqa: S608
    assert columns_of(dataset) == {column[0] for column in found}
    assert dataset["schema"] == "marts"
    assert dataset["database_uuid"] == bundle.database()["uuid"]
    assert all(column["description"] for column in dataset["columns"])
    assert dataset["description"]


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_asks_for_columns_that_exist_and_for_sql_that_runs(
    chart: bundle.Chart, release: duckdb.DuckDBPyConnection
) -> None:
    dataset = bundle.datasets()[chart.content["dataset_uuid"]]
    assert chart.columns <= columns_of(dataset)
    assert chart.content["description"], "says its source"
    assert chart.content["query_context"], "lets the chart's data be asked for without a browser"
    wanted = [*chart.metrics.values(), "count(*)"]
    condition = " and ".join(f"({sql})" for sql in chart.free_filters) or "true"
    rows = release.execute(
        f"select {', '.join(wanted)} from {bundle.source(dataset)} where {condition}"  # noqa: S608
    ).fetchall()
    assert rows[0][-1] > 0


@pytest.mark.parametrize("native", FILTERS)
def test_every_filter_offers_its_default_and_acts_on_something(
    native: dict[str, Any], release: duckdb.DuckDBPyConnection
) -> None:
    (target,) = native["targets"]
    dataset = bundle.datasets()[target["datasetUuid"]]
    column = target["column"]["name"]
    offered = release.execute(
        f"select distinct {column} from {bundle.source(dataset)}"  # noqa: S608
    ).fetchall()
    assert len(offered) > 1
    default = bundle.default_of(native)
    assert default is None or (default,) in offered
    assert set(native["scope"]["rootPath"]) <= set(bundle.boxes("TAB"))
    assert bundle.in_scope(native)


def test_the_connection_is_hardened_and_holds_no_secret() -> None:
    address, _, settings = bundle.database()["sqlalchemy_uri"].partition("?")
    assert address == "duckdb:///warehouse/critical_minerals.duckdb"
    wanted = {"access_mode": "read_only", **HARDENED}
    assert dict(pair.split("=") for pair in settings.split("&")) == wanted
    assert not bundle.database().get("password")
    may = ("allow_ctas", "allow_cvas", "allow_dml", "allow_file_upload", "impersonate_user")
    assert not any(bundle.database()[right] for right in may)


def test_its_environment_is_locked_by_hash() -> None:
    lock = (bundle.FOLDER / "requirements.lock").read_text(encoding="utf-8")
    pinned = [line for line in lock.splitlines() if line[:1].isalnum()]
    assert "apache-superset==6.1.0 \\" in pinned
    assert lock.count("--hash=sha256:") >= len(pinned) > 100
    assert "index-url" not in lock
