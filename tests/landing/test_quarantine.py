"""What a failed refresh holds back, what a release protects, and a person's words on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from typer.testing import CliRunner

from orchestration.cli.app import app
from orchestration.ground.errors import AskedError, BuildError, BusyError, SourceError
from orchestration.landing import accept, hold_back, mark_released, quarantined, read_ledger, reject
from orchestration.settings import get_settings
from orchestration.steps.blame import blaming_arrivals
from tests.landing.conftest import NEXT, World

REVISION = f"{NEXT}@1"


def fail(world: World, error: Exception, source_id: str = "") -> None:
    with pytest.raises(type(error)), blaming_arrivals(world.settings, source_id):
        raise error


def test_a_refresh_that_fails_holds_its_new_arrivals_back_and_tells_people(landed: World) -> None:
    fail(landed, BuildError("dbt build: 1 of 242 nodes failed", found="fct_production"))
    assert landed.pins == {"usgs_mcs_2026": None}
    (held,) = quarantined(landed.settings)
    assert "a refresh failed on it: dbt build: 1 of 242 nodes failed" in held.reasons[-1]
    assert "fct_production" in held.reasons[-1]
    notified = [
        json.loads(line) for line in landed.settings.notifications_file.read_text().splitlines()
    ]
    assert [(event["kind"], event["details"]["revisions"]) for event in notified] == [
        ("quarantined", REVISION)
    ]
    events = [(line.event, line.verdict) for line in read_ledger(landed.settings)]
    assert events == [("arrival", "accepted"), ("arrival", "quarantined"), ("refresh", "failed")]


def test_what_was_released_is_never_held_back(landed: World) -> None:
    mark_released(landed.settings, {REVISION}, "20270201T093000Z-0123abcd", "2 tables")
    assert (read_ledger(landed.settings)[-1].verdict, landed.pins[NEXT]) == ("released", 1)
    fail(landed, BuildError("dbt build failed"))
    assert landed.pins[NEXT] == 1
    assert not quarantined(landed.settings)


@pytest.mark.parametrize("error", [BusyError("running"), OSError("disk full"), MemoryError()])
def test_what_no_edition_can_cause_holds_nothing_back(error: Exception, landed: World) -> None:
    fail(landed, error)
    assert landed.pins[NEXT] == 1


def test_a_step_of_another_source_holds_nothing_back(landed: World) -> None:
    fail(landed, SourceError("a file was refused"), "wmd")
    assert landed.pins[NEXT] == 1
    fail(landed, KeyError("a bug that this edition found"), "usgs_mcs")
    assert NEXT not in landed.pins


@pytest.mark.slow
def test_an_edition_that_landed_after_the_refresh_began_is_left_alone(world: World) -> None:
    with suppress(BuildError), blaming_arrivals(world.settings):
        world.land()
        raise BuildError("dbt build failed")
    assert world.pins[NEXT] == 1
    fail(world, BuildError("dbt build failed again"))
    assert NEXT not in world.pins


def test_without_a_landing_nothing_is_written(world: World) -> None:
    fail(world, BuildError("dbt build failed"))
    assert hold_back(world.settings, "nothing there") == []
    assert not world.settings.landing_dir.exists()


@pytest.mark.parametrize("decide", [accept, reject])
def test_a_decision_needs_a_reason_and_something_to_decide(decide: object, landed: World) -> None:
    for revision_id, reason in ((REVISION, "  "), (NEXT, "none waits"), ("wmd_2030@1", "unknown")):
        with pytest.raises(AskedError):
            decide(landed.settings, revision_id, reason)  # type: ignore[operator]
    with pytest.raises(AskedError, match="accepted already"):
        accept(landed.settings, REVISION, "again")


class Terminal:
    """The command line on the world's warehouse."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MINERALS_WAREHOUSE_DIR", str(world.settings.warehouse_dir))
        monkeypatch.setenv("MINERALS_EMBEDDED_DIR", str(world.settings.embedded_dir))
        get_settings.cache_clear()

    def run(self, *args: str, code: int = 0) -> str:
        finished = CliRunner().invoke(app, list(args))
        assert finished.exit_code == code, finished.output
        return finished.output


@pytest.fixture
def terminal(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    yield Terminal(world, monkeypatch)
    get_settings.cache_clear()


@pytest.mark.slow
def test_a_person_looks_decides_and_finds_it_in_the_ledger(
    world: World, terminal: Terminal
) -> None:
    assert "Nothing waits" in terminal.run("quarantine", "list")
    world.land()
    hold_back(world.settings, "the gate of fct_revision\nmore lines")
    assert REVISION in terminal.run("quarantine", "list")
    (waiting,) = json.loads(terminal.run("quarantine", "list", "--json"))
    assert (waiting["id"], waiting["state"]) == (REVISION, "quarantined")
    shown = terminal.run("quarantine", "show", NEXT)
    assert "the gate of fct_revision" in shown
    assert "MCS2027_Commodities_Data.csv" in shown
    terminal.run("quarantine", "accept", NEXT, code=2)
    text = terminal.run("quarantine", "accept", NEXT, "--reason", "compared with the printed book")
    assert "the next minerals refresh builds it" in text
    assert "compared with the printed book" in terminal.run("quarantine", "show", REVISION)
    text = terminal.run("quarantine", "reject", REVISION, "--reason", "withdrawn")
    assert "never built" in text
    printed = terminal.run("ledger")
    assert "decision usgs_mcs_2027@1 accepted by" in printed
    assert "compared with the printed book" in printed
    entries = json.loads(terminal.run("ledger", "--json", "--last", "1"))
    assert [(entry["verdict"], entry["reason"]) for entry in entries] == [("rejected", "withdrawn")]


def test_help_says_what_waits_and_what_to_do(terminal: Terminal) -> None:
    text = " ".join(terminal.run("quarantine", "--help").split())
    assert "minerals quarantine show usgs_mcs_2027@1" in text
    assert "the last good figures stay released" in text
