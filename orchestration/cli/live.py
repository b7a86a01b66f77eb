"""`minerals refresh --live`: ask publishers and look into the drop folder, one line for each.

Belongs here: the lines, and what happens when a publisher cannot be asked.
Does not belong here: fetching and deciding (`landing`), the refresh that follows (`refresh.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from rich.console import Console

from orchestration.cli.output import plain
from orchestration.ground.errors import AskedError, FetchError, WarehouseError
from orchestration.landing.types import Arrival
from orchestration.settings import Settings

DROPS = "drop folder"
_MARKS = {"accepted": "[green]✓[/]", "unchanged": "·", "quarantined": "[yellow]![/]"}


def ask_publishers(
    settings: Settings, console: Console, sources: Sequence[str]
) -> list[WarehouseError]:
    """Bring in what publishers offer now; afterwards a refresh reads what was accepted.

    Args:
        settings: which publishers are switched on, and how long they are waited for.
        console: where the lines go.
        sources: only these; all of them and the drop folder when empty.

    Returns:
        What went wrong, by source; the other sources were brought in all the same.

    Raises:
        AskedError: when a source is not one of those that can be asked.
        FetchError: when no publisher could be asked, and the drop folder brought nothing either.
    """
    from orchestration.fetching.patience import TimeLimit
    from orchestration.landing.live import fetch_source, take_drops
    from orchestration.publishers.connectors import connectors

    limit = TimeLimit(settings.live_time_limit_seconds)
    asked = list(sources) or [name for name, c in connectors(settings).items() if c.hosts]
    drops = Brought() if sources else _one(console, DROPS, partial(take_drops, settings))
    fetched = [
        _one(console, source_id, partial(fetch_source, settings, source_id, limit))
        for source_id in asked
    ]
    failures = [brought.failure for brought in fetched if brought.failure]
    if asked and len(failures) == len(asked) and not drops.is_new:
        raise _nobody_answers(
            [f"{n}: {_failure_text(f)}" for n, f in zip(asked, failures, strict=True)]
        )
    return [*([drops.failure] if drops.failure else []), *failures]


class Brought(NamedTuple):
    """The result of one source."""

    is_new: bool = False
    failure: WarehouseError | None = None


def _one(console: Console, name: str, bring_in: Callable[[], Sequence[Arrival]]) -> Brought:
    with console.status(f"Asking {name}"):
        try:
            arrivals = bring_in()
        except AskedError:
            raise  # a name mistyped is nobody's failure
        except WarehouseError as failure:
            console.print(f"[red]✗[/] {name}: {plain(_failure_text(failure))}")
            return Brought(failure=failure)
    if not arrivals:
        console.print(f"· {name}: nothing new")
    for arrival in arrivals:
        console.print(_line(name, arrival))
    return Brought(is_new=any(arrival.is_new for arrival in arrivals))


def _failure_text(failure: WarehouseError) -> str:
    """The failure in one line, and what stood behind it when patience or time was over."""
    text = f"{failure.what}: {failure.found}" if failure.found else failure.what
    behind = getattr(failure.__cause__, "error", None)
    if isinstance(behind, WarehouseError) and behind.what != failure.what:
        text += f" ({behind.what}: {behind.found})"
    return text


def _line(name: str, arrival: Arrival) -> str:
    number = f", revision {arrival.revision}" if arrival.revision else ""
    reason = plain(arrival.reasons[0].splitlines()[0]) if arrival.reasons else ""
    more = f" (and {len(arrival.reasons) - 1} more reasons)" if len(arrival.reasons) > 1 else ""
    verdict = "waits in quarantine" if arrival.verdict == "quarantined" else arrival.verdict
    text = f"{name}: {plain(arrival.edition_id)}{number} {verdict}: {reason}{more}"
    return f"{_MARKS[arrival.verdict]} {text}"


def _nobody_answers(failures: Sequence[str]) -> FetchError:
    return FetchError(
        "No publisher could be asked; nothing was built, and the release is untouched",
        expected="an answer from at least one publisher",
        found="\n    ".join(["", *failures]),
        way_out="look at the network (proxy, firewall) and try again; `minerals refresh` works "
        "without it on what is pinned; files fetched by hand go into warehouse/drop",
    )
