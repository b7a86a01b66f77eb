"""The order of the steps of one copy; each may fail, and then the server has what it had.

Belongs here: that order, and what is decided before the first of them.
Does not belong here: how a step is done (the modules beside this one).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.copies.postgres import copied, roles, tables
from orchestration.copies.postgres.address import connect, shown_address
from orchestration.copies.postgres.arrived import verify
from orchestration.copies.postgres.copied import SCHEMA, Copied, Present
from orchestration.copies.postgres.limits import limit_readers
from orchestration.copies.postgres.swap import swap
from orchestration.copies.postgres.turn import hold_turn
from orchestration.copies.postgres.views import find_views, try_views
from orchestration.ground.drafts import draft_name, own_folder
from orchestration.ground.errors import CopyError, ReleaseError
from orchestration.release.datapackage import read_package
from orchestration.release.manifest import Manifest, read_manifest
from orchestration.release.pointer import DATABASE
from orchestration.release.shelf import current_release, release_folder

if TYPE_CHECKING:
    import psycopg

    from orchestration.settings import Settings, WarehouseSettings

OnStep = Callable[[str], None]
_SESSION = """
set local search_path = '';
set local timezone = 'UTC';
set local standard_conforming_strings = on;
set local client_min_messages = warning;
set local lock_timeout = '2s';
set local statement_timeout = 0;
set local idle_in_transaction_session_timeout = 0
"""


def copy_to_postgres(
    settings: Settings,
    release_id: str | None = None,
    *,
    force: bool = False,
    on_step: OnStep = lambda step: None,
) -> Copied:
    """Make the server's schema `marts` hold exactly one release, by default the one served.

    Args:
        settings: where the releases and the server are.
        release_id: another release of the shelf.
        force: copy again although the server has this release.
        on_step: called with the name of each step before it begins.

    Raises:
        CopyError: when it could not be done; the server then has what it had.
        BusyError: when another process is copying.
    """
    folder = _folder(settings, release_id)
    on_step("connect")
    connection = connect(settings)
    # leaves with a commit, or with a rollback of everything
    with _refusals_as_ours(connection), connection:
        present = _begin(connection)
        manifest = read_manifest(folder)
        if present and not force and present.release_id == folder.name:
            return Copied(folder.name, folder.name, False, len(manifest.tables), manifest.rows)
        outcome = _copy(connection, settings, folder, manifest, present, on_step)
        on_step("commit")
    on_step("done")
    return outcome


def check_postgres(settings: Settings) -> tuple[str | None, str]:
    """Which release the server has and which one is served here; changes nothing.

    Raises:
        CopyError: when the server cannot be reached or its schema is not ours.
    """
    folder = _folder(settings, None)
    connection = connect(settings)
    with _refusals_as_ours(connection), connection:
        present = copied.read_present(connection, shown_address(connection))
    return (present.release_id if present else None), folder.name


def _folder(settings: WarehouseSettings, release_id: str | None) -> Path:
    folder = release_folder(settings, release_id) if release_id else current_release(settings)
    if folder is None:
        raise ReleaseError(
            "Nothing is released yet, so there is nothing to copy",
            where=str(settings.releases_dir),
            way_out="run `minerals refresh` (or `make refresh`) first",
        )
    return folder


def _begin(connection: psycopg.Connection) -> Present | None:
    """Start the transaction that everything is in, alone."""
    connection.execute(_SESSION)
    where = shown_address(connection)
    hold_turn(connection, where)
    return copied.read_present(connection, where)


def _copy(
    connection: psycopg.Connection,
    settings: Settings,
    folder: Path,
    manifest: Manifest,
    present: Present | None,
    on_step: OnStep,
) -> Copied:
    staging = f"{SCHEMA}_{folder.name.lower().replace('-', '_')}"
    package = read_package(folder)
    on_step("stage")
    with tables.open_release(folder / DATABASE) as source:
        wanted = tables.read_tables(source, manifest, package)
        tables.create(connection, staging, wanted)
        copied.write_release(connection, staging, manifest)
        on_step("try views")
        try_views(connection, staging, find_views(connection))
        on_step("copy")
        with own_folder(draft_name(settings.build_dir / "copying")) as scratch:
            tables.fill(connection, source, staging, wanted, scratch)
    on_step("relate")
    tables.relate(connection, staging, wanted)
    on_step("describe")
    notes = roles.ensure_reader(connection)
    notes += limit_readers(connection)
    roles.grant_reading(connection, staging, {table.name for table in wanted})
    on_step("verify")
    verify(connection, staging, wanted)
    on_step("swap")
    views = swap(connection, staging, present, settings.postgres_lock_wait_seconds)
    if views:
        notes.append(f"{views} views that people built on the copy were made again")
    before = present.release_id if present else None
    return Copied(folder.name, before, True, len(wanted), manifest.rows, notes)


@contextmanager
def _refusals_as_ours(connection: psycopg.Connection) -> Iterator[None]:
    """What the server or the engine refuses, as an error that people meet."""
    import duckdb
    import psycopg

    where = shown_address(connection)
    try:
        yield
    except (psycopg.Error, duckdb.Error) as error:
        raise CopyError(
            "The release could not be copied into PostgreSQL, which still has what it had",
            where=where,
            found=" ".join(str(error).split()),
            way_out="mend what it says, then: minerals serve postgres",
        ) from error
