"""Relations of the build database that nothing in this version of the project makes.

Belongs here: finding and dropping them.
Does not belong here: tables that are only out of date (`selection.py`).

An older version of the project, a branch, or a killed build leaves such relations behind. A mart
among them would be in the way of a release: no suite guards it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from orchestration.build.relations import relation_names
from orchestration.ground.connection import quoted

if TYPE_CHECKING:
    from orchestration.settings import Settings


def drop_strays(settings: Settings, owned: Collection[str]) -> list[str]:
    """Drop every relation that is not among `owned`, which are named `schema.table`.

    Returns:
        what was dropped.
    """
    import duckdb

    there = relation_names(settings)
    strays = sorted(set(there) - set(owned))
    if strays:
        with duckdb.connect(str(settings.build_database)) as connection:
            for name in strays:
                relation = ".".join(quoted(part) for part in name.split(".", 1))
                connection.execute(f"drop {there[name]} if exists {relation} cascade")
    return strays
