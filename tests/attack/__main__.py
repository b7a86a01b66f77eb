"""`make attack`: faults against a small warehouse, and a table of what held.

Belongs here: how many, the seed, the clock, the table.
Does not belong here: the faults (`kinds.py` lists them).

FAULTS=1000 runs as many as that, however long it takes; otherwise it ends after 15 minutes and at
least 150. SEED and FIRST repeat one: `SEED=7 FIRST=41 FAULTS=1 make attack`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.attack.held import Held
from tests.attack.kinds import KINDS
from tests.attack.server import SERVER
from tests.attack.target import Target, make_template

LEAST, LONGEST_SECONDS, TOLD_EVERY = 150, 900.0, 50


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
    """Tried, held and told by kind; the seed and number of each that did not hold."""
    lines = [f"{'kind':28}{'tried':>7}{'held':>7}{'told':>7}"]
    counts = Counter(each.kind for each in tried)
    for kind in sorted(counts):
        mine = [each for each in tried if each.kind == kind]
        held = sum(not each.held.wrong for each in mine)
        told = sum(bool(each.held.told) for each in mine)
        lines.append(f"{kind:28}{len(mine):7}{held:7}{told:7}")
    broken = [each for each in tried if each.held.wrong]
    lines.append(f"{'all':28}{len(tried):7}{len(tried) - len(broken):7}")
    lines += places(tried)
    for each in broken:
        lines.append(f"SEED={seed} FIRST={each.number}  {each.kind}: {each.held.told}")
        lines += [f"    {problem}" for problem in each.held.wrong[:3]]
    return "\n".join(lines)


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
    tried = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        for each in attack(Path(folder), seed, numbers(first, wanted, until)):
            tried.append(each)
            if each.held.wrong or len(tried) % TOLD_EVERY == 0:
                _progress(each, len(tried), time.monotonic() - began)
    sys.stdout.write(table(tried, seed) + "\n")
    return int(any(each.held.wrong for each in tried))


def _progress(each: Tried, count: int, seconds: float) -> None:
    """To the other channel, so that the table stands alone."""
    wrong = f"  {each.kind}: {each.held.told} {each.held.wrong}" if each.held.wrong else ""
    sys.stderr.write(f"{count} tried in {seconds:.0f} s{wrong}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
