"""The bytes of publishers' files, kept once under their own sha256.

Belongs here: putting bytes in, finding them again, checking that they are still what they were.
Does not belong here: which bytes belong to which edition (`editions.py`).

A crash leaves at most a draft (`ground.files`), or bytes that no edition names.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from orchestration.ground.errors import SourceError
from orchestration.ground.files import sha256_of, whole_file
from orchestration.settings import WarehouseSettings


def object_path(settings: WarehouseSettings, sha256: str) -> Path:
    """Where bytes with this digest are, or would be."""
    return settings.landing_dir / "objects" / sha256[:2] / sha256


def holds(settings: WarehouseSettings, sha256: str) -> bool:
    """Whether the store has these bytes."""
    return object_path(settings, sha256).is_file()


def put(settings: WarehouseSettings, source: Path, sha256: str) -> Path:
    """Keep the bytes of a file; nothing is written when the store has them.

    Raises:
        SourceError: when the file is not what its digest says, so it changed since it was fetched.
    """
    target = object_path(settings, sha256)
    if target.is_file():
        return target
    with whole_file(target) as draft:
        shutil.copyfile(source, draft)
        _check(draft, sha256, str(source))
    return target


def read_checked(path: Path, sha256: str, file_name: str) -> bytes:
    """The bytes of a stored file.

    Raises:
        SourceError: when they are lost, or are not what they were when they arrived.
    """
    if not path.is_file():
        raise SourceError(
            "a landed file is lost",
            where=str(path),
            expected=f"the bytes of {file_name} as they arrived",
            found="no file",
            way_out="restore warehouse/landing from a backup; or delete it whole, and the next "
            "`minerals refresh --live` fetches everything again",
        )
    _check(path, sha256, file_name)
    return path.read_bytes()


def _check(path: Path, sha256: str, shown: str) -> None:
    found = sha256_of(path)
    if found != sha256:
        raise SourceError(
            "a file is not what it was when it was fetched",
            where=shown,
            expected=f"sha256 {sha256}",
            found=f"sha256 {found}",
            way_out=f"remove {path} and fetch the edition again: minerals refresh --live",
        )
