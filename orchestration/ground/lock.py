"""One writer at a time: a lock of the operating system around everything that builds or releases.

Belongs here: taking and holding the lock of a file.
Does not belong here: which file it is (`settings`), and Dagster's own concurrency pools, where a
killed run keeps its slot for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from orchestration.ground.errors import BusyError


@contextmanager
def one_writer(lock_file: Path, wait: float = 0.0, command: str = "refresh") -> Iterator[None]:
    """Hold the warehouse of this lock for the block. A killed holder frees it by dying.

    Args:
        lock_file: the file that is locked.
        wait: seconds to wait for whoever holds it.
        command: what holds this lock, for the message; it has an option `--wait`.

    Raises:
        BusyError: when another process still holds it after `wait` seconds.
    """
    lock = writers_lock(lock_file)
    _acquire(lock, wait, command)
    try:
        yield
    finally:
        lock.release()


def hold(lock_file: Path, wait: float) -> None:
    """Hold the warehouse until this process ends; nothing happens if it already does.

    Steps call this, so that a run started by Dagster's daemon or from its UI keeps the rule too.
    It waits up to `wait` seconds for another refresh, because nobody watches such a run.

    Raises:
        BusyError: when another process still holds it after `wait` seconds.
    """
    lock = writers_lock(lock_file)
    if not lock.is_locked:
        _acquire(lock, wait)


def writers_lock(lock_file: Path) -> FileLock:
    """The one lock object that this process has for a file."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(lock_file, is_singleton=True, thread_local=False)


def _acquire(lock: FileLock, wait: float, command: str = "refresh") -> None:
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise BusyError(
            f"Another {command} is running",
            where=lock.lock_file,
            way_out=f"let it finish, or say `minerals {command} --wait 600` to queue behind it",
        ) from None
