"""The relations of the build database as they are now: their names and fingerprints.

Belongs here: looking into that file, once for as long as nobody writes to it.
Does not belong here: what a fingerprint is (`ground/fingerprint.py`), what it is compared with.

A refresh asks for the same fingerprints when it looks for what was read, what must be built, what
stayed as it was and what is to be published. Each costs a walk over the rows, so an answer is kept
while the file and the log beside it have the size and the time of change that they had when it was
given. What a build found is kept in a file for the next process (`kept_fingerprints.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.build.kept_fingerprints import forget, keep, kept
from orchestration.ground.connection import literal, open_memory, quoted
from orchestration.ground.files import sha256_of
from orchestration.ground.fingerprint import Fingerprint, table_fingerprint

if TYPE_CHECKING:
    import duckdb

    from orchestration.settings import WarehouseSettings

_THREADS = 2

State = tuple[tuple[int, int, int], ...]
"""Inode, size in bytes and nanosecond of the last change of each file of a database."""


@dataclass
class _Seen:
    """What was found in a database while it was in one state."""

    state: State
    names: dict[str, str] | None = None
    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)


_seen: dict[Path, _Seen] = {}


def relation_names(settings: WarehouseSettings) -> dict[str, str]:
    """Every relation of the build database as `schema.table`: table or view."""
    if not settings.build_database.exists():
        return {}
    seen = _seen_now(settings)
    if seen.names is None:
        with _open(settings) as connection:
            rows = connection.execute(
                "select table_schema || '.' || table_name, table_type "
                "from information_schema.tables where table_catalog = 'build'"
            ).fetchall()
        seen.names = {str(name): "view" if kind == "VIEW" else "table" for name, kind in rows}
    return dict(seen.names)


def relation_digests(settings: WarehouseSettings, names: Collection[str]) -> dict[str, str]:
    """Fingerprints of relations by `schema.table`: rows of a table, text of a view.

    A view's rows follow from its text and from what it reads, which has a fingerprint of its own.
    """
    with _open(settings) as connection:
        found = connection.execute(
            "select schema_name || '.' || view_name, sql from duckdb_views() "
            "where database_name = 'build'"
        ).fetchall()
    texts = {str(name): hashlib.sha256(str(sql).encode()).hexdigest() for name, sql in found}
    tables = {name: in_build(name) for name in names if name not in texts}
    views = {name: texts[name] for name in names if name in texts}
    return {**views, **{n: each.digest for n, each in fingerprints(settings, tables).items()}}


def in_build(name: str) -> str:
    """What stands after `from` for `schema.table`, with the database as `build`."""
    return ".".join(["build", *(quoted(part) for part in name.split(".", 1))])


def fingerprints(
    settings: WarehouseSettings, relations: Mapping[str, str]
) -> dict[str, Fingerprint]:
    """Fingerprints by name of what can stand after `from`, with the database as `build`."""
    seen = _seen_now(settings).fingerprints
    asked = sorted(set(relations.values()) - seen.keys())
    if asked:
        with _open(settings) as connection:

            def walk(relation: str) -> Fingerprint:
                with connection.cursor() as cursor:
                    return table_fingerprint(cursor, relation)

            with ThreadPoolExecutor(_THREADS) as pool:
                seen.update(zip(asked, pool.map(walk, asked), strict=True))
    return {name: seen[relation] for name, relation in relations.items()}


@contextmanager
def leaving_alone(settings: WarehouseSettings, names: Collection[str]) -> Iterator[None]:
    """Keep what is known of tables, as `schema.table`, that the block does not write to.

    Should it write to one all the same, a release is refused, for what is staged is walked again,
    and the next refresh walks every table.
    """
    known = _seen_now(settings).fingerprints if names else {}
    alone = {each: known[each] for each in map(in_build, names) if each in known}
    yield
    if alone:
        _seen_now(settings).fingerprints.update(alone)


def keep_for_the_next_process(settings: WarehouseSettings) -> None:
    """Keep what is known of the build database, whose log is empty: a build has just ended."""
    seen = _seen_now(settings)
    if len(seen.state) == 1:
        digest = sha256_of(settings.build_database)
        if _state(settings.build_database) == seen.state:  # nobody wrote while it was read
            keep(settings, digest, seen.fingerprints)


def forget_fingerprints(settings: WarehouseSettings) -> None:
    """Trust no fingerprint any more: a table did not hold what it was said to hold."""
    forget(settings)
    _seen.pop(settings.build_database, None)


def _seen_now(settings: WarehouseSettings) -> _Seen:
    """What is known of the build database as it is now; nothing, if it was written to since."""
    database = settings.build_database
    state = _state(database)
    seen = _seen.get(database)
    if seen is None:
        # The first look of this process. A log beside the file may change what the file says.
        known = kept(settings) if len(state) == 1 else {}
        seen = _seen[database] = _Seen(state, fingerprints=known)
    elif seen.state != state:
        seen = _seen[database] = _Seen(state)
    return seen


def _state(database: Path) -> State:
    files = (database, database.with_name(f"{database.name}.wal"))
    facts = [file.stat() for file in files if file.exists()]
    return tuple((each.st_ino, each.st_size, each.st_mtime_ns) for each in facts)


def _open(settings: WarehouseSettings) -> duckdb.DuckDBPyConnection:
    connection = open_memory()
    connection.execute(f"attach {literal(str(settings.build_database))} as build (read_only)")
    return connection
