"""One address that is asked for, and one attempt at it.

Belongs here: what is wanted of an address, what is known about a running attempt.
Does not belong here: asking (`http.py`), what is promised of a body (`bodies.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orchestration.fetching.base import FetchVerdict
from orchestration.fetching.bodies import NOTHING_PROMISED, Promised

if TYPE_CHECKING:
    import httpx


class Wanted(NamedTuple):
    """One address, where its body goes, and what is known about it beforehand."""

    address: str
    max_bytes: int
    path: Path | None = None
    promised: Promised = NOTHING_PROMISED
    known: Mapping[str, str] = {}

    @property
    def condition(self) -> dict[str, str]:
        """Headers that ask for the body only if it changed."""
        headers = {"If-None-Match": "etag", "If-Modified-Since": "last_modified"}
        return {name: self.known[key] for name, key in headers.items() if self.known.get(key)}


class Attempt:
    """What is known about a running attempt."""

    response: httpx.Response | None = None
    verdict: FetchVerdict = "fetched"
    remark: str = ""
