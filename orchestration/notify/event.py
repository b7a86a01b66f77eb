"""What happened, in one shape for every hook.

Belongs here: the event's fields and how it reads as plain text or JSON.
Does not belong here: carrying it anywhere (the hooks beside this module).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

Severity = Literal["info", "warning", "error"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Event:
    """One thing that a person should know about.

    Args:
        kind: one word for programs: `quarantined`, `run_failed`, `unreachable`, `stale`,
            `released`, `recovered` …
        title: one line for people.
        text: the whole story; may have many lines.
        severity: `error` needs a person, `warning` a look, `info` nothing.
        details: what a program sorts by: source, release, run.
        at: when it happened.
    """

    kind: str
    title: str
    text: str = ""
    severity: Severity = "warning"
    details: Mapping[str, str] = field(default_factory=dict)
    at: datetime = field(default_factory=_now)

    def as_json(self) -> dict[str, Any]:
        """Fields for the log file and the webhook."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "kind": self.kind,
            "severity": self.severity,
            "title": self.title,
            "text": self.text,
            "details": dict(self.details),
        }

    def as_text(self) -> str:
        """Title, story and details as lines for a mail or a chat."""
        details = [f"{name}: {value}" for name, value in self.details.items()]
        when = f"at: {self.at.isoformat(timespec='seconds')}"
        return "\n".join([self.title, *([self.text] if self.text else []), "", *details, when])

    def mapped(self, change: Callable[[str], str]) -> Event:
        """The same event with `change` applied to every text that it carries."""
        return replace(
            self,
            kind=change(self.kind),
            title=change(self.title),
            text=change(self.text),
            details={change(name): change(value) for name, value in self.details.items()},
        )
