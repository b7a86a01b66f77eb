"""`minerals rollback`: an earlier release is served again, held or not.

Belongs here: what the command prints, in which order things happen.
Does not belong here: the rollback and the hold (`release`).
"""

from __future__ import annotations

from orchestration.cli.output import plain, terminal
from orchestration.cli.serve import follow_rollback
from orchestration.ground.errors import AskedError
from orchestration.ground.lock import one_writer
from orchestration.release import current_hold, hold_release, lift_hold, rollback
from orchestration.release.holding import LIFT
from orchestration.settings import get_settings


def roll_back(release_id: str | None, *, hold: bool, reason: str) -> None:
    """Serve an earlier release, named or the one before, and keep it if that was asked.

    Raises:
        AskedError: when a reason is given and nothing is to be held.
    """
    if reason and not hold:
        raise AskedError("A reason belongs to a hold", found="--reason", way_out="add --hold")
    settings = get_settings()
    with one_writer(settings.lock_file):
        outcome = rollback(settings, release_id)
        held = hold_release(settings, reason) if hold else current_hold(settings)
    console = terminal()
    console.print(f"served now: [bold]{outcome.release_id}[/]")
    if held:
        console.print(f"held {plain(held.summary)}; until: {LIFT}")
    else:
        console.print("the next minerals refresh serves the newest again; --hold prevents that")
    follow_rollback(settings)


def end_hold(release_id: str | None, *, is_held_again: bool) -> None:
    """Let releases follow each other again.

    Raises:
        AskedError: when a rollback or a hold is asked for in the same breath.
    """
    if release_id or is_held_again:
        raise AskedError(
            "A hold is lifted, or a release is served: one at a time",
            found=f"--lift with {release_id or '--hold'}",
            way_out=f"{LIFT}; then, if you want to: minerals rollback RELEASE",
        )
    settings = get_settings()
    with one_writer(settings.lock_file):
        was_held = lift_hold(settings)
    console = terminal()
    if was_held:
        console.print("The hold is lifted: the next minerals refresh serves the newest again.")
        console.print("Dagster's daemon does so when there is something new to build.")
    else:
        console.print("Nothing is held.")
