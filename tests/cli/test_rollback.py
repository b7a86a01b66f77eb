"""`minerals rollback` as a person types it: held, shown, respected, lifted."""

from __future__ import annotations

import json

import pytest

from orchestration.release import current_hold, current_release, list_releases
from orchestration.settings import Settings
from tests.conftest import run_minerals


@pytest.fixture
def served(released_copy: Settings) -> str:
    folder = current_release(released_copy)
    assert folder is not None
    return folder.name


def test_a_held_release_is_shown_respected_and_lifted(released_copy: Settings, served: str) -> None:
    held = run_minerals(released_copy, "rollback", served, "--hold", "--reason", "[/red] is odd")
    assert held.returncode == 0, held.stderr
    assert "[/red] is odd; until: minerals rollback --lift" in held.stdout
    status = run_minerals(released_copy, "status")
    assert "[/red] is odd; minerals rollback --lift" in status.stdout
    hold = json.loads(run_minerals(released_copy, "status", "--json").stdout)["hold"]
    assert (list(hold), hold["reason"]) == (["by", "at", "reason"], "[/red] is odd")
    refused = run_minerals(released_copy, "refresh", "--force")
    assert refused.returncode == 10
    assert "[/red] is odd" in refused.stderr
    assert "minerals rollback --lift" in refused.stderr
    again = run_minerals(released_copy, "rollback", served)
    assert "held since" in again.stdout, "a rollback lifts no hold"
    lifted = run_minerals(released_copy, "rollback", "--lift")
    assert "serves the newest again" in lifted.stdout
    assert current_hold(released_copy) is None
    assert "Nothing is held" in run_minerals(released_copy, "rollback", "--lift").stdout
    assert run_minerals(released_copy, "refresh").returncode == 0


def test_without_a_hold_it_says_what_the_next_refresh_does(
    released_copy: Settings, served: str
) -> None:
    text = run_minerals(released_copy, "rollback", served).stdout
    assert "the next minerals refresh serves the newest again" in text


@pytest.mark.parametrize(
    "args", [("--lift", "--hold"), ("--lift", "20270201T093000Z-0123abcd"), ("--reason", "no hold")]
)
def test_what_contradicts_itself_is_refused(
    released_copy: Settings, served: str, args: tuple[str, ...]
) -> None:
    finished = run_minerals(released_copy, "rollback", *args)
    assert finished.returncode == 2
    assert current_hold(released_copy) is None
    assert list_releases(released_copy) == [served]
    assert run_minerals(released_copy, "sql", "select 1").returncode == 0
