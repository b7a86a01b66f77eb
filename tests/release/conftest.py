"""A small warehouse of its own: two marts, one raw table, real suites, real verdicts.

It goes through the same gates and the same publication as the large one, in a fraction of a second.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.gates.gx import Session
from orchestration.gates.judge import judge_layer
from orchestration.gates.suites import LAYERS
from orchestration.release import Outcome, current_release, known_fingerprints, publish
from orchestration.release.publish import CHANGELOG
from orchestration.settings import Settings
from tests.gates.conftest import session  # noqa: F401 - the same session for gates and releases

TABLES = """
create schema raw;
create schema marts;
create table raw.figures as
select * from (values (2, 'Congo', '220,000'), (3, 'Indonesia', '28,000'))
as t (source_row, name, value);
create table marts.dim_edition as
select * from (values
    (
        'usgs_mcs_2026', 'Mineral Commodity Summaries', 'doi:10.5066/P1WKQ63T',
        'US public domain', 'USGS'
    )
) as t (edition_id, source_name, doi_or_url, licence, attribution);
create table marts.fct_production as
select * from (values
    ('usgs_mcs_2026', 'COD', 2024, cast(220000 as double), date '2026-02-06'),
    ('usgs_mcs_2026', 'IDN', 2024, cast(28000 as double), null),
    ('usgs_mcs_2026', 'AUS', 2024, cast(3600 as double), null)
) as t (edition_id, country_id, year, quantity_tonnes, seen_on);
"""
COLUMNS = {
    "dim_edition": ["edition_id", "source_name", "doi_or_url", "licence", "attribution"],
    "fct_production": ["edition_id", "country_id", "year", "quantity_tonnes", "seen_on"],
}
KEYS = {"dim_edition": ["edition_id"], "fct_production": ["edition_id", "country_id", "year"]}
RAW_KEY = ["source_row"]


class World:
    """A warehouse that tests build, spoil, judge and publish."""

    def __init__(self, folder: Path, gx: Session) -> None:
        self.settings = Settings(
            project_root=folder / "project",
            warehouse_dir=folder / "warehouse",
            embedded_dir=folder / "embedded",
        )
        self._gx = gx
        self.settings.build_dir.mkdir(parents=True)
        self.settings.embedded_dir.mkdir()
        changes = self.settings.dbt_project_dir / "docs" / CHANGELOG
        changes.parent.mkdir(parents=True, exist_ok=True)
        changes.write_text("# Changes\n")
        (self.settings.embedded_dir / "figures.csv").write_text("name,value\nCongo,220000\n")
        self.run(TABLES)
        self.write_suite("raw", "figures", RAW_KEY)
        for name, key in KEYS.items():
            self.write_suite("marts", name, key)
        self.write_manifest()

    def run(self, sql: str) -> None:
        """Change the build."""
        with duckdb.connect(str(self.settings.build_database)) as connection:
            connection.execute(sql)

    def write_suite(self, layer: str, table: str, key: list[str], most: int = 1000) -> Path:
        """A suite with two expectations: the key is unique, and there are not too many rows."""
        path = self.settings.suites_dir / layer / f"{table}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        unique = {"column_list": key} if len(key) > 1 else {"column": key[0]}
        kind = "expect_compound_columns" if len(key) > 1 else "expect_column_values"
        expectations = [
            _expectation(f"{kind}_to_be_unique", "key_is_unique", unique),
            _expectation("expect_table_row_count_to_be_between", "rows", {"max_value": most}),
        ]
        body = {"name": f"{layer}/{table}", "expectations": expectations, "meta": {"key": key}}
        path.write_text(json.dumps(body))
        return path

    def write_frame(self, table: str, sql: str) -> None:
        """What the suite of a mart looks at instead of the table itself."""
        path = self.settings.suites_dir.parent / "frames" / "marts" / f"{table}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sql)

    def write_manifest(
        self,
        columns: dict[str, list[str]] | None = None,
        views: dict[str, str] | None = None,
        **descriptions: str,
    ) -> None:
        """A dbt manifest as dbt writes it, reduced to what is read."""
        nodes: dict[str, Any] = {}
        for table, names in {**COLUMNS, **(columns or {})}.items():
            nodes[f"model.m.{table}"] = {
                "resource_type": "model",
                "schema": "marts",
                "name": table,
                "description": f"All about {table}.",
                "config": {"meta": {"released_as_view_of": (views or {}).get(table)}},
                "constraints": [{"type": "primary_key", "columns": KEYS.get(table, names[:1])}],
                "columns": {
                    name: {"description": descriptions.get(name, f"Meaning of {name}."), "meta": {}}
                    for name in names
                },
            }
        self.settings.dbt_target_dir.mkdir(parents=True, exist_ok=True)
        (self.settings.dbt_target_dir / "manifest.json").write_text(json.dumps({"nodes": nodes}))

    def judge(self) -> None:
        """Run the gates as a refresh does."""
        last = current_release(self.settings)
        for layer in LAYERS:
            known = known_fingerprints(self.settings, layer, last)
            judge_layer(self.settings, layer, last_release=last, known=known, session=self._gx)

    def publish(self) -> Outcome:
        """Run the gates, then publish."""
        self.judge()
        return publish(self.settings)

    def grow(self) -> None:
        """Make every country 1,000 tonnes larger, so that there is something to publish."""
        self.run("update marts.fct_production set quantity_tonnes = quantity_tonnes + 1000")

    def served(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the served file."""
        path = str(self.settings.served_database)
        with duckdb.connect(path, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    @property
    def total(self) -> float:
        """What readers see."""
        return float(self.served("select sum(quantity_tonnes) from marts.fct_production")[0][0])


def _expectation(kind: str, name: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    meta = {"id": name, "why": "a test says so"}
    return {"type": kind, "kwargs": kwargs, "meta": meta}


@pytest.fixture
def world(tmp_path: Path, session: Session) -> World:  # noqa: F811
    return World(tmp_path, session)


@pytest.fixture
def other_world(tmp_path: Path, session: Session) -> World:  # noqa: F811
    folder = tmp_path / "other"
    folder.mkdir()
    return World(folder, session)
