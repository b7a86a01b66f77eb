"""The words that connectors and the landing share: remote files, editions, fetched files, records.

Belongs here: the types that pass between a publisher's connector, the HTTP client and the landing;
what becomes of an answer that a connector stumbles over.
Does not belong here: how bytes travel (`http.py`), what a publisher's answers look like (its
module), whether an arrival is believed (`landing/`).
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from orchestration.fetching import refusals

if TYPE_CHECKING:
    from orchestration.fetching.http import Http

FetchVerdict = Literal["fetched", "not_modified", "failed", "refused"]
"""`failed`: it did not work, trying again may help. `refused`: it came, and is not believed."""

STUMBLES = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What Python raises where an answer lacks a key, has text for a number, or a 30th of February."""


@dataclass(frozen=True)
class RemoteFile:
    """One file that a publisher offers."""

    file_name: str
    """The name under which parsers know it."""
    url: str
    size: int | None = None
    """Bytes, if the publisher says so."""
    md5: str | None = None
    """If the publisher says so."""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RemoteEdition:
    """One edition as its publisher announces it, with its row for `dim_edition`."""

    source_id: str
    """usgs_mcs, critical_lists, wgi, bgs_wms, wmd."""
    edition_id: str
    """For example usgs_mcs_2027."""
    source_name: str
    edition: str
    published_on: date | None
    doi_or_url: str
    licence: str
    attribution: str
    files: tuple[RemoteFile, ...]
    stamp: str
    """Changes when anything about the edition changes (checksums, dates): a sensor's cursor."""


def stamp_of(parts: Iterable[object]) -> str:
    """A short text that changes when any part changes."""
    text = json.dumps(list(parts), default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class FetchedFile:
    """One file that a connector fetched, or that its publisher says has not changed.

    With `not_modified` nothing was transferred and there is no file at `path`: sha256 and bytes
    are those that the caller's validators named.
    """

    file_name: str
    path: Path
    sha256: str
    bytes: int
    url: str
    fetched_at: datetime
    not_modified: bool


@dataclass(frozen=True)
class FetchRecord:
    """One attempt to fetch one address, for the ledger."""

    at: datetime
    source_id: str
    address: str
    status: int | None
    """HTTP status; None when no answer came."""
    bytes: int
    """Bytes received, after decompression."""
    sha256: str | None
    verdict: FetchVerdict
    reason: str
    etag: str | None = None
    last_modified: str | None = None


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
    told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"{told} (at {ours[-1]})" if ours else told
