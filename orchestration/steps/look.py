"""What a publisher announces now, against what was taken before: the memory of one sensor.

Belongs here: the cursor of a sensor, and what it says about a set of announced editions.
Does not belong here: asking publishers (`sensors.py`), runs (`attempts.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

PATIENCE = 2
"""Looks that may fail before people are notified: one alone is a publisher's bad minute."""


@dataclass(frozen=True)
class Seen:
    """What one sensor remembers between its ticks.

    Args:
        stamps: what was announced when it was last fetched in full, by edition.
        taken: how often something new was fetched; separates one announcement from the same later.
        failures: looks in a row that got no answer.
        failing_since: when the first of these was.
    """

    stamps: Mapping[str, str] = field(default_factory=dict)
    taken: int = 0
    failures: int = 0
    failing_since: str = ""

    @classmethod
    def from_cursor(cls, cursor: str | None) -> Seen:
        """The memory that Dagster kept; an unreadable one is forgotten, which costs one fetch."""
        try:
            body = json.loads(cursor or "{}")
            return cls(
                {str(name): str(stamp) for name, stamp in body.get("stamps", {}).items()},
                int(body.get("taken", 0)),
                int(body.get("failures", 0)),
                str(body.get("failing_since", "")),
            )
        except (ValueError, TypeError, AttributeError):
            return cls()

    def as_cursor(self) -> str:
        """The memory as Dagster keeps it."""
        return json.dumps(asdict(self), sort_keys=True)

    def fetched(self, announced: Mapping[str, str]) -> Seen:
        """The same after everything that is announced was fetched."""
        return replace(self, stamps=dict(announced), taken=self.taken + 1)

    def answered(self) -> Seen:
        """The same after a look that got an answer."""
        return replace(self, failures=0, failing_since="")

    def unanswered(self, at: str) -> Seen:
        """The same after a look that got none."""
        since = self.failing_since or at
        return replace(self, failures=self.failures + 1, failing_since=since)

    @property
    def is_worth_notifying(self) -> bool:
        """Whether people should hear now that a publisher does not answer; once per outage."""
        return self.failures == PATIENCE

    @property
    def was_notified(self) -> bool:
        """Whether people have heard of the outage."""
        return self.failures >= PATIENCE

    def news(self, announced: Mapping[str, str]) -> list[str]:
        """Editions whose announcement is not the one that was fetched, in order."""
        return sorted(name for name, stamp in announced.items() if self.stamps.get(name) != stamp)

    def aim(self, source_id: str, announced: Mapping[str, str]) -> str:
        """One name for fetching exactly this announcement, now."""
        lines = "\n".join(f"{name}={announced[name]}" for name in sorted(announced))
        digest = hashlib.sha256(lines.encode()).hexdigest()[:16]
        return f"{source_id}:{self.taken + 1}:{digest}"
