"""The arrival of an edition: its bytes are kept, then it is accepted, or waits for a person.

Belongs here: the order of the steps, and that each can be cut off without harm.
Does not belong here: the rules (`rules/`), the bytes (`store.py`), the state (`editions.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from orchestration.ground.errors import SourceError
from orchestration.landing import rows, store
from orchestration.landing.database import deciding
from orchestration.landing.editions import Landed, landed_in
from orchestration.landing.rules import judge
from orchestration.landing.types import Arrival, EditionRow, LandedFile, LedgerEntry, Revision
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    from orchestration.fetching.base import FetchedFile, RemoteEdition

FILES_SHOWN = 20
OnStep = Callable[[str], None]


def land(
    settings: WarehouseSettings,
    edition: RemoteEdition,
    files: Sequence[FetchedFile],
    on_step: OnStep = lambda step: None,
) -> Arrival:
    """Keep what was fetched of one edition and decide about it.

    Bytes go to the store first; then one transaction writes the decision and its line in the
    ledger. A crash before its end leaves the landing as it was; the next fetch decides again.

    Args:
        settings: where the landing is.
        edition: the edition as its publisher announced it.
        files: all its files; those not modified since the last fetch carry no bytes.
        on_step: called with the name of each step before it begins.

    Raises:
        SourceError: when bytes that should be here are not. Anything else that is wrong with an
            edition is a verdict, not an error.
    """
    on_step("store")
    landed_files = _store(settings, edition, files)
    with deciding(settings) as database:
        on_step("decide")
        arrival, revision = _decide(settings, edition, landed_in(database), landed_files)
        on_step("ledger")
        rows.add_line(database, _line(edition, arrival))
        on_step("state")
        if revision is not None:
            rows.keep(database, revision)
        rows.keep_stamp(database, edition.edition_id, edition.stamp)
        on_step("commit")
    on_step("done")
    return arrival


def _store(
    settings: WarehouseSettings, edition: RemoteEdition, files: Sequence[FetchedFile]
) -> tuple[LandedFile, ...]:
    for file in files:
        if not file.not_modified:
            store.put(settings, file.path, file.sha256)
        elif not store.holds(settings, file.sha256):
            raise SourceError(
                "a file was not sent because it had not changed, but it is not here",
                where=str(store.object_path(settings, file.sha256)),
                expected=f"the bytes of {file.file_name} of {edition.edition_id}",
                found="no file",
                way_out="run `minerals refresh --live` again: what is not here is asked for anew",
            )
    return tuple(
        LandedFile(file.file_name, file.sha256, file.bytes, file.url)
        for file in sorted(files, key=lambda file: file.file_name)
    )


def _decide(
    settings: WarehouseSettings,
    edition: RemoteEdition,
    landed: Landed,
    files: tuple[LandedFile, ...],
) -> tuple[Arrival, Revision | None]:
    seen = _seen_before(settings, edition.edition_id, landed, files)
    if seen is not None:
        return seen, None
    number = len(landed.of(edition.edition_id)) + 1
    revision = Revision(
        edition_id=edition.edition_id,
        source_id=edition.source_id,
        revision=number,
        state="accepted",
        arrived_at=datetime.now(UTC),
        stamp=edition.stamp,
        files=files,
        row=_row(edition),
    )
    judged = judge(settings, landed, revision)
    if judged.adds_nothing:
        reason = "the figures that are known of it, cell by cell, in other files of its publisher"
        return Arrival("unchanged", (reason,), edition.edition_id, None), None
    reasons = (*(judged.reasons or [judged.summary]), *_unknown_files(edition))
    state: Literal["accepted", "quarantined"] = "quarantined" if judged.reasons else "accepted"
    revision = replace(revision, state=state, reasons=reasons)
    return Arrival(state, reasons, edition.edition_id, number), revision


def _unknown_files(edition: RemoteEdition) -> list[str]:
    """What was announced of an edition of which nothing could be taken."""
    if edition.files:
        return []
    names = ", ".join(edition.not_taken[:FILES_SHOWN]) or "no file at all"
    more = len(edition.not_taken) - FILES_SHOWN
    return [f"announced were {names}" + (f" and {more} more" if more > 0 else "")]


def _seen_before(
    settings: WarehouseSettings, edition_id: str, landed: Landed, files: tuple[LandedFile, ...]
) -> Arrival | None:
    """The same bytes as the newest of this edition, or as one that a person has turned down."""
    bytes_now = {(file.file_name, file.sha256) for file in files}
    current = landed.accepted(edition_id)
    if files and current is None and bytes_now == _embedded_files(settings, edition_id):
        reason = "these are the bytes that the embedded figures were made from"
        return Arrival("unchanged", (reason,), edition_id, None)
    for known in reversed(landed.of(edition_id)):
        same = bytes_now == {(file.file_name, file.sha256) for file in known.files}
        if same and (known == current or known.state != "accepted"):
            return Arrival("unchanged", (_verdict_on(known),), edition_id, known.revision)
    return None


def _embedded_files(settings: WarehouseSettings, edition_id: str) -> set[tuple[str, str]]:
    """Names and digests of the files that the embedded figures of an edition were made from."""
    from orchestration.publishers import embedded

    files = embedded.read(settings.embedded_dir, "source_files", edition_id)
    return set(zip(files["file_name"], files["sha256"], strict=True))


def _verdict_on(known: Revision) -> str:
    if known.state == "quarantined":
        return f"{known.id} still waits in quarantine: {known.reasons[0]}"
    if known.state == "rejected":
        return f"{known.id} was rejected: {known.decision}"
    return f"{known.id} has these bytes"


def _row(edition: RemoteEdition) -> EditionRow:
    return EditionRow(
        source_name=edition.source_name,
        edition=edition.edition,
        published_on=edition.published_on.isoformat() if edition.published_on else None,
        doi_or_url=edition.doi_or_url,
        licence=edition.licence,
        attribution=edition.attribution,
    )


def _line(edition: RemoteEdition, arrival: Arrival) -> LedgerEntry:
    revision = {"revision": str(arrival.revision)} if arrival.revision else {}
    return LedgerEntry(
        at=datetime.now(UTC),
        event="arrival",
        source_id=edition.source_id,
        edition_id=edition.edition_id,
        address=edition.doi_or_url,
        verdict=arrival.verdict,
        reason="; ".join(arrival.reasons),
        details={
            **revision,
            "stamp": edition.stamp,
            **({"not_taken": ", ".join(edition.not_taken)} if edition.not_taken else {}),
        },
    )
