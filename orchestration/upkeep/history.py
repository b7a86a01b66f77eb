"""Dagster's run history in SQLite, with connections that stay open.

Belongs here: how Dagster's own SQLite event log connects (`dagster.yaml` names the class), and
opening the history of one DAGSTER_HOME.
Does not belong here: what is logged, and what is read from it (`steps`).

Dagster makes an engine for every event that it stores: each statement is compiled anew, and closing
the only connection makes SQLite write its log back into the file. A refresh stores about a thousand
events, so that took longer than dbt. Tables, files and their places are Dagster's own; it reads
them without this class. What is overridden is private to Dagster, whose version is pinned.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster import DagsterInstance, StringSource
from dagster._core.instance import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import Connection, Engine, create_engine, event

from orchestration.ground.files import copy_whole
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster._serdes import ConfigurableClassData

CONFIGURATION = "dagster.yaml"
_NO_TELEMETRY = {"telemetry": {"enabled": False}}
KEPT = 4  # the index of all runs and the runs used last; the web server reads many, one by one


def home_of(settings: Settings) -> Path:
    """The folder of this warehouse's history, which is made if need be.

    Where it has no `dagster.yaml`, as in a new warehouse, it gets the one that ships.
    """
    home = Path(os.environ.get("DAGSTER_HOME") or settings.dagster_home).absolute()
    home.mkdir(parents=True, exist_ok=True)
    shipped = settings.project_root / "warehouse" / "dagster_home" / CONFIGURATION
    if shipped.exists() and not (home / CONFIGURATION).exists():
        copy_whole(shipped, home / CONFIGURATION)
    return home


@contextmanager
def open_history(home: Path) -> Iterator[DagsterInstance]:
    """The instance of `home`, whatever DAGSTER_HOME says; its `dagster.yaml` refers to it.

    Telemetry is off, whatever that file says or leaves out.
    """
    before = os.environ.get("DAGSTER_HOME")
    os.environ["DAGSTER_HOME"] = str(home)
    try:
        reference = InstanceRef.from_dir(str(home), overrides=_NO_TELEMETRY)
        with DagsterInstance.from_ref(reference) as instance:
            yield instance
    finally:
        if before is None:
            del os.environ["DAGSTER_HOME"]
        else:
            os.environ["DAGSTER_HOME"] = before


class KeptSqliteEventLogStorage(SqliteEventLogStorage):
    """Dagster's SQLite event log; connects to each of its files once, not once per event."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> Any:
        """The folder whose `history` holds the log, as without this class."""
        return {"dagster_home": StringSource}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> KeptSqliteEventLogStorage:
        """As `dagster.yaml` says."""
        return cls(str(Path(config_value["dagster_home"]) / "history" / "runs"), inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.connect() as connection, connection.begin():
                yield connection

    def _engine(self, shard: str) -> Engine:
        engine = self._engines.pop(shard, None) or self._new_engine(shard)
        self._engines[shard] = engine  # the one used last stands last
        if len(self._engines) > KEPT:
            self._engines.pop(next(iter(self._engines))).dispose()
        return engine

    def _new_engine(self, shard: str) -> Engine:
        engine = create_engine(
            self.conn_string_for_shard(shard),
            connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
        )
        event.listen(engine, "connect", _wait_for_the_disk_at_checkpoints)
        return engine

    def dispose(self) -> None:
        """Close what is open."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()


def _wait_for_the_disk_at_checkpoints(connection: Any, _: object) -> None:
    """A power cut may then cost the last events, never the file."""
    connection.execute("pragma synchronous=normal")
