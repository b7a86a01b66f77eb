"""Codes of the Harmonised System around the minerals, and which of its editions have each.

Belongs here: what `hs_codes.csv` says of them, for every publisher that prints such codes.
Does not belong here: minerals behind the codes (seed `hs_bridge`), any publisher's own columns.
"""

from __future__ import annotations

from functools import lru_cache

from orchestration.publishers.reading.beside import rows_beside


@lru_cache(maxsize=1)
def _codes() -> tuple[dict[str, str], ...]:
    return tuple(rows_beside(__package__, "hs_codes.csv"))


@lru_cache(maxsize=1)
def taken_codes() -> frozenset[str]:
    """Six-digit codes that are read, of all HS editions together."""
    return frozenset(row["hs_code"] for row in _codes() if row["is_taken"] == "true")


@lru_cache(maxsize=16)
def foreign_codes(hs_edition: str) -> frozenset[str]:
    """Codes that other HS editions have and this one has not; empty where it is not known."""
    of_each = [(row["hs_code"], row["hs_editions"].split()) for row in _codes()]
    if not any(hs_edition in editions for _, editions in of_each):
        return frozenset()
    return frozenset(code for code, editions in of_each if hs_edition not in editions)
