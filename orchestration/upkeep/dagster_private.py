"""All that is used of Dagster though it is private to Dagster, whose version is pinned.

Belongs here: imports from `dagster._…`, and the SQLite event log whose connections stay open
(`dagster.yaml` names the class).
Does not belong here: anything that Dagster's public interface can do.

An upgrade test names what a new version of Dagster lacks. Dagster's own event log makes an
engine for every event that it stores: each statement is compiled anew, and closing the only
connection makes SQLite write its log back into the file. A refresh stores about a thousand events,
so this took longer than dbt. Tables, files and their places are Dagster's own; it reads them
without this class.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster import DagsterInstance, StringSource
from dagster._core.definitions.unresolved_asset_job_definition import (
    UnresolvedAssetJobDefinition,
)
from dagster._core.instance import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from dagster._utils.schedules import cron_string_iterator
from sqlalchemy import Connection, Engine, create_engine, event

__all__ = ["AssetJob", "KeptSqliteEventLogStorage", "cron_string_iterator", "quiet_instance"]

AssetJob = UnresolvedAssetJobDefinition
"""What `define_asset_job` gives; it has no public name."""

KEPT = 4  # the index of all runs and the runs used last; the web server reads many, one by one


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


_NO_COPY_OF_OUTPUT = {
    "module": "dagster._core.storage.noop_compute_log_manager",
    "class": "NoOpComputeLogManager",
}


def quiet_instance(home: Path) -> DagsterInstance:
    """The instance of a folder, telemetry off whatever its `dagster.yaml` says or leaves out.

    What steps print goes where the command prints. Dagster would start four processes for every
    step to keep a copy of it, which meet Ctrl-C too.
    """
    overrides = {"telemetry": {"enabled": False}, "compute_logs": _NO_COPY_OF_OUTPUT}
    return DagsterInstance.from_ref(InstanceRef.from_dir(str(home), overrides=overrides))
