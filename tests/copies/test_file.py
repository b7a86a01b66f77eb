"""The released file: locked down for every reader, and swapped under readers without an error."""

from __future__ import annotations

import runpy
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.ground.errors import ReleaseError
from orchestration.release.shelf import recover, serve
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT
from tests.copies.small import FIRST_TOTAL, SECOND_TOTAL, SmallWarehouse

CONNECTIONS = PROJECT_ROOT / "warehouse" / "connections"
TOTAL = "select sum(quantity_tonnes) from marts.fct_production"

READS_A_FILE = [
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_json('/etc/passwd')",
    "select * from read_parquet('{folder}/releases/x.parquet')",
    "select * from parquet_metadata('{folder}/releases/x.parquet')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from glob('/etc/*')",
    "copy marts.dim_country from '/etc/passwd'",
    "import database '{folder}'",
    "install httpfs",
    "load '{folder}/x.duckdb_extension'",
]
WRITES = [
    "create table marts.x (x int)",
    "create schema x",
    "create view marts.x as select 1",
    "insert into marts.dim_country values ('X', 'X')",
    "update marts.dim_country set country_name = 'X'",
    "delete from marts.dim_country",
    "drop table marts.dim_country",
    "alter table marts.dim_country add column x int",
    "comment on table marts.dim_country is 'x'",
    "copy marts.dim_country to '{folder}/x.csv'",
    "copy (select 1) to '/dev/stdout'",
    "export database '{folder}/x'",
    "create persistent secret x (type s3, key_id 'a', secret 'b')",
]
ATTACHES = [
    "attach '{folder}/x.duckdb' as x",
    "attach '{folder}/build/critical_minerals.duckdb' as x (read_only)",
    "attach ':memory:' as x",
]
CHANGES_A_SETTING = [
    "set enable_external_access = true",
    "reset enable_external_access",
    "set lock_configuration = false",
    "set global memory_limit = '1GB'",
    "set threads = 1",
    "pragma threads = 1",
    "set session timezone = 'UTC'",
    "pragma enable_profiling",
    "set profiling_output = '{folder}/x'",
    "call enable_logging(storage = 'file', storage_path = '{folder}/x')",
]


@pytest.fixture(scope="module")
def served(two_releases: tuple[Path, str, str]) -> Settings:
    return Settings(warehouse_dir=two_releases[0])


@pytest.fixture(scope="module")
def connection(served: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_served(served) as connection:
        yield connection


@pytest.mark.parametrize("sql", [*READS_A_FILE, *WRITES, *ATTACHES, *CHANGES_A_SETTING])
def test_hardened_sql_cannot(
    sql: str, connection: duckdb.DuckDBPyConnection, served: Settings
) -> None:
    before = sorted(served.warehouse_dir.rglob("*"))
    with pytest.raises(duckdb.Error):
        connection.execute(sql.format(folder=served.warehouse_dir))
    assert sorted(served.warehouse_dir.rglob("*")) == before


@pytest.mark.parametrize("sql", ["select * from read_text('/etc/hostname')", "set threads = 1"])
def test_the_settings_are_what_closes_it(sql: str, served: Settings, tmp_path: Path) -> None:
    """Without them the same statement works: the tests above do not pass by accident."""
    copy = shutil.copy(served.served_database, tmp_path)
    with duckdb.connect(str(copy), read_only=True) as connection:
        connection.execute(sql)


def test_hardened_sql_can_ask(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute(TOTAL).fetchall() == [(SECOND_TOTAL,)]
    connection.execute("create temp table mine as select 1 as one")
    comments = connection.execute(
        "select comment from duckdb_columns() where schema_name = 'marts' and comment is not null"
    )
    assert len(comments.fetchall()) == 7


def test_before_the_first_release_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="minerals refresh"):
        open_served(Settings(warehouse_dir=tmp_path))


@pytest.mark.slow
def test_releases_are_swapped_under_readers(tmp_path: Path) -> None:
    warehouse = SmallWarehouse(tmp_path / "w")
    first = warehouse.release()
    warehouse.grow()
    second = warehouse.release()
    stop, seen, errors = threading.Event(), set(), list[str]()

    def read() -> None:
        try:
            while not stop.is_set():
                with open_served(warehouse.settings) as connection:
                    total = connection.execute(TOTAL).fetchall()[0][0]
                    again = connection.execute(TOTAL).fetchall()[0][0]
                    seen.add((total, again))
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is the finding
            errors.append(repr(error))

    # In another process it would be a connection of its own; here the engine shares one per file.
    kept = open_served(warehouse.settings)
    reader = threading.Thread(target=read)
    reader.start()
    for number in range(20):
        serve(warehouse.settings, first if number % 2 == 0 else second, lambda _: None)
    stop.set()
    reader.join(30)
    assert not errors
    assert seen <= {(FIRST_TOTAL, FIRST_TOTAL), (SECOND_TOTAL, SECOND_TOTAL)}
    assert kept.execute(TOTAL).fetchall() == [(SECOND_TOTAL,)]
    kept.close()
    assert not list(warehouse.settings.warehouse_dir.glob("*.wal"))


def test_a_process_that_stays_open_sees_the_next_release(warehouse: SmallWarehouse) -> None:
    """While an old connection is open: by the release's own path, not by the one that stays."""
    warehouse.release()
    kept = open_served(warehouse.settings)
    before = kept.execute(TOTAL).fetchall()
    warehouse.grow()
    warehouse.release()
    with open_served(warehouse.settings) as anew:
        assert anew.execute(TOTAL).fetchall() != before
    assert kept.execute(TOTAL).fetchall() == before
    kept.close()


def test_a_path_for_tools_outlives_the_release(warehouse: SmallWarehouse) -> None:
    link = warehouse.settings.releases_dir / "latest"
    for _ in range(2):
        release_id = warehouse.release()
        assert link.resolve().name == release_id
        assert sorted(link.glob("*.parquet"))
        warehouse.grow()
    link.unlink()
    recover(warehouse.settings)
    assert link.resolve().name == release_id


def test_superset_opens_each_query_on_the_served_release(
    warehouse: SmallWarehouse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from sqlalchemy.engine import make_url

    monkeypatch.setenv("MINERALS_SUPERSET_HOME", str(tmp_path))
    (tmp_path / "secret_key").write_text("x")
    config = runpy.run_path(str(CONNECTIONS / "superset" / "superset_config.py"))
    release_id = warehouse.release()
    served = make_url(f"duckdb:///{warehouse.settings.served_database}?access_mode=read_only")
    opened, _ = config["DB_CONNECTION_MUTATOR"](served, {}, "admin", None, None)
    assert Path(opened.database).parent.name == release_id
    assert opened.query == served.query
    other = make_url("postgresql://db.example/minerals")
    assert config["DB_CONNECTION_MUTATOR"](other, {})[0] == other


@pytest.mark.slow
def test_sql_can_neither_spill_nor_write_beside_the_release(warehouse: SmallWarehouse) -> None:
    warehouse.release()
    with open_served(warehouse.settings) as reader:
        databases = "select path from duckdb_databases() where path is not null"
        path = reader.execute(databases).fetchall()[0][0]
        for folder in (f"{path}.tmp", "/dev/null", str(warehouse.settings.warehouse_dir)):
            with pytest.raises(duckdb.Error):
                reader.execute(f"copy (select 1 as a) to '{folder}/x.csv'")
        with pytest.raises(duckdb.Error):
            reader.execute(
                "select i from (select repeat('x', 4_000_000) || i as text, i"
                " from range(1000) as r (i)) as wide order by text"
            )
