"""How a long step says what it is doing, whoever listens.

Belongs here: one function that assets call, and one that a listener (the command line) installs.
Does not belong here: drawing on a terminal (`cli`) or Dagster's own event log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, str], None]

# One per process, not per context: dbt reports from threads of its own.
_listeners: list[Listener] = []


def report(step: str, text: str) -> None:
    """Report to the listener, if there is one, what `step` is doing now."""
    for listener in _listeners:
        listener(step, text)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send every report of the block to `listener`."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
