"""A held release stays, whoever asks for another; lifted, releases follow each other again."""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg
import pytest

from orchestration.ground.errors import HeldError, ReleaseError
from orchestration.landing import quarantined
from orchestration.release import (
    current_hold,
    current_release,
    hold_release,
    lift_hold,
    list_releases,
    refuse_while_held,
    rollback,
)
from orchestration.release.holding import Hold
from orchestration.settings import Settings
from orchestration.steps.assets.raw import build_raw_assets
from tests.release.conftest import World


@pytest.fixture
def two(world: World) -> list[str]:
    first = world.publish().release_id
    world.grow()
    return [first, world.publish().release_id]


@pytest.mark.slow
def test_nothing_is_published_until_the_hold_is_lifted(two: list[str], world: World) -> None:
    rollback(world.settings)
    hold_release(world.settings, "cobalt looks wrong", "a person")
    world.grow()
    with pytest.raises(HeldError, match="by a person: cobalt looks wrong"):
        world.publish()
    assert list_releases(world.settings) == two
    folder = current_release(world.settings)
    assert folder is not None
    assert folder.name == two[0]
    assert lift_hold(world.settings)
    assert world.publish().is_new


def test_a_run_that_is_started_by_hand_stops_before_it_reads(world: World) -> None:
    world.publish()
    hold_release(world.settings, "")
    reads = build_raw_assets(Settings(warehouse_dir=world.settings.warehouse_dir))[0]
    with pytest.raises(HeldError), dg.DagsterInstance.ephemeral() as instance:
        dg.materialize([reads], instance=instance)
    assert not quarantined(world.settings), "no edition is to blame"


def test_who_when_and_why_are_kept_and_the_last_word_counts(world: World) -> None:
    world.publish()
    assert current_hold(world.settings) is None
    refuse_while_held(world.settings)
    before = datetime.now(UTC).replace(microsecond=0)
    hold_release(world.settings, "  first ", "one")
    hold_release(world.settings, "", "another")
    hold = current_hold(world.settings)
    assert isinstance(hold, Hold)
    assert (hold.by, hold.reason) == ("another", "no reason was given")
    assert before <= hold.at <= datetime.now(UTC)
    assert lift_hold(world.settings)
    assert not lift_hold(world.settings)
    assert current_hold(world.settings) is None


@pytest.mark.slow
def test_a_hold_that_was_damaged_by_hand_still_holds(two: list[str], world: World) -> None:
    hold_release(world.settings, "meant")
    path = world.settings.releases_dir / "hold.json"
    path.write_text(path.read_text()[:10])
    with pytest.raises(ReleaseError, match="cannot be read"):
        world.publish()
    assert lift_hold(world.settings)
    assert list_releases(world.settings) == two
