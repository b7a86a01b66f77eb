"""A snapshot: a folder with everything that this warehouse could not make again, and its digests.

Belongs here: what is kept, the list of digests, the check that a folder is a whole snapshot.
Does not belong here: making one (`backup.py`), putting one back (`restore.py`).

Kept: releases and the served file, the landing with its ledger, dropped files, notifications, and
Dagster's history where that is SQLite. Not kept: the build (the next refresh makes it again), bulk
trade (`minerals trade add` lands its publisher's files again) and everything that is in git.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from orchestration.ground.errors import AskedError
from orchestration.ground.files import sha256_of
from orchestration.landing.database import DATABASE

SUMS = "SHA256SUMS"
LANDING = f"landing/{DATABASE}"
# The landing's state goes first: the bytes that it names were all stored before it was written.
KEPT = (
    LANDING,
    "landing",
    "releases",
    "critical_minerals.duckdb",
    "build/released.json",  # which build the release stands for: `status` knows it again
    "drop",
    "notifications.jsonl",
    "dagster_home",
)
ROOTS = tuple(name for name in KEPT if not any(name.startswith(f"{other}/") for other in KEPT))
"""What a restore puts back in one piece each; a name inside another comes back with it."""
_SHOWN = 5


def sums_text(digests: Iterable[tuple[str, str]]) -> bytes:
    """The list of digests and names, as sha256sum writes it and `sha256sum --check` reads it."""
    return "".join(_line(sha256, name) for sha256, name in digests).encode(
        "utf-8", "surrogateescape"
    )


def read_sums(folder: Path) -> dict[str, str]:
    """Digests by name of everything that a snapshot promises to hold.

    Raises:
        AskedError: when the folder is no whole snapshot: its list is missing, empty or unreadable,
            names a file twice or a place of no backup, or is not what lies in the folder.
    """
    try:
        lines = list(_lines((folder / SUMS).read_bytes()))
    except (OSError, ValueError) as error:
        raise no_snapshot(folder, str(error)) from error
    sums = {name: sha256 for sha256, name in lines}
    if len(sums) < len(lines):
        twice = sorted(name for name, times in Counter(n for _, n in lines).items() if times > 1)
        raise no_snapshot(folder, f"{SUMS} names twice: {', '.join(twice[:_SHOWN])}")
    if not sums:
        raise no_snapshot(folder, f"{SUMS} names no file")
    present = set(_names_in(folder)) - {SUMS}
    wrong = [f"{name}: not in {SUMS}" for name in sorted(present - set(sums))]
    wrong += [f"{name}: missing" for name in sorted(set(sums) - present)]
    wrong += [f"{name}: no place of a backup" for name in sorted(sums) if not _is_kept(name)]
    if wrong:
        raise no_snapshot(folder, "; ".join(wrong[:_SHOWN]))
    return sums


def refuse_changed(folder: Path, sums: dict[str, str], where: Path) -> None:
    """Compare files with the list.

    Args:
        folder: where the files are now: the snapshot itself, or a copy of it.
        sums: what `read_sums` gave.
        where: the snapshot, for the error.

    Raises:
        AskedError: naming files whose bytes are not what was backed up.
    """
    changed = [name for name, sha256 in sums.items() if sha256_of(folder / name) != sha256]
    if changed:
        raise no_snapshot(where, f"damaged: {', '.join(sorted(changed)[:_SHOWN])}")


def no_snapshot(folder: Path, found: str) -> AskedError:
    """That a folder is no backup, or not the one that was made."""
    return AskedError(
        "The backup cannot be read, or is not whole; nothing was changed",
        where=str(folder),
        expected="a folder that `minerals backup` wrote, with all its files",
        found=found.encode("utf-8", "backslashreplace").decode(),
        way_out="use another backup",
    )


def _names_in(folder: Path) -> Iterator[str]:
    """Every file, link or other thing that is no folder; a link is never followed."""
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*files, *links):
            yield (Path(place) / name).relative_to(folder).as_posix()


def _is_kept(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_inside = name == PurePosixPath(name).as_posix() and not {"..", "/"}.intersection(parts)
    return is_inside and any(name == root or name.startswith(f"{root}/") for root in ROOTS)


def _line(sha256: str, name: str) -> str:
    """A name with a line break in it is escaped and so marked."""
    if "\n" not in name and "\\" not in name:
        return f"{sha256}  {name}\n"
    return "\\{}  {}\n".format(sha256, name.replace("\\", "\\\\").replace("\n", "\\n"))


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    """Only a line feed ends a line; names hold all else."""
    for line in content.decode("utf-8", "surrogateescape").split("\n"):
        if not line:
            continue
        sha256, name = line.removeprefix("\\").split("  ", 1)
        if line.startswith("\\"):
            name = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], name)
        yield sha256, name
