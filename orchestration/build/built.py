"""What the raw tables of the build were read from: editions, revisions, digests, by source.

Belongs here: the record that each reading step leaves beside the build database.
Does not belong here: choosing what to read (`pins.py`).

An edition may land while a refresh runs. What that refresh releases, and the build key under which
it is remembered, follow from what its steps have read, not from what is pinned when it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import RootModel

from orchestration.ground.documents import read_document, write_document
from orchestration.ground.errors import BuildError
from orchestration.landing.editions import load
from orchestration.landing.pins import landed_only, pin, pinned
from orchestration.landing.quarantine import mark_released
from orchestration.landing.types import PinnedEdition
from orchestration.settings import Settings


class RawEditions(RootModel[dict[str, dict[str, int | None]]]):
    """By source and edition, the landed revision that the raw tables hold; None as it ships."""


def remember_read(settings: Settings, source_id: str, read: Mapping[str, PinnedEdition]) -> None:
    """Note what one source's tables hold now; called right after they were written."""
    before = _read(settings)
    now = {edition_id: edition.revision for edition_id, edition in read.items()}
    body = {**(before.root if before else {}), source_id: now}
    write_document(_path(settings), RawEditions(body))


def built_from(settings: Settings) -> dict[str, PinnedEdition]:
    """The editions that the raw tables hold; what is pinned now where no step has noted any yet."""
    read = _read(settings)
    if read is None:
        return dict(pinned(settings))
    revisions = {revision.id: revision for revision in load(settings).all()}
    found: dict[str, PinnedEdition] = {}
    for source_id, editions in read.root.items():
        for edition_id, number in editions.items():
            landed = revisions.get(f"{edition_id}@{number}")
            embedded = PinnedEdition(edition_id, source_id, "embedded")
            found[edition_id] = pin(settings, landed) if landed else embedded
    return dict(sorted(found.items()))


def built_landed(settings: Settings) -> dict[str, PinnedEdition]:
    """Those of them that come from the landing."""
    if not _path(settings).exists():
        return dict(landed_only(settings))
    return {r: edition for r, edition in built_from(settings).items() if edition.origin == "landed"}


def remember_release(settings: Settings, release_id: str, summary: str) -> None:
    """Note that the landed editions of this build are released: the last good pins."""
    landed = built_landed(settings)
    if not landed:
        return
    revisions = {f"{r}@{edition.revision}" for r, edition in landed.items()}
    mark_released(settings, revisions, release_id, summary)


def _read(settings: Settings) -> RawEditions | None:
    """The record; None before the first step has left one."""
    if not _path(settings).exists():
        return None
    return read_document(
        RawEditions,
        _path(settings),
        "The record of what the build has read cannot be read",
        way_out="delete the folder `build` of the warehouse, then: minerals refresh",
        error=BuildError,
    )


def _path(settings: Settings) -> Path:
    return settings.build_dir / "read.json"
