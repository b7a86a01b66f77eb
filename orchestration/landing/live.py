"""From a publisher to the landing: ask what there is, fetch what is not known yet, decide about it.

Belongs here: one source from beginning to end, and what people read about it.
Does not belong here: requests (`fetching`), rules (`rules/`), refreshing on what has landed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from orchestration.ground.counted import counted
from orchestration.ground.drafts import draft_name, own_folder
from orchestration.ground.errors import AskedError, WarehouseError
from orchestration.ground.progress import report
from orchestration.landing.arrival import land
from orchestration.landing.editions import load
from orchestration.landing.ledger import record_fetch, validators
from orchestration.landing.types import Arrival
from orchestration.settings import Settings, WarehouseSettings

if TYPE_CHECKING:
    from orchestration.fetching.base import FetchedFile, RemoteEdition
    from orchestration.fetching.connector import Connector, Witness
    from orchestration.fetching.http import Http
    from orchestration.fetching.patience import TimeLimit
    from orchestration.landing.drop.folder import DroppedEdition

Offered = TypeVar("Offered")


def fetch_source(
    settings: Settings,
    source_id: str,
    limit: TimeLimit | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Arrival]:
    """Fetch and land every edition of a source whose announcement was not looked at yet.

    One edition that cannot be fetched or landed does not keep the others from landing.

    Args:
        settings: where the landing is, and how long a publisher is waited for.
        source_id: which source.
        limit: the time that is left; a new one when left out.
        sleep: waits between attempts; tests pass their own.

    Returns:
        What became of each edition that was fetched; none when everything was known already.

    Raises:
        WarehouseError: when the publisher could not be asked; otherwise the first reason why an
            edition could not be fetched or landed, after all the others have been.
    """
    from orchestration.fetching.connector import Witness, clearing_of
    from orchestration.fetching.http import Http

    connector = _connector(settings, source_id)
    witness = Witness(source_id, partial(record_fetch, settings))
    with Http(
        settings,
        connector.hosts,
        witness,
        sleep,
        source_id=source_id,
        validators=validators(settings),
        limit=limit,
        clearing=clearing_of(connector),
    ) as http:
        with witness.reading():
            announced = connector.discover(http)
        bring_in = partial(_fetch_one, settings, connector, http, witness)
        arrivals, failures = _each(bring_in, _not_looked_at(settings, announced))
    if failures:
        raise failures[0]
    return arrivals


def take_drops(settings: Settings) -> list[Arrival]:
    """Land what lies in the drop folder, and move what was handled away.

    Returns:
        What became of each edition that was dropped; none when nothing usable was.

    Raises:
        WarehouseError: the first reason why something cannot be used or landed; it stays in the
            folder, and everything else has landed.
    """
    from orchestration.landing.drop import folder as drop_folder

    if not settings.drop_dir.is_dir():
        return []
    with incoming(settings) as room:
        found = drop_folder.look(settings, room, partial(record_fetch, settings))
        arrivals, failures = _each(partial(_take_one, settings), found.editions)
    failures += [refused.error for refused in found.refused]
    if failures:
        raise failures[0]
    return arrivals


def _connector(settings: Settings, source_id: str) -> Connector:
    from orchestration.publishers.connectors import connectors

    known = connectors(settings)
    if source_id not in known:
        raise AskedError(
            "There is no such live source, or it is switched off",
            expected="one of " + ", ".join(sorted(known)),
            found=source_id,
            way_out="minerals refresh --live asks all of them",
        )
    return known[source_id]


def _not_looked_at(
    settings: WarehouseSettings, announced: Iterable[RemoteEdition]
) -> Iterator[RemoteEdition]:
    """Editions that are announced otherwise than when they were last decided about."""
    stamps = load(settings).stamps
    return (edition for edition in announced if stamps.get(edition.edition_id) != edition.stamp)


def _each(
    bring_in: Callable[[Offered], Arrival], offered: Iterable[Offered]
) -> tuple[list[Arrival], list[WarehouseError]]:
    """One after the other: an edition that fails keeps no other from landing."""
    arrivals: list[Arrival] = []
    failures: list[WarehouseError] = []
    for edition in offered:
        try:
            arrivals.append(bring_in(edition))
        except WarehouseError as failure:
            failures.append(failure)
    return arrivals, failures


def _fetch_one(
    settings: Settings, connector: Connector, http: Http, witness: Witness, edition: RemoteEdition
) -> Arrival:
    report("fetch", f"{edition.edition_id}: {counted(len(edition.files), 'file')}")
    with incoming(settings) as folder:
        with witness.reading():
            files = connector.fetch(http, edition, folder)
        return _landed(settings, edition, files)


def _take_one(settings: Settings, dropped: DroppedEdition) -> Arrival:
    from orchestration.landing.drop import folder as drop_folder

    report("fetch", f"{dropped.edition.edition_id}: {counted(len(dropped.files), 'file')}")
    arrival = _landed(settings, dropped.edition, dropped.files)
    drop_folder.take_away(settings, dropped.paths)
    return arrival


def _landed(settings: Settings, edition: RemoteEdition, files: Sequence[FetchedFile]) -> Arrival:
    """Land one edition and notify at once, whatever happens to the next one."""
    arrival = land(settings, edition, files)
    if arrival.verdict == "quarantined":
        _notify_of(settings, arrival)
    return arrival


@contextmanager
def incoming(settings: WarehouseSettings) -> Iterator[Path]:
    """A folder for files that are on their way; it goes when they are stored, or refused."""
    with own_folder(draft_name(settings.landing_dir / "incoming" / "fetch")) as folder:
        yield folder


def _notify_of(settings: Settings, arrival: Arrival) -> None:
    """Quarantine needs a person; everything else can be read in the ledger."""
    from orchestration.notify import Event, notify

    name = f"{arrival.edition_id}@{arrival.revision}"
    notify(
        settings,
        Event(
            kind="quarantined",
            title=f"{name} waits for a decision; the last good release stays",
            text="\n".join(arrival.reasons) + f"\n\nLook: minerals quarantine show {name}",
            details={"edition": arrival.edition_id, "revision": str(arrival.revision)},
        ),
    )
