"""Drafts: what is being written beside its place, whose it is, and what nobody writes any more.

Belongs here: names of drafts, who owns one, removing those whose owner has died.
Does not belong here: writing (`files.py`), which folders are looked through (`upkeep`).

Whoever writes a draft holds the operating system's lock on it. The lock dies with its process,
however that ends, so a draft without one is a leftover. Age or process numbers prove nothing:
clocks jump, and containers number their processes anew.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

_DRAFT, _BEFORE = ".new", ".before"
_LONGEST_NAME = 200  # of 255 bytes that a file system allows


@contextmanager
def own_file(path: Path) -> Iterator[Path]:
    """An empty draft beside `path`, owned until the block ends; whoever opens it may write it."""
    draft = _draft(path)
    handle = os.open(draft, os.O_CREAT | os.O_RDWR, 0o666)
    try:
        _lock(handle)
        yield draft
    finally:
        os.close(handle)


@contextmanager
def own_folder(draft: Path) -> Iterator[Path]:
    """Make a folder and own it until the block ends; it goes then, unless it was moved away."""
    handle = _made_and_locked(draft)
    try:
        yield draft
    finally:
        remove(draft)
        os.close(handle)


def draft_name(path: Path) -> Path:
    """A new name for a draft of this file, link or folder."""
    return _draft(path)


def before(path: Path) -> Path:
    """Where a folder waits while another takes its place."""
    return path.with_name(f".{path.name}{_BEFORE}")


def drafts_of(path: Path) -> list[Path]:
    """Drafts of one file or folder, owned or not."""
    start = f".{path.name[:_LONGEST_NAME]}."
    beside = _listed(path.parent)
    return [each for each in beside if _is_draft(each) and each.name.startswith(start)]


def leftovers(folder: Path) -> list[Path]:
    """Drafts in a folder whose owner has died, and what a broken exchange moved away."""
    beside = _listed(folder)
    drafts = [each for each in beside if _is_draft(each) and not is_owned(each)]
    waiting = [each for each in beside if _is_moved_away(each)]
    return drafts + [each for each in waiting if not is_owned(_place_of(each))]


def sweep(folder: Path) -> list[str]:
    """Remove the leftovers of a folder; what was moved away and not replaced comes back.

    Returns:
        the names of what was removed or put back.
    """
    found = leftovers(folder)
    for each in found:
        if _is_moved_away(each) and not _place_of(each).exists():
            os.replace(each, _place_of(each))  # noqa: PTH105
        else:
            remove(each)
    return [each.name for each in found]


def is_owned(path: Path) -> bool:
    """Whether a living process writes it; yes where the file system does not say."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def remove(path: Path) -> None:
    """Remove a file or a folder, whichever it is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _made_and_locked(draft: Path) -> int:
    while True:
        draft.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_RDONLY)
        _lock(handle)
        if _is_at(handle, draft):
            return handle
        os.close(handle)  # swept between its making and its lock


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _lock(handle: int) -> None:
    """Own what the handle has open; where a file system has no locks, nobody sweeps either."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        return


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name[:_LONGEST_NAME]}.{uuid4().hex[:8]}{_DRAFT}")


def _is_draft(path: Path) -> bool:
    return path.name.startswith(".") and path.suffix == _DRAFT


def _is_moved_away(path: Path) -> bool:
    return path.name.startswith(".") and path.suffix == _BEFORE


def _place_of(moved_away: Path) -> Path:
    return moved_away.with_name(moved_away.name[1:].removesuffix(_BEFORE))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
