"""The dashboard bundle as a test reads it: what each chart asks of which dataset.

Belongs here: reading the files. Does not belong here: what must hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "warehouse" / "connections" / "superset"
# The parts of a chart that name columns, by what Superset calls them.
ONE_COLUMN = ("x_axis", "entity")
MANY_COLUMNS = ("groupby", "all_columns")
METRICS = (
    "metrics",
    "metric",
    "secondary_metric",
    "timeseries_limit_metric",
    "series_limit_metric",
)


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart, with what it asks for."""

    title: str
    content: dict[str, Any]

    @property
    def params(self) -> dict[str, Any]:
        return dict(self.content["params"])

    @property
    def metrics(self) -> dict[str, str]:
        """SQL of every metric by its label."""
        found = [self.params[name] for name in METRICS if self.params.get(name)]
        flat = [one for many in found for one in (many if isinstance(many, list) else [many])]
        return {metric["label"]: metric["sqlExpression"] for metric in flat}

    @property
    def columns(self) -> set[str]:
        """Columns that it names; a sort may also name a metric."""
        named = {self.params[key] for key in ONE_COLUMN if key in self.params}
        for key in MANY_COLUMNS:
            named |= set(self.params.get(key, []))
        named |= {rule["subject"] for rule in self.filters if rule["expressionType"] == "SIMPLE"}
        named |= {rule["column"] for rule in self.params.get("conditional_formatting", [])}
        return named | set(self.params.get("column_config", {}))

    @property
    def filters(self) -> list[dict[str, Any]]:
        return list(self.params["adhoc_filters"])

    @property
    def free_filters(self) -> list[str]:
        """Conditions that are written as SQL."""
        return [rule["sqlExpression"] for rule in self.filters if rule["expressionType"] == "SQL"]


@cache
def read(path: Path) -> dict[str, Any]:
    """One file; by the parser in C, for half a megabyte is a lot for the other."""
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert isinstance(content, dict), path
    return content


def _files(kind: str) -> Iterator[dict[str, Any]]:
    return (read(path) for path in sorted((FOLDER / "bundle" / kind).rglob("*.yaml")))


@lru_cache(maxsize=1)
def charts() -> dict[str, Chart]:
    return {str(file["uuid"]): Chart(file["slice_name"], file) for file in _files("charts")}


@lru_cache(maxsize=1)
def datasets() -> dict[str, dict[str, Any]]:
    return {str(file["uuid"]): file for file in _files("datasets")}


@lru_cache(maxsize=1)
def dashboard() -> dict[str, Any]:
    (only,) = _files("dashboards")
    return only


@lru_cache(maxsize=1)
def database() -> dict[str, Any]:
    (only,) = _files("databases")
    return only


def boxes(kind: str) -> dict[str, dict[str, Any]]:
    """Parts of the dashboard's layout of one kind, by their id."""
    layout = dashboard()["position"].values()
    return {box["id"]: box for box in layout if isinstance(box, dict) and box["type"] == kind}


def native_filters() -> list[dict[str, Any]]:
    return list(dashboard()["metadata"]["native_filter_configuration"])


def default_of(native: dict[str, Any]) -> str | None:
    """The value that a filter starts with."""
    values = native["defaultDataMask"]["filterState"].get("value") or [None]
    return values[0]


def in_scope(native: dict[str, Any]) -> list[Chart]:
    """Charts that a filter acts on: those in its tabs that are not left out and know its column."""
    column = native["targets"][0]["column"]["name"]
    found = []
    for box in boxes("CHART").values():
        chart = charts()[box["meta"]["uuid"]]
        known = {c["column_name"] for c in datasets()[chart.content["dataset_uuid"]]["columns"]}
        is_inside = set(box["parents"]) & set(native["scope"]["rootPath"])
        if is_inside and column in known:
            found.append((box["meta"]["chartId"], chart))
    return [chart for number, chart in found if number not in native["scope"]["excluded"]]


def source(dataset: dict[str, Any]) -> str:
    """The dataset as something to select from, its computed columns included."""
    inner = dataset.get("sql") or f"select * from {dataset['schema']}.{dataset['table_name']}"  # noqa: S608
    computed = [
        f"({column['expression']}) as {column['column_name']}"
        for column in dataset["columns"]
        if column.get("expression")
    ]
    return f"(select {', '.join(['inside.*', *computed])} from ({inner}) as inside) as source"  # noqa: S608
