"""The one way out of this machine: careful GET requests to a publisher's own hosts.

Every request names this project, goes over https to a host on the connector's list (redirects
included), is tried again with growing pauses when that may help, and leaves one record per attempt.
Bodies are streamed, decompressed under a ceiling, and accepted only when they are whole, are what
the publisher promised, and are no web page.

Belongs here: sending, following redirects, conditional requests, records of attempts.
Does not belong here: what a publisher's answers mean (its own module), pauses and limits
(`patience.py`), hosts and connections (`session.py`), bytes (`bodies.py`), wording
(`refusals.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from orchestration.fetching import refusals
from orchestration.fetching.attempt import Attempt, Wanted
from orchestration.fetching.base import FetchedFile, FetchRecord, FetchVerdict
from orchestration.fetching.bodies import Body, Promised, decompressed
from orchestration.fetching.patience import (
    AGAIN_STATUSES,
    TimeLimit,
    TryAgainError,
    patiently,
    retry_after_seconds,
)
from orchestration.fetching.session import Cutter, check_host, network_failures_as_ours, new_client
from orchestration.ground.errors import FetchError, RefusedError
from orchestration.ground.foreign import parse_json

if TYPE_CHECKING:
    import httpx

    from orchestration.settings import FetchingSettings

MOST_REDIRECTS = 5
SHORTEST_TIMEOUT = 0.01
OK, NOT_MODIFIED = 200, 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})

Validators = Callable[[str], Mapping[str, str]]
"""What is remembered of an address: `etag`, `last_modified`, and `sha256` and `bytes` of the file.

Nothing remembered is an empty mapping; the request is then unconditional.
"""


class Http:
    """A client for one publisher; use it as a context manager, or call `close`."""

    def __init__(
        self,
        settings: FetchingSettings,
        hosts: frozenset[str],
        record: Callable[[FetchRecord], None],
        sleep: Callable[[float], None] = time.sleep,
        *,
        source_id: str = "",
        validators: Validators | None = None,
        limit: TimeLimit | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clearing: frozenset[int] = frozenset(),
    ) -> None:
        """Prepare a client; nothing is sent yet.

        Args:
            settings: timeouts, caps, and how the project introduces itself.
            hosts: where requests and redirects may go, `name` or `name:port`.
            record: takes one record per attempt.
            sleep: waits between attempts; tests pass their own.
            source_id: the source that the records belong to.
            validators: what is remembered of an address, for conditional requests.
            limit: the time that is left, to share between clients; default: a new one.
            now: the wall clock, for records and Retry-After dates.
            clearing: further statuses that this publisher answers in passing, such as 403.
        """
        self.settings = settings
        self.hosts = hosts
        self.source_id = source_id
        self._record = record
        self._sleep = sleep
        self._validators: Validators = validators or (lambda _: {})
        self._limit = limit or TimeLimit(settings.live_time_limit_seconds)
        self._now = now
        self._again = AGAIN_STATUSES | clearing
        self._client: httpx.Client | None = None
        self._cutter = Cutter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close open connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def get_json(self, url: str, params: Mapping[str, str] | None = None) -> Any:
        """The JSON that an address answers; text that is no JSON counts as a broken body."""
        return self._get(Wanted(self._address(url, params), self.settings.max_file_bytes), _json)

    def get_bytes(
        self, url: str, params: Mapping[str, str] | None = None, max_bytes: int | None = None
    ) -> bytes:
        """What an address answers, in memory."""
        wanted = Wanted(self._address(url, params), max_bytes or self.settings.max_file_bytes)
        content: bytes = self._get(wanted, lambda body: body.content)
        return content

    def get_page(self, url: str, params: Mapping[str, str] | None = None) -> str:
        """The text of a web page, where its links are what is looked for."""
        address, cap = self._address(url, params), self.settings.max_file_bytes
        wanted = Wanted(address, cap, promised=Promised(is_page=True))
        content: bytes = self._get(wanted, lambda body: body.content)
        return content.decode("utf-8", "replace")

    def download(
        self,
        url: str,
        path: Path,
        max_bytes: int | None = None,
        md5: str | None = None,
        sha256: str | None = None,
        unchecked: str = "",
        size: int | None = None,
        etag: str | None = None,
        *,
        params: Mapping[str, str] | None = None,
    ) -> FetchedFile:
        """A file on disk, verified; `not_modified` when it is still what the validators know."""
        address = self._address(url, params)
        known = dict(self._validators(address)) | ({"etag": etag} if etag else {})
        cap = max_bytes or self.settings.max_file_bytes
        promised = Promised(size, md5, sha256=sha256, unchecked=unchecked)
        wanted = Wanted(address, cap, path, promised, known)
        body: Body | None = self._get(wanted, lambda got: got)
        return FetchedFile(
            file_name=path.name,
            path=path,
            sha256=body.sha256 if body else known.get("sha256", ""),
            bytes=body.bytes if body else int(known.get("bytes", 0)),
            url=address,
            not_modified=body is None,
        )

    def _get(self, wanted: Wanted, understand: Callable[[Body], Any]) -> Any:
        """One address, patiently; None when the publisher says that nothing changed."""
        try:
            check_host(wanted.address, self.hosts)
        except FetchError as error:
            self._note(wanted.address, "refused", error)
            raise
        return patiently(
            partial(self._attempt, wanted, understand),
            limit=self._limit,
            sleep=self._sleep,
            address=wanted.address,
        )

    def _attempt(self, wanted: Wanted, understand: Callable[[Body], Any]) -> Any:
        body = Body(wanted.address, wanted.max_bytes, wanted.path)
        with self._recording(wanted.address, body) as attempt:
            self._limit.check(wanted.address)
            with (
                self._cutter.within(self._limit.left),
                self._answer(wanted.address, wanted.condition, MOST_REDIRECTS) as response,
            ):
                attempt.response = response
                if response.status_code == NOT_MODIFIED and wanted.condition:
                    attempt.verdict = "not_modified"
                    return None
                self._check_status(wanted.address, response)
                encoding = response.headers.get("content-encoding", "").strip().lower()
                pieces = decompressed(self._raw(response, wanted.address), encoding, wanted.address)
                body.receive(pieces, response.headers.get("content-type", ""), wanted.promised)
                attempt.remark = wanted.promised.remark
                return understand(body)

    @contextmanager
    def _recording(self, address: str, body: Body) -> Iterator[Attempt]:
        """Turn what goes wrong into our errors, and record the attempt in the ledger."""
        attempt = Attempt()
        try:
            with network_failures_as_ours(address):
                yield attempt
        except TryAgainError as failure:
            self._note(address, "failed", failure.error, attempt, body)
            raise
        except FetchError as error:
            verdict: FetchVerdict = "refused" if isinstance(error, RefusedError) else "failed"
            self._note(address, verdict, error, attempt, body)
            raise
        self._note(address, attempt.verdict, None, attempt, body)

    @contextmanager
    def _answer(
        self, address: str, condition: Mapping[str, str], redirects: int
    ) -> Iterator[httpx.Response]:
        """The last answer after redirects, each of which must stay on the publisher's hosts."""
        patience = min(self.settings.http_timeout_seconds, max(self._limit.left, SHORTEST_TIMEOUT))
        with self._open().stream(
            "GET",
            address,
            headers=dict(condition),
            timeout=patience,
            extensions={"trace": self._cutter.trace},
        ) as response:
            target = response.headers.get("location")
            if response.status_code not in REDIRECTS or not target:
                yield response
                return
            onward = str(response.url.join(target))
        if redirects == 0:
            raise refusals.too_many_redirects(address, MOST_REDIRECTS)
        check_host(onward, self.hosts)
        with self._answer(onward, condition, redirects - 1) as last:
            yield last

    def _check_status(self, address: str, response: httpx.Response) -> None:
        status = response.status_code
        if status == OK:
            return
        error = refusals.bad_status(address, status)
        if status in self._again:
            asked = retry_after_seconds(response.headers.get("retry-after"), self._now())
            raise TryAgainError(error, asked)
        raise error

    def _raw(self, response: httpx.Response, address: str) -> Iterator[bytes]:
        for received in response.iter_raw():
            self._limit.check(address)
            yield received
        self._limit.check(address)  # an answer without a length that was cut looks complete

    def _note(
        self,
        address: str,
        verdict: FetchVerdict,
        error: FetchError | None,
        attempt: Attempt | None = None,
        body: Body | None = None,
    ) -> None:
        response = attempt.response if attempt else None
        headers: Mapping[str, str] = response.headers if response is not None else {}
        self._record(
            FetchRecord(
                at=self._now(),
                source_id=self.source_id,
                address=address,
                status=None if response is None else response.status_code,
                bytes=body.bytes if body else 0,
                sha256=body.sha256 if body and verdict == "fetched" else None,
                verdict=verdict,
                reason=f"{error.what}: {error.found}"
                if error
                else attempt.remark
                if attempt
                else "",
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
            )
        )

    def _address(self, url: str, params: Mapping[str, str] | None) -> str:
        import httpx

        return str(httpx.URL(url).copy_merge_params(dict(params)) if params else httpx.URL(url))

    def _open(self) -> httpx.Client:
        if self._client is None:
            self._client = new_client(self.settings)
        return self._client


def _json(body: Body) -> Any:
    try:
        return parse_json(body.content)
    except ValueError as error:
        broken = refusals.broken_body(body.address, "JSON", str(error))
        raise TryAgainError(broken) from error
