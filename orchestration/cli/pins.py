"""What a refresh reads, in words: editions as they ship, editions that have landed.

Belongs here: the lines about pins in `minerals refresh` and `minerals status`.
Does not belong here: the pins (`landing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from orchestration.cli.output import plain
from orchestration.ground.counted import counted
from orchestration.landing import PinnedEdition, last_answers, pinned, quarantined
from orchestration.settings import WarehouseSettings


def print_pins(console: Console, settings: WarehouseSettings) -> None:
    """One line: how many editions are read as they ship, and which have landed."""
    if settings.input_dir is not None:
        return
    console.print(f"[dim]reads {plain(pins_text(list(pinned(settings).values())))}[/]")


def pins_text(pins: list[PinnedEdition]) -> str:
    """`14 editions as they ship; landed: usgs_mcs_2027 (revision 1)`."""
    landed = [f"{p.edition_id} (revision {p.revision})" for p in pins if p.origin == "landed"]
    shipped = counted(len(pins) - len(landed), "edition as it ships", "editions as they ship")
    return f"{shipped}; landed: {', '.join(landed)}" if landed else shipped


@contextmanager
def print_held_back(console: Console, settings: WarehouseSettings) -> Iterator[None]:
    """Say which arrivals went into quarantine because the block failed on them."""
    before = {revision.id for revision in quarantined(settings)}
    try:
        yield
    except Exception:
        held = [revision for revision in quarantined(settings) if revision.id not in before]
        for revision in held:
            console.print(
                f"[yellow]![/] {plain(revision.id)} is held back: the refresh failed on it"
            )
        if held:
            console.print("The last good figures stay pinned, and released: minerals quarantine")
        raise


def live_state(settings: WarehouseSettings) -> dict[str, Any]:
    """Pins, last fetches and waiting revisions, for people and programs."""
    pins, answers = pinned(settings), last_answers(settings)
    return {
        "pins": {r: _origin(pin) for r, pin in pins.items()},
        "last_fetch": {s: at.isoformat(timespec="seconds") for s, at in answers.items()},
        "quarantine": [revision.id for revision in quarantined(settings)],
    }


def print_live_state(console: Console, settings: WarehouseSettings, state: dict[str, Any]) -> None:
    """The same as lines; only what there is."""
    console.print(f"reads     {plain(pins_text(list(pinned(settings).values())))}")
    for source_id, at in state["last_fetch"].items():
        console.print(f"fetched   {source_id}, last at {at[:16].replace('T', ' ')} UTC")
    for name in map(plain, state["quarantine"]):
        console.print(f"waits     [yellow]{name}[/]: minerals quarantine show {name}")


def _origin(pin: PinnedEdition) -> str:
    return "embedded" if pin.revision is None else f"landed, revision {pin.revision}"
