"""What publishers offer, as assets: one per publisher, renewed each time it is asked in full.

Belongs here: keys, descriptions, metadata, and which failures are worth another attempt.
Does not belong here: fetching and deciding (`landing`), when it is due (`steps`).

A renewed asset says that the publisher was asked and that all it offers was looked at, also when
nothing was new: its age is how long nobody has looked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from orchestration.ground.errors import FetchError
from orchestration.ground.progress import report
from orchestration.publishers import PUBLISHERS
from orchestration.publishers.connectors import connectors
from orchestration.publishers.publisher import Publisher
from orchestration.settings import Settings
from orchestration.steps.assets import OWNERS
from orchestration.steps.assets.origins import publisher_key

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.landing import Arrival

LANDING = "landing"
DROP_FOLDER = "drop_folder"


def build_landing_assets(settings: Settings, sources: Sequence[str]) -> list[dg.AssetsDefinition]:
    """One asset per publisher, and one for the drop folder."""
    return [_landing_asset(settings, source_id) for source_id in sources]


def asked_connectors(settings: Settings) -> dict[str, Connector]:
    """Connectors of the publishers that are asked by script, by source."""
    return {name: c for name, c in connectors(settings).items() if c.hosts}


def landing_key(source_id: str) -> dg.AssetKey:
    """`[landing, source]`."""
    return dg.AssetKey([LANDING, source_id])


def edition_origins(source: Publisher, asked: Collection[str]) -> list[dg.AssetKey]:
    """What the editions of a publisher hang on: what fetches it, and the drop folder.

    Args:
        source: the publisher.
        asked: sources that a script asks; another one hangs on the publisher's files themselves.
    """
    is_asked = source.source_id in asked
    own = landing_key(source.source_id) if is_asked else publisher_key(source)
    return [own, landing_key(DROP_FOLDER)]


def _landing_asset(settings: Settings, source_id: str) -> dg.AssetsDefinition:
    from_people = source_id == DROP_FOLDER
    offered = [s for s in PUBLISHERS if from_people or s.source_id == source_id]

    @dg.asset(
        key=landing_key(source_id),
        deps=[publisher_key(source) for source in offered],
        group_name=LANDING,
        kinds={"file"} if from_people else {"http"},
        owners=OWNERS,
        # The client has already tried for minutes; these attempts are for an outage of an hour.
        retry_policy=dg.RetryPolicy(
            max_retries=2,
            delay=settings.fetch_retry_seconds,
            backoff=dg.Backoff.EXPONENTIAL,
            jitter=dg.Jitter.PLUS_MINUS,
        ),
        description="Files that people dropped, verified and decided about."
        if from_people
        else f"What the publisher of {source_id} offers, fetched, verified and decided about.",
    )
    def landed() -> dg.MaterializeResult[Any]:
        return dg.MaterializeResult(metadata=arrivals_metadata(_arrivals(settings, source_id)))

    return landed


def _arrivals(settings: Settings, source_id: str) -> list[Arrival]:
    from orchestration.fetching.patience import TryAgainError
    from orchestration.landing.live import fetch_source, take_drops
    from orchestration.upkeep.housekeeping import tidy

    report("fetch", source_id)
    tidy(settings)
    try:
        if source_id == DROP_FOLDER:
            return list(take_drops(settings))
        return list(fetch_source(settings, source_id))
    except FetchError as error:
        may_pass = isinstance(error.__cause__, TryAgainError)
        if may_pass:
            raise
        # A refusal stands until a person or the publisher changes something.
        raise dg.Failure(description=str(error), allow_retries=False) from error


def arrivals_metadata(arrivals: Sequence[Arrival]) -> dict[str, Any]:
    """How many arrivals had which verdict, and every one that is new or waits."""
    verdicts = ("accepted", "quarantined", "rejected", "unchanged")
    counts = {name: sum(a.verdict == name for a in arrivals) for name in verdicts}
    shown = {
        f"{arrival.edition_id}@{arrival.revision}": f"{arrival.verdict}: "
        + ("; ".join(arrival.reasons) or "no objection")
        for arrival in arrivals
        if arrival.verdict != "unchanged"
    }
    return {**counts, **({"arrivals": dg.MetadataValue.json(shown)} if shown else {})}
