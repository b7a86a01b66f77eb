"""Checksums that lie beside dropped files: `<name>.md5`, `<name>.sha256`, `SHA256SUMS`.

Belongs here: reading them as md5sum, sha256sum and their cousins write them, and comparing.
Does not belong here: what happens to a file (`landing/drop/folder.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from orchestration.ground.errors import RefusedError

SUMS = "sha256sums"
BESIDE: Mapping[str, str] = {".md5": "md5", ".sha256": "sha256"}
DIGEST = {
    "md5": re.compile(r"\b[0-9a-f]{32}\b", re.I),
    "sha256": re.compile(r"\b[0-9a-f]{64}\b", re.I),
}
SUMS_LINE = re.compile(r"\\?([0-9a-f]{64})\s+\*?(\S.*?)\s*", re.I)


def is_checksum(path: Path) -> bool:
    """Whether a file holds checksums of others."""
    return path.suffix.lower() in BESIDE or is_sums(path)


def is_sums(path: Path) -> bool:
    """Whether a file holds the checksums of many."""
    return path.stem.lower() == SUMS and path.suffix.lower() in {"", ".txt"}


def named_in(sums: Path) -> dict[Path, str]:
    """Files that a SHA256SUMS names, where they would lie, with their digests."""
    try:
        return {sums.parent / name: digest for name, digest in digests(_text(sums)).items()}
    except ValueError as error:
        raise _unreadable(sums, str(error)) from error


def digests(text: str) -> dict[str, str]:
    """Bare file names and digests from the lines of a SHA256SUMS."""
    named: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = SUMS_LINE.fullmatch(line)
        if match:
            named[Path(match.group(2)).name] = match.group(1).lower()
        elif line.strip():
            raise ValueError(f"line {number}: {line[:80]}")
    return named


def verify(path: Path, sums: Iterable[Path]) -> str:
    """The file's own sha256, after all checksums that lie beside it were found to hold."""
    found = {kind: _digest(path, kind) for kind in DIGEST}
    for beside, kind, expected in _expected(path, sums):
        if found[kind] != expected:
            raise RefusedError(
                "a dropped file is not the file that its checksum belongs to",
                where=str(path),
                expected=f"{kind} {expected}, as {beside.name} says",
                found=f"{kind} {found[kind]}",
                way_out="download the file and its checksum again; do not open and save it in "
                "another program",
            )
    return found["sha256"]


def beside(path: Path) -> list[Path]:
    """The checksum files of one file alone."""
    suffixes = [suffix for low in BESIDE for suffix in (low, low.upper())]
    return [other for suffix in suffixes if (other := path.with_name(path.name + suffix)).is_file()]


def _expected(path: Path, sums: Iterable[Path]) -> Iterator[tuple[Path, str, str]]:
    for other in beside(path):
        kind = BESIDE[other.suffix.lower()]
        match = DIGEST[kind].search(_text(other))
        if match is None:
            raise _unreadable(other, _text(other)[:80])
        yield other, kind, match.group().lower()
    for each in sums:
        digest = named_in(each).get(path)
        if digest is not None:
            yield each, "sha256", digest


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(
            file, lambda: hashlib.new(kind, usedforsecurity=False)
        ).hexdigest()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _unreadable(path: Path, found: str) -> RefusedError:
    return RefusedError(
        "a checksum file cannot be read",
        where=str(path),
        expected="a digest, or lines of a digest and a file name",
        found=found or "(empty)",
        way_out="write it with md5sum or sha256sum, or remove it",
    )
