"""From the bytes of an answer to trusted bytes: decompressed, counted, sniffed, checked.

Belongs here: decompression with a ceiling, size caps, checksums, and whether data is a web page.
Does not belong here: requests and retries (`http.py`), what the bytes mean (`publishers`).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from orchestration.fetching import refusals
from orchestration.fetching.patience import TryAgainError
from orchestration.ground.files import whole_file

PIECE = 64 * 1024
"""Bytes that one step of decompression may give: memory stays flat however dense the archive."""
SNIFFED = 512
WEB_PAGE = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.I)
GZIP = 16 + zlib.MAX_WBITS


def decompressed(raw: Iterable[bytes], encoding: str, address: str) -> Iterator[bytes]:
    """The body in small pieces; a gzip stream that ends early is a broken body."""
    if encoding in {"", "identity"}:
        yield from raw
        return
    if encoding != "gzip":
        raise refusals.strange_answer(address, "gzip or no compression", encoding)
    unpacker = zlib.decompressobj(GZIP)
    for received in raw:
        waiting = received
        while waiting:
            if unpacker.eof:
                unpacker = zlib.decompressobj(GZIP)
            try:
                yield unpacker.decompress(waiting, PIECE)
            except zlib.error as error:
                raise _broken(address, "a gzip stream", str(error)) from error
            waiting = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if not unpacker.eof:
        raise _broken(address, "a whole gzip stream", "it ends early")


class Promised(NamedTuple):
    """What the publisher says about a file before it is fetched."""

    size: int | None = None
    md5: str | None = None
    is_page: bool = False
    """A web page is what is asked for; everywhere else one is refused."""
    sha256: str | None = None
    unchecked: str = ""
    """The kind of checksum that was promised and that nothing here can check."""

    @property
    def remark(self) -> str:
        """For the ledger, when something that was promised was not looked at."""
        return f"its {self.unchecked} checksum was not checked" if self.unchecked else ""


NOTHING_PROMISED = Promised()


class Body:
    """Where the pieces of one answer go: counted, hashed, kept in memory or beside the file."""

    def __init__(self, address: str, max_bytes: int, path: Path | None = None) -> None:
        self.address = address
        self.max_bytes = max_bytes
        self.path = path
        self.bytes = 0
        self._opening = b""
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._memory = BytesIO()

    @property
    def sha256(self) -> str:
        """Our own checksum of what was received so far."""
        return self._sha256.hexdigest()

    @property
    def content(self) -> bytes:
        """What was received, when it is kept in memory."""
        return self._memory.getvalue()

    def receive(
        self, pieces: Iterable[bytes], content_type: str, promised: Promised = NOTHING_PROMISED
    ) -> None:
        """Take the body in; with a path it is written beside it and moved there when verified."""
        if self.path is None:
            self._take(pieces, self._memory, content_type, promised)
            self._check(promised)
            return
        with whole_file(self.path) as draft, draft.open("wb") as part:
            self._take(pieces, part, content_type, promised)
            self._check(promised)

    def _take(
        self, pieces: Iterable[bytes], to: IO[bytes], content_type: str, promised: Promised
    ) -> None:
        for piece in pieces:
            self.bytes += len(piece)
            if self.bytes > self.max_bytes:
                raise refusals.too_large(self.address, self.max_bytes)
            if len(self._opening) < SNIFFED:
                self._opening += piece[:SNIFFED]
                self._refuse_a_page(content_type, promised)
            self._sha256.update(piece)
            self._md5.update(piece)
            to.write(piece)
        self._refuse_a_page(content_type, promised)

    def _refuse_a_page(self, content_type: str, promised: Promised) -> None:
        if promised.is_page:
            return
        kind = content_type.split(";", maxsplit=1)[0].strip().lower()
        if kind in {"text/html", "application/xhtml+xml"} or WEB_PAGE.match(self._opening):
            text = " ".join(self._opening.decode("utf-8", "replace").split())
            raise refusals.page_instead_of_data(self.address, text[:80])

    def _check(self, promised: Promised) -> None:
        """Compare with what the publisher announced; a difference is worth another try."""
        size, md5, sha256 = promised.size, promised.md5, promised.sha256
        if size is not None and size != self.bytes:
            raise _broken(self.address, f"{size:,} bytes", f"{self.bytes:,} bytes")
        if md5 is not None and md5.strip().lower() != self._md5.hexdigest():
            raise _broken(self.address, f"MD5 {md5}", f"MD5 {self._md5.hexdigest()}")
        if sha256 is not None and sha256.strip().lower() != self.sha256:
            raise _broken(self.address, f"SHA-256 {sha256}", f"SHA-256 {self.sha256}")


def _broken(address: str, expected: str, found: str) -> TryAgainError:
    return TryAgainError(refusals.broken_body(address, expected, found))
