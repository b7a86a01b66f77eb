"""What became of one fault, and doing things in a process of their own.

Belongs here: the result, running a block in a child, what its end may be.
Does not belong here: the faults (the modules beside this one).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from orchestration.cli.around import as_known
from tests.attack.target import Target

FORK = multiprocessing.get_context("fork")
LONGEST_SECONDS = 240.0
FILE_OPERATIONS = ("fsync", "replace", "unlink", "open", "mkdir", "rename", "symlink", "rmdir")


class Held(NamedTuple):
    """How a fault ended, and what was wrong afterwards.

    Args:
        summary: the fault and its end, one line.
        wrong: everything that was not as it must be; empty if it held.
        place: the command that was broken off, at which of its operations, of how many.
        changes: the kinds of change that were made to files.
    """

    summary: str
    wrong: list[str]
    place: tuple[str, int, int] | None = None
    changes: tuple[str, ...] = ()


Fault = Callable[..., Held]


def in_a_child(
    target: Target,
    fault: str,
    doing: Callable[[], None],
    killed_after: float | None = None,
    check: Callable[[], list[str]] | None = None,
) -> Held:
    """Do something in a process of its own; an error must be one that people meet.

    Args:
        target: what is looked at afterwards.
        fault: the fault, in words.
        doing: what the child does.
        killed_after: seconds after which the child is killed, if it has not ended.
        check: what must hold afterwards, by default all of the target.
    """
    reading, writing = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_run, args=(doing, writing))
    process.start()
    writing.close()
    if killed_after is not None:
        process.join(killed_after)
        process.kill()
    process.join(LONGEST_SECONDS)
    if process.is_alive():
        process.kill()
        return Held(fault, ["it did not end"])
    ended = "killed"
    with contextlib.suppress(EOFError):
        ended = reading.recv() if reading.poll() else "killed"
    wrong = [ended] if ended.startswith("a bug: ") else []
    if process.exitcode not in (0, -signal.SIGKILL):
        wrong.append(f"exit code {process.exitcode}")
    return Held(f"{fault}: {ended}", wrong + (check or target.wrong)())


def _run(doing: Callable[[], None], writing: Any) -> None:
    try:
        doing()
    except Exception as error:  # noqa: BLE001 - what the command line would print is the question
        known = as_known(error)
        if known is None:
            writing.send(f"a bug: {type(error).__name__}: {error}"[:300])
        else:
            writing.send(f"refused: {known.what}")
    else:
        writing.send("done")


def counting(reached: Callable[[int], None], of: Sequence[str] = FILE_OPERATIONS) -> None:
    """Call `reached` with its number before each file operation of this process from now on."""
    made = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            made[0] += 1
            reached(made[0])
            return real(*args, **kwargs)

        return call

    for operation in of:
        setattr(os, operation, counted(getattr(os, operation)))


def operations_of(target: Target, doing: Callable[[], None]) -> int:
    """How many file operations something makes, found by letting a child do it once."""
    reading, writing = FORK.Pipe(duplex=False)

    def count() -> None:
        made = [0]
        counting(lambda number: made.__setitem__(0, number))
        doing()
        writing.send(made[0])

    process = FORK.Process(target=count)
    process.start()
    writing.close()
    process.join(LONGEST_SECONDS)
    found: int = reading.recv() if reading.poll() else 0
    assert found, f"{target.folder}: nothing was counted"
    return found
