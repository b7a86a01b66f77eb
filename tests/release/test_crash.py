"""A crash at any step leaves the old release served, nothing half visible, and mends itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.release import current_release, list_releases, publish, recover, verify
from tests.conftest import PROJECT_ROOT
from tests.release.conftest import World

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("crash of a release")]

BEFORE_SWAP = [
    "recover",
    "admit",
    "stage tables",
    "stage database",
    "describe",
    "verify",
    "sync",
    "shelve",
    "serve",
    "swap",
]
AFTER_SWAP = ["point", "prune"]
KILL = """
import os, signal, sys
from orchestration.release import publish
from orchestration.settings import Settings
root, warehouse, embedded, fatal = sys.argv[1:]
def on_step(step):
    if step == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
settings = Settings(project_root=root, warehouse_dir=warehouse, embedded_dir=embedded)
publish(settings, on_step=on_step)
"""


class Trouble(RuntimeError):
    """What a test throws into a step."""


def kill_at(world: World, step: str) -> None:
    """Publish in another process that is killed, without a chance to clean up, at a step."""
    settings = world.settings
    paths = [settings.project_root, settings.warehouse_dir, settings.embedded_dir]
    finished = subprocess.run(
        [sys.executable, "-c", KILL, *map(str, paths), step],
        cwd=PROJECT_ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == -signal.SIGKILL, finished.stderr


def leftovers(world: World) -> list[Path]:
    """Hidden things in the folder of releases and beside the served file."""
    folder, served = world.settings.releases_dir, world.settings.served_database
    return [*folder.glob(".staging-*"), *folder.glob(".publishing"), *served.parent.glob("*.wal")]


@pytest.mark.parametrize("step", BEFORE_SWAP)
def test_killed_before_the_swap_the_old_release_is_served(step: str, world: World) -> None:
    first = world.publish()
    world.grow()
    world.judge()
    kill_at(world, step)
    assert world.total == 251600
    assert list_releases(world.settings) == [first.release_id]
    assert current_release(world.settings) == first.folder
    second = publish(world.settings)
    assert second.is_new
    assert world.total == 254600
    assert list_releases(world.settings) == [first.release_id, second.release_id]
    assert verify(world.settings).is_sound
    assert not leftovers(world)


@pytest.mark.parametrize("step", AFTER_SWAP)
def test_killed_after_the_swap_the_new_release_is_whole(step: str, world: World) -> None:
    first = world.publish()
    world.grow()
    world.judge()
    kill_at(world, step)
    assert world.total == 254600
    current = current_release(world.settings)
    assert current is not None
    assert current != first.folder
    recover(world.settings)
    assert (world.settings.releases_dir / "current").read_text().strip() == current.name
    assert list_releases(world.settings) == [first.release_id, current.name]
    assert verify(world.settings).is_sound
    assert not leftovers(world)
    again = world.publish()
    assert not again.is_new


@pytest.mark.parametrize("step", BEFORE_SWAP)
def test_error_before_the_swap_changes_nothing(step: str, world: World) -> None:
    first = world.publish()
    world.grow()
    world.judge()

    def on_step(name: str) -> None:
        if name == step:
            raise Trouble(name)

    with pytest.raises(Trouble):
        publish(world.settings, on_step=on_step)
    assert world.total == 251600
    assert list_releases(world.settings) == [first.release_id]
    assert not list(world.settings.releases_dir.glob(".staging-*"))
    assert publish(world.settings).is_new


def test_killed_at_the_very_first_release_nothing_is_served(world: World) -> None:
    world.judge()
    kill_at(world, "swap")
    assert not world.settings.served_database.exists()
    assert list_releases(world.settings) == []
    assert current_release(world.settings) is None
    publish(world.settings)
    assert world.total == 251600


def test_recovery_tells_what_it_did_and_then_has_nothing_to_do(world: World) -> None:
    world.publish()
    world.grow()
    world.judge()
    kill_at(world, "verify")
    assert any("left by a run that was interrupted" in note for note in recover(world.settings))
    assert recover(world.settings) == []


def test_served_file_that_was_lost_comes_back(world: World) -> None:
    world.publish()
    world.settings.served_database.unlink()
    assert any("was missing" in note for note in recover(world.settings))
    assert world.total == 251600
