"""Notifying people: a quarantine, a failed run, a stale source, a release.

Belongs here: the event, and the hooks that carry it (log file always, webhook and mail when set).
Does not belong here: deciding that something happened (`landing`, `steps`, `cli`).
"""

from orchestration.notify.event import Event
from orchestration.notify.send import notify

__all__ = ["Event", "notify"]
