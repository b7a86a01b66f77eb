"""How a long step says what it is doing, whoever listens.

Belongs here: one function that assets call, and one that a listener (the command line) installs.
Does not belong here: drawing on a terminal (`cli`) or Dagster's own event log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, str], None]

_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


def report(step: str, text: str) -> None:
    """Tell the listener, if there is one, what `step` is doing now."""
    listener = _listener.get()
    if listener is not None:
        listener(step, text)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send every report of the block to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
