"""A real PostgreSQL server for the session, an empty database for each test, small releases.

All tests that need the server run in one worker (`postgres` group), so that it starts once.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from orchestration.copies.postgres import Copied, copy_to_postgres
from orchestration.settings import Settings
from tests.copies.foreign import debians_server
from tests.copies.server import running_server
from tests.copies.small import SmallWarehouse

_numbers = count(1)
TOTAL = "select sum(quantity_tonnes) from marts.fct_production"


@dataclass
class Database:
    """An empty database of the server, and how to ask it."""

    dsn: str

    def ask(self, sql: str, **login: str) -> list[tuple[Any, ...]]:
        """Rows of a query, in a connection of its own."""
        with psycopg.connect(make_conninfo(self.dsn, **login), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def new_role(self, name: str, may: str = "") -> str:
        """A login that no other test has: roles belong to the whole server."""
        role = f"{name}_{next(_numbers)}"
        self.ask(f"create role {role} login {may}")
        return role

    def settings(self, settings: Settings, **changes: Any) -> Settings:
        """The same warehouse, with this database as the place of its copy."""
        fields = {"postgres_dsn": SecretStr(self.dsn), "postgres_lock_wait_seconds": 5.0, **changes}
        return settings.model_copy(update=fields)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with running_server(is_durable=False) as dsn:
        yield dsn


@pytest.fixture(scope="session")
def debian() -> Iterator[str]:
    with debians_server() as dsn:
        yield dsn


@contextmanager
def new_database(server: str) -> Iterator[Database]:
    """An empty database that goes again."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as administrator:
        administrator.execute(f"create database {name}")
    yield Database(make_conninfo(server, dbname=name))
    with psycopg.connect(server, autocommit=True) as administrator:
        administrator.execute(f"drop database {name} with (force)")


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    with new_database(server) as database:
        yield database


@dataclass
class Copies:
    """A small warehouse with two releases, and a database for its copy."""

    warehouse: SmallWarehouse
    database: Database
    first: str
    second: str

    def copy(
        self,
        release_id: str | None = None,
        on_step: Callable[[str], None] = lambda _: None,
        force: bool = False,
        **settings: Any,
    ) -> Copied:
        """Copy a release, by default the second."""
        wanted = self.database.settings(self.warehouse.settings, **settings)
        return copy_to_postgres(wanted, release_id, on_step=on_step, force=force)

    @property
    def total(self) -> float:
        """What readers see."""
        return float(self.database.ask(TOTAL)[0][0])


@pytest.fixture
def warehouse(tmp_path: Path) -> SmallWarehouse:
    return SmallWarehouse(tmp_path / "warehouse")


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A small warehouse with two releases, for copying."""
    warehouse = SmallWarehouse(tmp_path_factory.mktemp("two") / "warehouse")
    first = warehouse.release()
    warehouse.grow()
    return warehouse.settings.warehouse_dir, first, warehouse.release()


@pytest.fixture
def copies(two_releases: tuple[Path, str, str], database: Database, tmp_path: Path) -> Copies:
    template, first, second = two_releases
    shutil.copytree(template, tmp_path / "copied_warehouse")
    return Copies(SmallWarehouse(tmp_path / "copied_warehouse"), database, first, second)
