"""Rollback serves an earlier release again, and nothing else happens."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from orchestration.ground.errors import ReleaseError
from orchestration.release import (
    current_release,
    list_releases,
    publish,
    rollback,
    unchanged_release,
)
from tests.release.conftest import World


@pytest.fixture
def three(world: World) -> list[str]:
    names = []
    for _ in range(3):
        names.append(world.publish().release_id)
        world.grow()
    return names


@pytest.mark.slow
def test_default_is_the_release_before(three: list[str], world: World) -> None:
    assert world.total == 257600
    outcome = rollback(world.settings)
    assert outcome.release_id == three[1]
    assert world.total == 254600
    assert list_releases(world.settings) == three
    assert rollback(world.settings).release_id == three[0]
    with pytest.raises(ReleaseError, match="no earlier release"):
        rollback(world.settings)


@pytest.mark.slow
def test_named_release_forwards_too(three: list[str], world: World) -> None:
    rollback(world.settings, three[0])
    assert world.total == 251600
    rollback(world.settings, three[2])
    assert world.total == 257600
    assert "served already" in rollback(world.settings, three[2]).summary


@pytest.mark.slow
def test_unknown_release_is_refused(three: list[str], world: World) -> None:
    with pytest.raises(ReleaseError, match="no such release"):
        rollback(world.settings, "20200101T000000Z-00000000")
    assert world.total == 257600
    assert len(three) == 3


@pytest.mark.slow
def test_damaged_release_is_not_served(three: list[str], world: World) -> None:
    damaged = world.settings.releases_dir / three[0] / "fct_production.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(ReleaseError, match="no longer what was released"):
        rollback(world.settings, three[0])
    assert world.total == 257600


@pytest.mark.slow
def test_after_a_rollback_the_build_counts_as_changed(three: list[str], world: World) -> None:
    rollback(world.settings)
    assert unchanged_release(world.settings) is None
    current = current_release(world.settings)
    assert current is not None
    assert current.name == three[1]
    republished = world.publish()
    assert republished.is_new
    assert republished.previous == three[1]


@pytest.mark.slow
@pytest.mark.parametrize("hours", [(9, 9, 9), (9, 8, 7)], ids=["same second", "clock set back"])
def test_order_of_releases_is_the_order_of_publication(
    hours: tuple[int, ...], world: World
) -> None:
    names = []
    for hour in hours:
        world.judge()
        moment = datetime(2026, 2, 6, hour, tzinfo=UTC)
        names.append(publish(world.settings, now=moment).release_id)
        world.grow()
    assert list_releases(world.settings) == names
    assert rollback(world.settings).release_id == names[1]
