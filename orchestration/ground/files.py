"""Files that appear whole or not at all, and survive a power cut once they are there.

Belongs here: atomic writing, copying, syncing and hashing.
Does not belong here: what the files mean.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """Digest of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Push a file or a folder's entries to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Push a folder's files and entries to the disk."""
    for path in sorted(folder.iterdir()):
        sync(path)
    sync(folder)


def write_whole(path: Path, text: str) -> None:
    """Replace a file so that a reader sees the old text or the new one, never a part."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text)
    sync(draft)
    os.replace(draft, path)  # noqa: PTH105
    sync(path.parent)


def copy_whole(source: Path, target: Path) -> None:
    """Replace a file by a copy of another in one step; whoever has the old one open keeps it.

    A copy, not a link: a reader that writes to the served file by mistake must not reach the
    release it came from.
    """
    draft = target.with_name(f".{target.name}.new")
    draft.unlink(missing_ok=True)
    shutil.copyfile(source, draft)
    sync(draft)
    os.replace(draft, target)  # noqa: PTH105
    sync(target.parent)


def write_json(path: Path, body: object) -> None:
    """JSON for people and machines: sorted only where the caller sorted."""
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False, default=str) + "\n")


def read_json(path: Path) -> dict[str, Any] | None:
    """A JSON object, or None when there is none that can be read."""
    try:
        body = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return body if isinstance(body, dict) else None
