"""A sensor per publisher: does it announce anything that was not fetched yet?

Belongs here: asking what is announced (a few small requests) and asking for a fetch.
Does not belong here: fetching (`landing`), how often (`cadence.py`), repetitions (`attempts.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import dagster as dg

from orchestration.ground.counted import counted
from orchestration.ground.errors import FetchError
from orchestration.notify import Event, notify
from orchestration.settings import Settings, WarehouseSettings
from orchestration.steps import attempts
from orchestration.steps.cadence import CADENCES
from orchestration.steps.jobs import fetch_job_name
from orchestration.steps.look import Seen

if TYPE_CHECKING:
    from orchestration.fetching.base import FetchRecord
    from orchestration.fetching.connector import Connector

# Dagster ends a tick after 60 seconds; this many for the requests and their repetitions.
LOOK_SECONDS, ANSWER_SECONDS = 30.0, 10.0


def build_edition_sensors(
    settings: Settings,
    connectors: Mapping[str, Connector],
    status: dg.DefaultSensorStatus,
) -> list[dg.SensorDefinition]:
    """One sensor per publisher that can be asked."""
    return [_edition_sensor(settings, connector, status) for connector in connectors.values()]


def _edition_sensor(
    settings: Settings, connector: Connector, status: dg.DefaultSensorStatus
) -> dg.SensorDefinition:
    source_id = connector.source_id
    cadence = CADENCES[source_id]

    @dg.sensor(
        name=f"new_edition_{source_id}",
        job_name=fetch_job_name(source_id),
        minimum_interval_seconds=int(cadence.look_every.total_seconds()),
        default_status=status,
        description=f"Asks what the publisher of {source_id} announces; fetches nothing itself. "
        f"{cadence.why}",
    )
    def new_edition(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        seen = Seen.from_cursor(context.cursor)
        try:
            announced = _announced(settings, connector)
        except FetchError as error:
            return _unanswered(settings, source_id, seen, error)
        if seen.was_notified:
            notify(settings, _answers_again(source_id, seen))
        return _decided(context.instance, source_id, seen.answered(), announced)

    return new_edition


def _announced(settings: Settings, connector: Connector) -> dict[str, str]:
    """Stamps by edition, as the publisher gives them now."""
    from orchestration.fetching.connector import Witness, clearing_of
    from orchestration.fetching.http import Http
    from orchestration.fetching.patience import TimeLimit

    witness = Witness(connector.source_id, partial(_record_trouble, settings))
    quick = settings.model_copy(
        update={"http_timeout_seconds": min(settings.http_timeout_seconds, ANSWER_SECONDS)}
    )
    with (
        Http(
            quick,
            connector.hosts,
            record=witness,
            source_id=connector.source_id,
            limit=TimeLimit(LOOK_SECONDS),
            clearing=clearing_of(connector),
        ) as http,
        witness.reading(),
    ):
        return {edition.edition_id: edition.stamp for edition in connector.discover(http)}


def _record_trouble(settings: WarehouseSettings, record: FetchRecord) -> None:
    # Looks that go well would fill the ledger with thousands of lines a year that say nothing.
    from orchestration.landing import record_fetch

    if record.verdict in {"failed", "refused"}:
        record_fetch(settings, record)


def _decided(
    instance: dg.DagsterInstance, source_id: str, seen: Seen, announced: Mapping[str, str]
) -> dg.SensorResult:
    """Ask for a fetch if something is new and no attempt at it succeeded or is under way."""
    news = seen.news(announced)
    if not news:
        return _skip(f"nothing new among {counted(len(announced), 'edition')}", seen)
    aim, job_name = seen.aim(source_id, announced), fetch_job_name(source_id)
    runs = attempts.runs_with(instance, job_name, aim)
    outlook = attempts.outlook(runs, datetime.now(UTC))
    if outlook.state == "done":
        return _skip(f"fetched: {_named(news)}", seen.fetched(announced))
    if outlook.state == "due":
        wanted = attempts.request(job_name, aim, outlook.attempt, **{"minerals/news": _named(news)})
        return dg.SensorResult(run_requests=[wanted], cursor=seen.as_cursor())
    return _skip(f"{_named(news)}: {outlook.summary}", seen)


def _named(news: list[str]) -> str:
    return ", ".join(news[:3]) + (f" and {len(news) - 3} more" if len(news) > 3 else "")  # noqa: PLR2004


def _skip(reason: str, seen: Seen) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=reason, cursor=seen.as_cursor())


def _unanswered(
    settings: Settings, source_id: str, seen: Seen, error: FetchError
) -> dg.SensorResult:
    seen = seen.unanswered(datetime.now(UTC).isoformat(timespec="seconds"))
    if seen.is_worth_notifying:
        notify(
            settings,
            Event(
                "unreachable",
                f"{source_id}: its publisher cannot be asked since {seen.failing_since}",
                text=f"{error}\n\nThe last good release stays. It is asked again at every look; "
                "files downloaded by hand may be put into the drop folder.",
                details={"source": source_id},
            ),
        )
    return _skip(f"no answer ({seen.failures} in a row): {error.what}: {error.found}", seen)


def _answers_again(source_id: str, seen: Seen) -> Event:
    return Event(
        "recovered",
        f"{source_id}: its publisher answers again",
        text=f"It did not since {seen.failing_since}, {seen.failures} looks in a row.",
        severity="info",
        details={"source": source_id},
    )
