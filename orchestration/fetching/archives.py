"""Zip archives of publishers: only the files that parsers know leave them, under a ceiling.

Belongs here: taking named members out of an archive that nobody trusts.
Does not belong here: fetching the archive (`http.py`), which names are known (`publishers`).
"""

from __future__ import annotations

import errno
import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile
from orchestration.fetching.bodies import PIECE
from orchestration.ground.errors import FetchError
from orchestration.ground.files import whole_file

# What Python's readers of archives raise at bytes that they did not expect: the container, each way
# of compression, a password, a name that is no text, and a dictionary larger than the memory.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    MemoryError,
)


def unpack(
    archive: FetchedFile, is_known: Callable[[str], bool], max_bytes: int, folder: Path
) -> list[FetchedFile]:
    """The members whose bare name is known, written into a folder.

    A member's folder inside the archive is ignored, so that no name can lead out of the folder.
    All members together may not be larger than `max_bytes`.

    Raises:
        FetchError: when the archive is damaged or encrypted, or gives too much, or nothing known.
        OSError: when this machine cannot read the archive or write a member.
    """
    address = archive.url
    try:
        with zipfile.ZipFile(archive.path) as opened:
            members = _known_members(opened, is_known, address)
            found: list[FetchedFile] = []
            for name, member in members.items():
                left = max_bytes - sum(file.bytes for file in found)
                with opened.open(member) as reading:
                    file = replace(archive, file_name=name, path=folder / name)
                    found.append(_write(reading, file, left))
    except DAMAGED as error:
        raise _damaged(address, error) from error
    except OSError as error:
        # bzip2 names no system error, and a damaged table of contents leads before the file's start
        if error.errno not in (None, errno.EINVAL):
            raise
        raise _damaged(address, error) from error
    return found


def _damaged(address: str, error: Exception) -> FetchError:
    message = str(error) or type(error).__name__
    return refusals.broken_body(address, "a whole zip archive without a password", message)


def _known_members(
    opened: zipfile.ZipFile, is_known: Callable[[str], bool], address: str
) -> dict[str, zipfile.ZipInfo]:
    known: dict[str, zipfile.ZipInfo] = {}
    for member in opened.infolist():
        path = PurePosixPath(member.filename.replace("\\", "/"))
        # archives made on a Mac carry a second, hidden entry for each file
        if member.is_dir() or "__MACOSX" in path.parts or not is_known(path.name):
            continue
        if path.name in known:
            raise refusals.strange_answer(address, "each file once", f"{path.name} twice")
        known[path.name] = member
    if not known:
        names = ", ".join(opened.namelist()[:5])
        raise refusals.strange_answer(address, "a file that a parser knows", names or "nothing")
    return dict(sorted(known.items()))


def _write(reading: IO[bytes], file: FetchedFile, max_bytes: int) -> FetchedFile:
    digest, total = hashlib.sha256(), 0
    with whole_file(file.path) as draft, draft.open("wb") as part:
        while piece := reading.read(PIECE):
            total += len(piece)
            if total > max_bytes:
                raise refusals.too_large(f"{file.url}#{file.file_name}", max_bytes)
            digest.update(piece)
            part.write(piece)
    return replace(file, sha256=digest.hexdigest(), bytes=total, url=f"{file.url}#{file.file_name}")
