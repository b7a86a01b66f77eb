"""What a publisher's connector has to offer, and what becomes of an answer it cannot read.

Belongs here: the protocol of connectors; turning their crashes into refusals.
Does not belong here: how bytes travel (`http.py`), what a publisher's answers look like (its
folder in `publishers`).
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from orchestration.fetching import refusals
from orchestration.fetching.base import FetchedFile, FetchRecord, RemoteEdition
from orchestration.fetching.http import Http

STUMBLES = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What Python raises where an answer lacks a key, has text for a number, or a 30th of February."""


class Connector(Protocol):
    """One publisher: what it offers, and how to get it."""

    @property
    def source_id(self) -> str:
        """The source whose editions it brings."""

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts that may be asked, and redirected to: `name`, or `name:port`."""

    def discover(self, http: Http) -> list[RemoteEdition]:
        """The editions that the publisher announces now; a few small requests."""

    def fetch(self, http: Http, edition: RemoteEdition, folder: Path) -> list[FetchedFile]:
        """The edition's files in `folder`, with size and MD5 verified."""


def clearing_of(connector: Connector) -> frozenset[int]:
    """Statuses that its publisher answers in passing, beside the usual ones; most have none."""
    found: frozenset[int] = getattr(connector, "clearing", frozenset())
    return found


class Witness:
    """The `record` of a client, which also turns a connector's stumbles into refusals.

    Publishers change their answers without notice. Connectors check what they know may change; for
    all the rest this is the one place where a crash becomes an error that everybody can handle.
    """

    def __init__(self, source_id: str, record: Callable[[FetchRecord], None]) -> None:
        """Remember for which source, and where the records go."""
        self._source_id = source_id
        self._record = record
        self._address = source_id  # until something is asked

    def __call__(self, record: FetchRecord) -> None:
        """Pass a record on, and remember what was asked last."""
        self._address = record.address
        self._record(record)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Around a connector at work.

        Raises:
            RefusedError: instead of anything that the connector stumbles over in an answer.
        """
        import httpx

        try:
            yield
        except (*STUMBLES, httpx.InvalidURL) as error:
            expected = f"an answer that the connector of {self._source_id} can read"
            refused = refusals.strange_answer(self._address, expected, _stumble(error))
            self._record(
                FetchRecord(
                    at=datetime.now(UTC),
                    source_id=self._source_id,
                    address=self._address,
                    status=None,
                    bytes=0,
                    sha256=None,
                    verdict="refused",
                    reason=f"{refused.what}: {refused.found}",
                )
            )
            raise refused from error


def _stumble(error: Exception) -> str:
    """What went wrong, and the line of ours that read the answer."""
    rooms = Path(__file__).parents[1]
    ours = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(rooms) and frame.filename != __file__
    ]
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"{reason} (at {ours[-1]})" if ours else reason
