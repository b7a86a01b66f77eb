"""Rules about files as files: is one missing, did one shrink or swell.

Belongs here: names and sizes.
Does not belong here: what is in the files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.thresholds import at_most
from orchestration.landing.rules.wording import first_of

NUMBERS = re.compile(r"\d+")


def judge(found: Comparison) -> list[str]:
    """Reasons why the files of an arrival must be looked at."""
    if not found.revision.files:
        return ["it has no file that a parser knows"]
    if found.against is None:
        return []
    before = _by_kind(found.sizes)
    now = _by_kind({file.file_name: file.bytes for file in found.revision.files})
    if found.is_same_edition and not set(before) & set(now):
        # one edition in another of its publisher's layouts: its cells are compared, file by file
        # there is nothing to compare
        return []
    return [
        *_missing(found.against, before, now),
        *_drift(found.against, before, now),
        *_set_drift(found.against, before, now),
    ]


def _by_kind(sizes: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """Files by name without numbers: years and numbers of figures change, the rest stays.

    Pages of one answer differ by their number only: together they are one kind.
    """
    kinds: dict[str, tuple[str, int]] = {}
    for name, size in sorted(sizes.items()):
        kind = NUMBERS.sub("#", name).lower()
        first, so_far = kinds.get(kind, (name, 0))
        kinds[kind] = (first, so_far + size)
    return kinds


Sizes = Mapping[str, tuple[str, int]]


def _missing(against: str, before: Sizes, now: Sizes) -> list[str]:
    gone = sorted(before[kind][0] for kind in set(before) - set(now))
    if not gone:
        return []
    return [f"files are missing: {against} has {first_of(gone)}, and this has no such file"]


def _drift(against: str, before: Sizes, now: Sizes) -> list[str]:
    reasons = []
    for kind in sorted(set(before) & set(now)):
        (_, was), (name, size) = before[kind], now[kind]
        change = _percent(was, size)
        if max(was, size) >= at_most("file_size_floor") and abs(change) > at_most(
            "file_size_drift"
        ):
            reasons.append(
                f"the size of a file moved by {change:+.0f}%: {name} has {size:,} bytes, "
                f"{was:,} in {against} (at most {at_most('file_size_drift'):.0f}%)"
            )
    return reasons


def _set_drift(against: str, before: Sizes, now: Sizes) -> list[str]:
    was, size = (sum(size for _, size in kinds.values()) for kinds in (before, now))
    change = _percent(was, size)
    if max(was, size) < at_most("file_size_floor") or abs(change) <= at_most("set_size_drift"):
        return []
    return [
        f"all files together moved by {change:+.0f}%: {size:,} bytes, {was:,} in {against} "
        f"(at most {at_most('set_size_drift'):.0f}%)"
    ]


def _percent(was: int, now: int) -> float:
    return 100 * (now - was) / was if was else 100.0
