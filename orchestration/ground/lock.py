"""One writer at a time: a lock of the operating system around everything that builds or releases.

Belongs here: taking and holding that lock.
Does not belong here: Dagster's own concurrency pools; a killed run keeps its slot there for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from orchestration.ground.errors import BusyError
from orchestration.settings import Settings


@contextmanager
def one_writer(settings: Settings, wait: float = 0.0) -> Iterator[None]:
    """Hold the warehouse for the block. A killed holder frees it by dying.

    Raises:
        BusyError: when another process still holds it after `wait` seconds.
    """
    lock = _lock(settings)
    _acquire(lock, settings, wait)
    try:
        yield
    finally:
        lock.release()


def hold(settings: Settings) -> None:
    """Hold the warehouse until this process ends; nothing happens if it already does.

    Steps call this, so that a run started by Dagster's daemon or from its UI keeps the rule too.
    It waits a while for another refresh: nobody stands before it.
    """
    lock = _lock(settings)
    if not lock.is_locked:
        _acquire(lock, settings, wait=settings.writer_wait_seconds)


def _lock(settings: Settings) -> FileLock:
    settings.warehouse_dir.mkdir(parents=True, exist_ok=True)
    return FileLock(settings.lock_file, is_singleton=True, thread_local=False)


def _acquire(lock: FileLock, settings: Settings, wait: float) -> None:
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise BusyError(
            "Another refresh is running",
            where=str(settings.lock_file),
            way_out="let it finish, or say `minerals refresh --wait 600` to queue behind it",
        ) from None
