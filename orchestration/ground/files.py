"""Files and folders that appear whole or not at all, and survive a power cut once they are there.

Belongs here: the one way to write, replace and move; hashing; JSON as text.
Does not belong here: what the files mean.

A draft is written beside its place, pushed to the disk and renamed. A block that fails removes its
draft; a process that is killed leaves one, hidden, which a later write of the same file removes.
Drafts are made as any file is made: the umask decides who may read them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

_CHUNK = 1 << 20
_DRAFT, _BEFORE = ".new", ".before"
_LONGEST_NAME = 200  # of 255 bytes that a file system allows
_ABANDONED_SECONDS = 86_400.0  # nobody writes one file for a day


def sha256_of(path: Path) -> str:
    """Digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Push a file or a folder's entries to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Push everything below a folder, then its own entries, to the disk."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            sync_tree(path)
        else:
            sync(path)
    sync(folder)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A draft for the block to write, which replaces `path` when the block ends without an error.

    Readers see the old file or the new one, never a part; whoever has the old one open keeps it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in _drafts(path):
        if left.is_file() and time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            left.unlink(missing_ok=True)
    draft = _draft(path)
    try:
        yield draft
        sync(draft)
        os.replace(draft, path)  # noqa: PTH105
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A new folder for the block to fill, which replaces `path` when the block ends.

    The caller lets one process at a time do this; a folder cannot be replaced in one step, so
    `mend_folder` puts right what a kill between the two renames leaves.
    """
    mend_folder(path)
    draft = _draft(path)
    draft.mkdir(parents=True)
    try:
        yield draft
        sync_tree(draft)
        move(draft, path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def mend_folder(path: Path) -> None:
    """Put back what an interrupted replacement had moved away, and remove its drafts."""
    before = _before(path)
    if before.exists() and not path.exists():
        os.replace(before, path)  # noqa: PTH105
    _remove(before)
    for left in _drafts(path):
        _remove(left)


def move(source: Path, target: Path) -> None:
    """Give a file or a folder another place; what is there is replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and (source.is_dir() or target.is_dir()):
        _exchange(source, target)
    else:
        os.replace(source, target)  # noqa: PTH105
    sync(target.parent)
    if source.parent != target.parent:
        sync(source.parent)


def write_whole(path: Path, content: str | bytes) -> None:
    """Replace a file by this text, or by these bytes."""
    whole = content.encode() if isinstance(content, str) else content
    with whole_file(path) as draft:
        draft.write_bytes(whole)


def copy_whole(source: Path, target: Path) -> None:
    """Replace a file by a copy of another.

    A copy, not a link: a reader that writes to the served file by mistake must not reach the
    release it came from.
    """
    with whole_file(target) as draft:
        shutil.copyfile(source, draft)


def write_json(path: Path, body: object) -> None:
    """JSON for people and machines: sorted only where the caller sorted."""
    write_whole(path, json.dumps(body, indent=2, ensure_ascii=False, default=str) + "\n")


def read_json(path: Path) -> dict[str, Any] | None:
    """A JSON object, or None when there is none that can be read."""
    try:
        body = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return body if isinstance(body, dict) else None


def _exchange(source: Path, target: Path) -> None:
    """Replace a folder, or a file by a folder; the old one comes back if that fails."""
    before = _before(target)
    _remove(before)
    os.replace(target, before)  # noqa: PTH105
    try:
        os.replace(source, target)  # noqa: PTH105
    except BaseException:
        os.replace(before, target)  # noqa: PTH105
        raise
    _remove(before)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name[:_LONGEST_NAME]}.{uuid4().hex[:8]}{_DRAFT}")


def _drafts(path: Path) -> list[Path]:
    start = f".{path.name[:_LONGEST_NAME]}."
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    return [each for each in beside if each.name.startswith(start) and each.suffix == _DRAFT]


def _before(path: Path) -> Path:
    return path.with_name(f".{path.name}{_BEFORE}")
