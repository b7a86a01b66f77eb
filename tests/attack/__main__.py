"""`make attack`: faults against a small warehouse, and a table of what held.

Belongs here: how many, the seed, the clock, the table.
Does not belong here: the faults (`kinds.py` lists them).

FAULTS=1000 runs as many as that, however long it takes; otherwise it ends after 15 minutes and at
least 150. SEED and FIRST repeat one: `SEED=7 FIRST=41 FAULTS=1 make attack`. Ctrl-C and SIGTERM end
it with the table of what was tried until then.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple

from tests.attack.grammar import KINDS_OF_CHANGE
from tests.attack.held import Held
from tests.attack.kinds import KINDS
from tests.attack.server import SERVER
from tests.attack.target import Target, make_template

LEAST, LONGEST_SECONDS, PROGRESS_EVERY = 150, 900.0, 25


class Tried(NamedTuple):
    """One fault: its number, its kind, what became of it."""

    number: int
    kind: str
    held: Held


def attack(
    folder: Path,
    seed: int,
    numbers: Iterator[int],
    kinds: Sequence[str] = tuple(KINDS),
    *,
    turns: bool = False,
) -> Iterator[Tried]:
    """Faults by number; the same seed and number are the same fault.

    Args:
        folder: where the warehouses are made; others may look into it.
        seed: of all that is random.
        numbers: which faults.
        kinds: of these kinds, by default all.
        turns: each kind in turn, instead of by its weight.
    """
    folder.chmod(0o755)
    template = make_template(folder / "template")
    weights = [KINDS[kind].weight for kind in kinds]
    try:
        for number in numbers:
            random = Random(f"{seed}:{number}")  # noqa: S311 - a fault must come again
            (drawn,) = random.choices(kinds, weights)
            kind = kinds[number % len(kinds)] if turns else drawn
            place = folder / f"fault {number}"
            yield Tried(number, kind, _tried(kind, template, place, random))
            scratch(place)
    finally:
        SERVER.stop()


def _tried(kind: str, template: Path, place: Path, random: Random) -> Held:
    try:
        return KINDS[kind].fault(Target(template, place), random)
    except Exception as error:  # noqa: BLE001 - whatever comes out is the finding
        return Held("", [f"{type(error).__name__}: {error}"])


def scratch(path: Path) -> None:
    """Remove what one fault left, links first."""
    for each in path.parent.glob(f"{path.name}*"):
        if each.is_symlink():
            each.unlink()
        else:
            shutil.rmtree(each, ignore_errors=True)


def numbers(first: int, wanted: int | None, until: float) -> Iterator[int]:
    """As many as were asked for, otherwise until the time is over and enough were tried."""
    number = first
    while number < first + wanted if wanted else number < first + LEAST or time.monotonic() < until:
        yield number
        number += 1


def table(tried: list[Tried], seed: int) -> str:
    """Tried, held and described by kind; the seed and number of each that did not hold."""
    lines = [f"{'kind':28}{'tried':>7}{'held':>7}{'described':>11}"]
    counts = Counter(each.kind for each in tried)
    for kind in sorted(counts):
        mine = [each for each in tried if each.kind == kind]
        held = sum(not each.held.wrong for each in mine)
        described = sum(bool(each.held.summary) for each in mine)
        lines.append(f"{kind:28}{len(mine):7}{held:7}{described:11}")
    broken = [each for each in tried if each.held.wrong]
    described = sum(bool(each.held.summary) for each in tried)
    lines.append(f"{'all':28}{len(tried):7}{len(tried) - len(broken):7}{described:11}")
    lines += [*places(tried), *_counted(tried)]
    return "\n".join([*lines, *(failure(each, seed) for each in broken)])


def failure(each: Tried, seed: int) -> str:
    """What did not hold, and how to have it again."""
    first = f"SEED={seed} FIRST={each.number} FAULTS=1  {each.kind}: {each.held.summary}"
    return "\n".join([first, *(f"    {problem}" for problem in each.held.wrong[:3])])


OF_WHAT = {
    "wrong or partial releases": ("readers see", "release:", "nothing is released", "the shelf"),
    "leftovers after the next command": ("left:", "made "),
    "ends in a stack trace": ("a bug:", "it printed a traceback"),
    "hostile arrivals that were accepted": ("it was accepted", "was accepted"),
}
"""How what is wrong is worded, by what it is."""


def _counted(tried: list[Tried]) -> list[str]:
    """How many kinds of change were made to files, and how often what is worst came out."""
    made = {change for each in tried for change in each.held.changes}
    wrong = [problem for each in tried for problem in each.held.wrong]
    lines = [f"  mutated files: {len(made)} of {len(KINDS_OF_CHANGE)} kinds of change by grammar"]
    for name, words in OF_WHAT.items():
        found = sum(any(word in problem for word in words) for problem in wrong)
        lines.append(f"  {name}: {found}")
    return lines


def places(tried: list[Tried]) -> list[str]:
    """At how many of its file operations each command was killed."""
    killed = [each.held.place for each in tried if each.held.place]
    commands = sorted({(name, of) for name, _, of in killed})
    found = {
        name: len({step for other, step, _ in killed if other == name}) for name, _ in commands
    }
    return [
        f"  {name}: killed at {found[name]} of its {of} file operations" for name, of in commands
    ]


def main() -> int:
    """Attack, print, and fail when something did not hold."""
    seed = int(os.environ.get("SEED") or time.strftime("%Y%m%d"))
    wanted = int(os.environ["FAULTS"]) if os.environ.get("FAULTS") else None
    first = int(os.environ.get("FIRST") or 0)
    until = time.monotonic() + LONGEST_SECONDS
    tried, ended = list[Tried](), 0
    try:
        _run(seed, numbers(first, wanted, until), tried, wanted or LEAST)
    except BrokenOffError as signalled:
        ended = 128 + signalled.number
        sys.stdout.write(f"broken off after {len(tried)} of {wanted or LEAST} faults\n")
    sys.stdout.write(table(tried, seed) + "\n")
    return ended or int(any(each.held.wrong for each in tried))


class BrokenOffError(BaseException):
    """Ctrl-C or SIGTERM: nothing that runs may take it for its own."""

    def __init__(self, number: int) -> None:
        self.number = number


def _break_off(number: int, _: FrameType | None) -> None:
    if os.getpid() == _MAIN:
        for heard in (signal.SIGINT, signal.SIGTERM):
            signal.signal(heard, signal.SIG_IGN)
        raise BrokenOffError(number)
    os._exit(128 + number)


_MAIN = os.getpid()


def _run(seed: int, wanted: Iterator[int], tried: list[Tried], most: int) -> None:
    """Try them all, say how far it is on the other channel, and each failure at once."""
    began = time.monotonic()
    for heard in (signal.SIGINT, signal.SIGTERM):
        signal.signal(heard, _break_off)
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        for each in attack(Path(folder), seed, wanted):
            tried.append(each)
            if each.held.wrong:
                sys.stderr.write(failure(each, seed) + "\n")
            if len(tried) % PROGRESS_EVERY == 0:
                sys.stderr.write(_progress(tried, most, time.monotonic() - began) + "\n")
            sys.stderr.flush()


def _progress(tried: list[Tried], wanted: int, seconds: float) -> str:
    held = sum(not each.held.wrong for each in tried)
    described = sum(bool(each.held.summary) for each in tried)
    left = max(0, wanted - len(tried))
    return (
        f"{len(tried)} tried, {held} held, {described} described, "
        f"{len(tried) - held} not held, {left} remaining, {seconds:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
