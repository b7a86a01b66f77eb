"""A Great Expectations session for all gate tests, and databases that a test may mutate."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.build.flows import show_partitions
from orchestration.build.raw_tables import write_landed_editions, write_tables
from orchestration.gates.frames import read_frame, show_last_release
from orchestration.gates.gx import Session
from orchestration.gates.judge import Judge
from orchestration.gates.suites import Suite, load_suite
from orchestration.gates.verdicts import Verdict
from orchestration.landing.flows.arrival import add
from orchestration.landing.flows.partitions import landed_partitions
from orchestration.landing.types import EditionRow, PinnedEdition
from orchestration.publishers import read_raw_tables
from orchestration.settings import Settings
from tests.publishers import baci_builders, hmrc_builders
from tests.publishers.bgs_builders import invented_records
from tests.publishers.comtrade_builders import invented_reports

Write = Callable[..., Suite]


LANDED_EDITION = PinnedEdition(
    "usgs_mcs_2027",
    "usgs_mcs",
    "landed",
    revision=1,
    row=EditionRow(
        source_name="USGS Mineral Commodity Summaries",
        edition="2027",
        published_on="2027-01-31",
        doi_or_url="https://doi.org/10.5066/P1WKQ63T",
        licence="US public domain",
        attribution="Figures: U.S. Geological Survey, Mineral Commodity Summaries 2027.",
    ),
    arrived_at=datetime(2027, 2, 1, tzinfo=UTC),
)


@pytest.fixture(scope="session")
def session() -> Session:
    return Session()


@pytest.fixture(scope="session")
def raw_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build database that holds the raw layer of the figures that ship.

    Sources whose figures do not ship have invented ones, and one edition has landed, or
    their suites would judge nothing. Bulk trade is landed from a small archive.
    """
    settings = Settings(warehouse_dir=tmp_path_factory.mktemp("raw_build"))
    tables = read_raw_tables(settings.embedded_dir)
    invented = {
        "bgs_wms_records": invented_records(),
        "comtrade_reports": invented_reports(),
        "hmrc_ots_records": hmrc_builders.invented_records(),
    }
    write_tables(settings, {**tables, **invented})
    write_landed_editions(settings, [LANDED_EDITION])
    files = tmp_path_factory.mktemp("bulk")
    (files / baci_builders.ARCHIVE).write_bytes(baci_builders.archive_of(baci_builders.flows()))
    (files / hmrc_builders.MONTH).write_bytes(hmrc_builders.text_of(hmrc_builders.lines()))
    list(add(settings, [files]))
    show_partitions(settings, landed_partitions(settings))
    return settings.build_database


class Build:
    """A copy of a build database that tests may spoil, and that mends itself."""

    def __init__(self, database: Path, folder: Path, last_release: Path | None = None) -> None:
        copy = folder / "mutable.duckdb"
        shutil.copy(database, copy)
        self.connection = duckdb.connect(":memory:")
        self.connection.execute(f"attach '{database}' as clean (read_only)")
        self.connection.execute(f"attach '{copy}' as build")
        self.connection.execute("attach ':memory:' as previous")
        self.connection.execute("use build")
        show_last_release(self.connection, last_release)
        self._views = dict(
            self.connection.execute(
                "select 'trade.' || view_name, sql from duckdb_views() "
                "where database_name = 'clean' and schema_name = 'trade'"
            ).fetchall()
        )
        self._spoilt: set[str] = set()

    def spoil(self, sql: str) -> None:
        """Change tables, or replace views, by name `schema.table`."""
        self._spoilt |= set(re.findall(r"(?<!clean\.)\b(?:raw|marts|trade)\.\w+", sql))
        self.connection.execute(sql)

    def mend(self) -> None:
        """Undo every change."""
        for table in self._spoilt - set(self._views):
            self.connection.execute(f"create or replace table {table} as from clean.{table}")
        for view in self._spoilt & set(self._views):
            self.connection.execute(self._views[view].replace("VIEW", "OR REPLACE VIEW", 1))
        self._spoilt.clear()


def judge_now(
    connection: duckdb.DuckDBPyConnection,
    suite: Suite,
    session: Session,
    release: str | None = None,
) -> Verdict:
    """Read and judge one table as it stands."""
    return Judge(session, release, None).judge(suite, read_frame(connection, suite))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build with one small table, `marts.shares`."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("attach ':memory:' as build")
        connection.execute("attach ':memory:' as previous")
        connection.execute("use build")
        connection.execute("create schema marts")
        connection.execute(
            """
            create table marts.shares as
            select * replace (cast(share_pct as double) as share_pct) from (values
                ('cobalt', 'COD', 2024, 74.2),
                ('cobalt', 'IDN', 2024, 9.1),
                ('gallium', 'CHN', 2024, 98.0)
            ) as t (mineral_id, country_id, year, share_pct)
            """
        )
        yield connection


@pytest.fixture
def write_suite(tmp_path: Path) -> Write:
    """Write a suite for `marts.shares` and load it."""

    def write(
        *expectations: dict[str, Any],
        frame: str = "",
        deviations: str = "",
        meta: dict[str, Any] | None = None,
    ) -> Suite:
        room = tmp_path / "expectations"
        path = room / "suites" / "marts" / "shares.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = {
            "name": "marts/shares",
            "expectations": list(expectations),
            "meta": {"key": ["mineral_id", "country_id", "year"], **(meta or {})},
        }
        path.write_text(json.dumps(body))
        if frame:
            (room / "frames" / "marts").mkdir(parents=True, exist_ok=True)
            (room / "frames" / "marts" / "shares.sql").write_text(frame)
        if deviations:
            (room / "accepted_deviations.yml").write_text(deviations)
        return load_suite(path, "marts")

    return write


def expectation(kind: str, **kwargs: Any) -> dict[str, Any]:
    """A declared expectation; `meta`, `severity` and `id` may be given."""
    meta = {"id": kwargs.pop("id", "rule"), "why": "a test says so", **kwargs.pop("meta", {})}
    asked = {name: kwargs.pop(name) for name in ("severity",) if name in kwargs}
    return {"type": kind, "kwargs": kwargs, **asked, "meta": meta}


def share_within(**changes: Any) -> dict[str, Any]:
    """An expectation that the clean table meets."""
    kwargs = {"column": "share_pct", "min_value": 0, "max_value": 100, **changes}
    return expectation("expect_column_values_to_be_between", **kwargs)
