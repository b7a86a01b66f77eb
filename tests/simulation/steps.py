"""What happens in the year, day by day, and what has to follow from it.

Belongs here: events at the publisher, at the machine and by people; the expected verdicts.
Does not belong here: how the world works (`world.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from orchestration.landing import accept, quarantined, reject
from tests.fetching.publisher import (
    Bomb,
    HalfABody,
    Login,
    OtherBytes,
    RedirectTo,
    Silence,
    Status,
)
from tests.landing.printer import changed
from tests.simulation.world import LONG, SHELF, YEAR, World

Record = list[str]
COMMODITY, COUNTRY, STATISTIC, UNIT, VALUE = 2, 3, 4, 6, 8


@dataclass(frozen=True)
class Step:
    """One event.

    Args:
        on: month and day.
        event: what it is, for the report.
        did: what the publisher (or the machine, or a person) did.
        act: doing it.
        verdicts: words that must stand in new lines of the ledger afterwards.
        releases: whether there must be a new release afterwards; there must be none else.
        turns: hours after six in the morning at which the daemon takes a turn.
        notified: kinds of notifications that people must have got.
        reasons: words that must stand among the reasons of these lines.
    """

    on: tuple[int, int]
    event: str
    did: str
    act: Callable[[World], None]
    verdicts: frozenset[str] = frozenset()
    releases: bool = False
    turns: tuple[float, ...] = (0,)
    notified: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()

    @property
    def moment(self) -> datetime:
        return datetime(YEAR, *self.on, 6, tzinfo=UTC)


def nothing(world: World) -> None:
    """A quiet day."""


def calm(world: World) -> None:
    """All faults end."""
    for path in (SHELF, world.long_file):
        world.publisher.mend(path)


def at_shelf(*faults: object, forever: bool = False) -> Callable[[World], None]:
    """The catalogue misbehaves."""

    def act(world: World) -> None:
        calm(world)
        world.publisher.script(SHELF, *faults, forever=forever)  # type: ignore[arg-type]

    return act


def at_file(*faults: object) -> Callable[[World], None]:
    """The edition is announced, and its large file misbehaves."""

    def act(world: World) -> None:
        calm(world)
        world.offer()
        world.publisher.script(world.long_file, *faults, forever=True)  # type: ignore[arg-type]

    return act


def revise(version: str, change: Callable[[Record], Record | None]) -> Callable[[World], None]:
    """Files are replaced in place."""

    def act(world: World) -> None:
        calm(world)
        world.offer(version, {**world.files, LONG: changed(world.files[LONG], change)})

    return act


def lose_rows() -> Callable[[Record], Record | None]:
    numbers = count()
    return lambda record: None if next(numbers) % 10 < 3 else record


def other_unit(record: Record) -> Record:
    if record[COMMODITY] == "Cobalt" and record[UNIT] == "metric tons":
        record[UNIT] = "thousand metric tons"
    return record


def other_country(record: Record) -> Record:
    if record[COUNTRY] == "Australia":
        record[COUNTRY] = "New South Wales and others"
    return record


def better_figure(record: Record) -> Record:
    """Lithium of Australia, a little more: a correction as the survey makes it."""
    key = (record[COMMODITY], record[COUNTRY], record[STATISTIC])
    if key == ("Lithium", "Australia", "Production"):
        digits = record[VALUE].replace(",", "")
        record[VALUE] = f"{round(int(digits) * 1.02, -2):,.0f}" if digits.isdigit() else digits
    return record


def add_column(world: World) -> None:
    calm(world)
    text = world.files[LONG].decode("cp1252")
    header, *records = csv.reader(io.StringIO(text, newline=""))
    rows = [[*header, "Confidence interval"], *([*record, "5%"] for record in records)]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    world.offer(" ver. 1.4", {**world.files, LONG: buffer.getvalue().encode("cp1252")})


def keep_revised(world: World) -> None:
    """From now on the corrected file is the publisher's good one."""
    files: Mapping[str, bytes] = world.files
    world.files = {**files, LONG: changed(files[LONG], better_figure)}
    calm(world)
    world.offer(" ver. 1.1")


def appears_while_somebody_refreshes(world: World) -> None:
    calm(world)
    world.offer()
    world.somebody_else_refreshes()
    world.daemon.sensors()  # the fetch runs; before its success is noticed, the daemon dies
    world.daemon.restart()


def person_rejects(world: World) -> None:
    for revision in quarantined(world.settings):
        reject(world.settings, revision.id, "the publisher confirms the mistake", who="analyst")


def accepted_while_somebody_refreshes(world: World) -> None:
    revision = quarantined(world.settings)[0]
    accept(world.settings, revision.id, "looked at the page, thought it right", who="analyst")
    world.somebody_else_refreshes()


def killed_and_thought_better(world: World) -> None:
    world.kill_somebody_else()
    for revision in world_accepted(world):
        reject(world.settings, revision, "looked again: the rows are missing", who="analyst")


def world_accepted(world: World) -> list[str]:
    from orchestration.landing.editions import load

    return [r.id for r in load(world.settings).all() if r.state == "accepted"]


def appears_without_rows(world: World) -> None:
    revise("", lose_rows())(world)
    world.daemon.sensors()
    world.daemon.restart()


def good_again(world: World) -> None:
    calm(world)
    world.offer(" ver. 1.6")


def restart(world: World) -> None:
    calm(world)
    world.daemon.restart()


FAILED, REFUSED = frozenset({"failed"}), frozenset({"refused"})
QUARANTINED, ACCEPTED = frozenset({"quarantined"}), frozenset({"accepted"})
WAITS = frozenset({"quarantined"})
ELSEWHERE = RedirectTo("https://mirror.example/somewhere.csv")

BAD_DAYS = (
    Step((1, 4), "no news", "announces nothing new", nothing),
    Step((1, 11), "page times out", "is silent", at_shelf(*[Silence()] * 5), FAILED),
    Step(
        (1, 12),
        "403",
        "turns scripts away",
        at_shelf(Status(403), forever=True),
        FAILED,
        turns=(0, 6.5),
        notified=frozenset({"unreachable", "run_failed"}),
    ),
    Step(
        (1, 13),
        "429",
        "asks to wait a second",
        at_shelf(Status(429, {"Retry-After": "1"})),
        FAILED,
        notified=frozenset({"recovered"}),
    ),
    Step((1, 14), "500", "breaks twice", at_shelf(*[Status(500)] * 2), FAILED),
    Step(
        (1, 15),
        "HTML login page",
        "answers 200 with a login page",
        at_shelf(Login(), forever=True),
        REFUSED,
    ),
    Step((1, 18), "all well again", "answers", restart),
    Step((1, 29), "wrong checksum", "sends other bytes", at_file(OtherBytes()), FAILED),
    Step((1, 30), "redirect", "sends to another host", at_file(ELSEWHERE), REFUSED),
    Step((1, 31), "10 GB of zeros", "packs 10 GB of zeros into gzip", at_file(Bomb()), REFUSED),
    Step((2, 1), "half a body", "hangs up halfway", at_file(HalfABody()), FAILED),
)

FULL = (
    *BAD_DAYS,
    Step(
        (2, 2),
        "new edition, daemon restarts, two at once",
        "publishes its edition; another refresh is running; the daemon dies after the fetch",
        appears_while_somebody_refreshes,
        ACCEPTED,
        turns=(0, 0.1),
        notified=frozenset({"run_failed"}),
    ),
    Step(
        (2, 3),
        "the other refresh is killed",
        "nothing",
        World.kill_somebody_else,
        releases=True,
        turns=(0, 0.1),
        notified=frozenset({"released"}),
    ),
    Step((2, 16), "no news", "announces nothing new", nothing, turns=(0, 24, 48)),
    Step(
        (3, 5),
        "revised in place",
        "corrects figures of one table",
        keep_revised,
        ACCEPTED,
        releases=True,
        turns=(0, 0.1, 0.2),
        notified=frozenset({"released"}),
    ),
    Step(
        (3, 20),
        "30% of the rows gone",
        "revises",
        revise(" ver. 1.2", lose_rows()),
        QUARANTINED,
        notified=WAITS,
    ),
    Step(
        (3, 27),
        "another unit",
        "revises",
        revise(" ver. 1.3", other_unit),
        QUARANTINED,
        notified=WAITS,
    ),
    Step((4, 5), "another column", "revises", add_column, QUARANTINED, notified=WAITS),
    Step(
        (4, 12),
        "a country renamed",
        "revises",
        revise(" ver. 1.5", other_country),
        QUARANTINED,
        notified=WAITS,
    ),
    Step((4, 19), "a person rejects", "nothing", person_rejects, frozenset({"rejected"})),
    Step(
        (4, 26),
        "the good file again",
        "puts the good file back",
        good_again,
        frozenset({"unchanged"}),
    ),
    Step(
        (6, 7),
        "down for three weeks",
        "answers 500",
        at_shelf(Status(500), forever=True),
        FAILED,
        turns=(0, 7 * 24, 14 * 24, 16 * 24),
        notified=frozenset({"unreachable", "stale"}),
    ),
    Step(
        (6, 28),
        "back again",
        "answers",
        calm,
        turns=(0, 2),
        notified=frozenset({"recovered", "fresh"}),
    ),
    *(
        Step((month, 12), "no news", "announces nothing new", restart, turns=(0, 7 * 24))
        for month in (7, 8, 9, 10, 11, 12)
    ),
)

SHORT = (
    Step((1, 4), "no news", "announces nothing new", nothing),
    Step(
        (1, 11),
        "silence, 500, 429",
        "is silent, breaks, asks to wait a second",
        at_shelf(Silence(), Status(500), Status(429, {"Retry-After": "1"})),
        FAILED,
        reasons=("timed out", "HTTP status 500", "HTTP status 429"),
    ),
    Step(
        (1, 12),
        "403",
        "turns scripts away",
        at_shelf(Status(403), forever=True),
        FAILED,
        turns=(0, 6.5),
        notified=frozenset({"unreachable", "run_failed"}),
        reasons=("HTTP status 403",),
    ),
    Step(
        (1, 15),
        "HTML login page",
        "answers 200 with a login page",
        at_shelf(Login(), forever=True),
        REFUSED,
        reasons=("web page",),
    ),
    Step(
        (1, 29),
        "new edition: other bytes, half, redirect",
        "sends other bytes, half a body, to another host",
        at_file(OtherBytes(), HalfABody(), ELSEWHERE),
        FAILED | REFUSED,
        notified=frozenset({"recovered"}),
        reasons=("MD5", "not complete", "mirror.example"),
    ),
    Step(
        (1, 31),
        "10 GB of zeros",
        "packs 10 GB of zeros into gzip",
        at_file(Bomb()),
        REFUSED,
        reasons=("larger than",),
    ),
    Step(
        (2, 2),
        "new edition, 30% of the rows gone",
        "publishes its edition; the daemon restarts",
        appears_without_rows,
        QUARANTINED,
        notified=WAITS,
    ),
    Step(
        (2, 3),
        "two refreshes at once",
        "a person accepts it; another refresh is running",
        accepted_while_somebody_refreshes,
        ACCEPTED,
        notified=frozenset({"run_failed"}),
    ),
    Step(
        (2, 4),
        "the other refresh is killed",
        "a person thinks better of it",
        killed_and_thought_better,
        frozenset({"rejected"}),
    ),
    Step(
        (2, 5),
        "another unit, a country renamed",
        "revises",
        revise(" ver. 1.1", lambda r: other_country(other_unit(r))),
        QUARANTINED,
        notified=WAITS,
    ),
    Step((2, 12), "no news", "announces nothing new", restart),
)
SPANS = {"short": SHORT, "year": FULL}
