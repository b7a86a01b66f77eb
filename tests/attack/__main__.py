"""`make attack`: faults against a small warehouse, and a table of what held.

Belongs here: how many, the seed, the clock, the table.
Does not belong here: the faults (`faults.py`).

FAULTS=1000 runs as many as that, however long it takes; otherwise it ends after 15 minutes and at
least 150. SEED and FIRST repeat one: `SEED=7 FIRST=41 FAULTS=1 make attack`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.attack.faults import KINDS, Held, scratch
from tests.attack.target import Target, make_template

LEAST, LONGEST_SECONDS = 150, 900.0


class Tried(NamedTuple):
    """One fault: its number, its kind, what became of it."""

    number: int
    kind: str
    held: Held


def attack(folder: Path, seed: int, numbers: Iterator[int]) -> Iterator[Tried]:
    """Faults by number; the same seed and number are the same fault."""
    template = make_template(folder / "template")
    for number in numbers:
        random = Random(f"{seed}:{number}")  # noqa: S311 - a fault must come again
        kinds, weights = list(KINDS), [weight for _, weight in KINDS.values()]
        kind = random.choices(kinds, weights)[0]
        place = folder / f"fault {number}"
        try:
            held = KINDS[kind][0](Target(template, place), random)
        except Exception as error:  # noqa: BLE001 - whatever comes out is the finding
            held = Held("", [f"{type(error).__name__}: {error}"])
        yield Tried(number, kind, held)
        scratch(place)


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
    for each in broken:
        lines.append(f"SEED={seed} FIRST={each.number}  {each.kind}: {each.held.told}")
        lines += [f"    {problem}" for problem in each.held.wrong[:3]]
    return "\n".join(lines)


def main() -> int:
    """Attack, print, and fail when something did not hold."""
    seed = int(os.environ.get("SEED") or time.strftime("%Y%m%d"))
    wanted = int(os.environ["FAULTS"]) if os.environ.get("FAULTS") else None
    first = int(os.environ.get("FIRST") or 0)
    until = time.monotonic() + LONGEST_SECONDS
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        tried = list(attack(Path(folder), seed, numbers(first, wanted, until)))
    sys.stdout.write(table(tried, seed) + "\n")
    return int(any(each.held.wrong for each in tried))


if __name__ == "__main__":
    sys.exit(main())
