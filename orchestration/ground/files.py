"""Files and folders that appear whole or not at all, and survive a power cut once they are there.

Belongs here: the one way to write, replace and move; hashing; JSON as text.
Does not belong here: what the files mean.

A draft is written beside its place, pushed to the disk and renamed. A block that fails removes its
draft; a process that is killed leaves one, hidden, which the next command sweeps (`drafts.py`).
Drafts are made as any file is made: the umask decides who may read them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.ground.drafts import (
    before,
    draft_name,
    drafts_of,
    is_owned,
    own_file,
    own_folder,
    remove,
)

_CHUNK = 1 << 20


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
    _sweep_drafts(path)
    with own_file(path) as draft:
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
    with own_folder(draft_name(path)) as draft:
        yield draft
        sync_tree(draft)
        move(draft, path)


def mend_folder(path: Path) -> None:
    """Put back what an interrupted replacement had moved away, and remove its drafts."""
    moved_away = before(path)
    if moved_away.exists() and not path.exists():
        os.replace(moved_away, path)  # noqa: PTH105
    remove(moved_away)
    _sweep_drafts(path)


def _sweep_drafts(path: Path) -> None:
    for left in drafts_of(path):
        if not is_owned(left):
            remove(left)


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


def write_remade(path: Path, content: bytes) -> None:
    """Replace a file that can be made again: whole or not at all, without waiting for the disk."""
    with own_file(path) as draft:
        try:
            draft.write_bytes(content)
            os.replace(draft, path)  # noqa: PTH105
        finally:
            draft.unlink(missing_ok=True)


def link_whole(link: Path, target: str) -> None:
    """Let a link lead to another folder; it leads to the old one or to the new one, never nowhere.

    Raises:
        OSError: on a file system without links.
    """
    draft = draft_name(link)
    try:
        draft.symlink_to(target, target_is_directory=True)
        os.replace(draft, link)  # noqa: PTH105
    finally:
        draft.unlink(missing_ok=True)


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
    moved_away = before(target)
    remove(moved_away)
    os.replace(target, moved_away)  # noqa: PTH105
    try:
        os.replace(source, target)  # noqa: PTH105
    except BaseException:
        os.replace(moved_away, target)  # noqa: PTH105
        raise
    remove(moved_away)
