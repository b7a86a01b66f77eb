"""How reasons list many things: the first few, and how many more.

Belongs here: wording that several rules share.
Does not belong here: the rules.
"""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 5


def first_of(items: Sequence[str], joiner: str = ", ", shown: int = SHOWN) -> str:
    """The first few items, and the number of the others."""
    more = len(items) - shown
    return joiner.join(items[:shown]) + (f" and {more} more" if more > 0 else "")
