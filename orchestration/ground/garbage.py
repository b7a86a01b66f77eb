"""How often Python looks for garbage.

Belongs here: the one setting of it, for processes that load much and end soon.
Does not belong here: freeing anything in particular.
"""

from __future__ import annotations

import gc

_NEW_OBJECTS = 50_000
_ROUNDS = 20


def collect_seldom() -> None:
    """Look for garbage after many new objects, not after 700.

    A command makes millions of objects that stay: libraries, dbt's project, Dagster's assets. Each
    look walks them again, which took a sixth of a refresh; what is found is a few megabytes. In a
    command that stays up, what is young is still looked at every 50,000 objects.
    """
    gc.set_threshold(_NEW_OBJECTS, _ROUNDS, _ROUNDS)
