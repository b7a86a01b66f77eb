"""The shelf: releases in folders, the one that is served, and what a crash may have left behind.

Belongs here: names and places, which release is current, the swap, recovery, pruning, the record
of the build key that the current release was made with.
Does not belong here: what is in a release (`publish.py` stages it, `verify.py` checks it).

The served file is the truth: replacing it is the one step that makes a release current. The
pointer `releases/current` says the same for people and scripts, and is put right if a crash fell
between the two. A release that was shelved but never served is taken down again.
"""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.build.key import compute_build_key
from orchestration.ground.documents import Document, read_document, write_document
from orchestration.ground.errors import ReleaseError, WarehouseError
from orchestration.ground.files import copy_whole, move, sha256_of, write_whole
from orchestration.release.manifest import read_manifest
from orchestration.release.pointer import DATABASE, is_linked, point, pointed, read_id, shelved

if TYPE_CHECKING:
    from collections.abc import Callable

    from orchestration.settings import Settings, WarehouseSettings

_STAMP = "%Y%m%dT%H%M%SZ"
_JOURNAL, _RECORD = ".publishing", "released.json"
STAGING, DELETING = ".staging-", ".deleting-"


class ReleasedBuild(Document):
    """Which build key the served release stands for."""

    release_id: str
    build_key: str


def new_release_id(settings: WarehouseSettings, content: str, now: datetime | None = None) -> str:
    """UTC time and the first digits of the content's digest; sorts after every kept release.

    Two releases within one second, or a clock that was set back, would otherwise sort by chance:
    the later one then takes the second after the newest.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    for newest in shelved(settings)[-1:]:
        taken = datetime.strptime(newest.partition("-")[0], _STAMP).replace(tzinfo=UTC)
        moment = max(moment, taken + timedelta(seconds=1))
    return f"{moment:{_STAMP}}-{content[:8]}"


def list_releases(settings: WarehouseSettings) -> list[str]:
    """Releases that can be served, oldest first."""
    pending = _pending(settings)
    served = _identify(settings) if pending else None
    return [name for name in shelved(settings) if name != pending or name == served]


def release_folder(settings: WarehouseSettings, release_id: str) -> Path:
    """The folder of a release.

    Raises:
        ReleaseError: when there is no such release.
    """
    if release_id not in list_releases(settings):
        raise ReleaseError(
            "There is no such release",
            where=str(settings.releases_dir),
            expected="one of " + (", ".join(list_releases(settings)) or "(no release yet)"),
            found=release_id,
            way_out="choose one of those that are kept",
        )
    return settings.releases_dir / release_id


def current_release(settings: WarehouseSettings) -> Path | None:
    """The folder of the release that is served; None before the first one.

    Should the served file have been changed by hand, this is the release that it came from.
    """
    name = _identify(settings) or pointed(settings)
    return settings.releases_dir / name if name else None


def served_inputs(settings: WarehouseSettings) -> frozenset[tuple[str, str]]:
    """Path and sha256 of every file that the served release was made of; empty before the first."""
    folder = current_release(settings)
    inputs = read_manifest(folder).inputs if folder else []
    return frozenset((item.path, item.sha256) for item in inputs)


def unchanged_release(settings: Settings, today: date | None = None) -> Path | None:
    """The current release when building again would give the same; cheap, no build, no gates.

    An accepted deviation that has expired since changes what the gates say, though no file did.
    """
    if _a_deviation_expired(settings, today or datetime.now(UTC).date()):
        return None
    record = _record(settings)
    name = _identify(settings) if record else None
    if record is None or name is None or record.release_id != name:
        return None
    same = record.build_key == compute_build_key(settings).key
    return settings.releases_dir / name if same else None


def _a_deviation_expired(settings: WarehouseSettings, today: date) -> bool:
    from orchestration.gates.deviations import all_deviations
    from orchestration.gates.suites import DEVIATIONS

    entries = all_deviations(settings.suites_dir.parent / DEVIATIONS)
    return any(entry.expires_on < today for entry in entries)


def remember_build(settings: WarehouseSettings, release_id: str, build_key: str) -> None:
    """Note which build key the current release stands for."""
    record = ReleasedBuild(release_id=release_id, build_key=build_key)
    write_document(settings.build_dir / _RECORD, record)


def release_made_of(settings: WarehouseSettings, build_key: str) -> str | None:
    """The kept release that the input with this key made last; None if none is kept."""
    kept = list_releases(settings)
    # A refresh that changed nothing leaves the manifest's key as it was; the record has its own.
    record = _record(settings)
    made = record.release_id if record and record.build_key == build_key else None
    if kept and read_manifest(settings.releases_dir / kept[-1]).build_key == build_key:
        made = kept[-1]
    return made if made in kept else None


def _record(settings: WarehouseSettings) -> ReleasedBuild | None:
    """The record; one that cannot be read is none, and the next refresh writes it anew."""
    path = settings.build_dir / _RECORD
    try:
        return read_document(ReleasedBuild, path, "The build's record cannot be read", "refresh")
    except WarehouseError:
        return None


def shelve(settings: WarehouseSettings, staging: Path, release_id: str) -> Path:
    """Move a staged and verified release to its place; it is not visible before it is served."""
    write_whole(settings.releases_dir / _JOURNAL, release_id + "\n")
    folder = settings.releases_dir / release_id
    move(staging, folder)
    return folder


def serve(
    settings: WarehouseSettings, release_id: str, on_step: Callable[[str], None]
) -> list[str]:
    """Make a shelved release the one that readers open.

    Returns:
        Notes for people: what was found beside the served file and put out of the way.
    """
    notes = _set_wal_aside(settings)
    on_step("swap")
    copy_whole(settings.releases_dir / release_id / DATABASE, settings.served_database)
    on_step("point")
    point(settings, release_id)
    (settings.releases_dir / _JOURNAL).unlink(missing_ok=True)
    return notes


def is_interrupted(settings: WarehouseSettings) -> bool:
    """Whether a publication, a rollback or a pruning was killed; cheap, no file is read."""
    if not settings.releases_dir.is_dir():
        return False
    names = [path.name for path in settings.releases_dir.iterdir()]
    return any(name == _JOURNAL or name.startswith((STAGING, DELETING)) for name in names)


def recover(settings: WarehouseSettings) -> list[str]:
    """Put right what a crash left behind; does nothing when there is nothing.

    Returns:
        Notes for people.
    """
    settings.releases_dir.mkdir(parents=True, exist_ok=True)
    notes = []
    for path in sorted(settings.releases_dir.glob(".*")):
        if path.name.startswith((STAGING, DELETING)):
            shutil.rmtree(path)
            notes.append(f"removed {path.name}, left by a run that was interrupted")
    notes += _finish_or_withdraw(settings)
    return notes + _mend_served(settings)


def prune(settings: WarehouseSettings) -> list[str]:
    """Keep the newest releases and the served one; returns those that went."""
    current = current_release(settings)
    names = list_releases(settings)
    old = [n for n in names[: -settings.keep_releases] if current is None or n != current.name]
    for name in old:
        leaving = settings.releases_dir / f"{DELETING}{name}"
        move(settings.releases_dir / name, leaving)
        shutil.rmtree(leaving)
    return old


def _finish_or_withdraw(settings: WarehouseSettings) -> list[str]:
    pending = _pending(settings)
    if pending is None:
        return []
    journal = settings.releases_dir / _JOURNAL
    if _identify(settings) == pending:
        point(settings, pending)
        journal.unlink()
        return [f"{pending} was served when its run was interrupted; it is current"]
    shutil.rmtree(settings.releases_dir / pending, ignore_errors=True)
    journal.unlink()
    return [f"withdrew {pending}: its run was interrupted before it was served"]


def _mend_served(settings: WarehouseSettings) -> list[str]:
    """Make pointer and served file agree; a served file that is nobody's is replaced."""
    served, named = _identify(settings), pointed(settings)
    if served is None and named is not None:
        was = "was changed" if settings.served_database.exists() else "was missing"
        serve(settings, named, lambda step: None)
        return [f"the served file {was}; {named} is served again"]
    if served is not None and (served != named or not is_linked(settings, served)):
        point(settings, served)
    return []


def _set_wal_aside(settings: WarehouseSettings) -> list[str]:
    """A log that somebody left beside the served file would be applied to the new one."""
    wal = settings.served_database.with_name(settings.served_database.name + ".wal")
    if not wal.exists():
        return []
    aside = wal.with_name(f".{wal.name}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    move(wal, aside)
    return [f"somebody wrote to the served file; its log is kept as {aside.name}"]


def _pending(settings: WarehouseSettings) -> str | None:
    return read_id(settings.releases_dir / _JOURNAL)


def _identify(settings: WarehouseSettings) -> str | None:
    """Which release the served file is, by its bytes."""
    if not settings.served_database.exists():
        return None
    digest = sha256_of(settings.served_database)
    for name in reversed(shelved(settings)):
        if _promised_digest(settings.releases_dir / name) == digest:
            return name
    return None


def _promised_digest(folder: Path) -> str | None:
    """The digest of a release's database; None where the manifest cannot be read."""
    try:
        file = read_manifest(folder).files.get(DATABASE)
    except ReleaseError:
        return None
    return file.sha256 if file else None
