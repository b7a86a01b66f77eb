"""From bytes to records: encodings, line ends and the ways in which a download goes wrong.

Belongs here: what is true of any publisher's CSV file.
Does not belong here: headers and values of one publisher.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence

from orchestration.ground.counted import counted
from orchestration.ground.errors import LayoutError, SourceError

HTML_START = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
# UTF-8 that was read as a one-byte code page and saved again: the lead byte of a two- or
# three-byte character shows as one of these capitals, followed by a continuation byte.
MOJIBAKE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2[\u0080\u20ac]")
# What publishers print beyond ASCII: Latin letters of names, dashes, quotes, half, plus-minus.
EXPECTED_BEYOND_ASCII = re.compile(
    "[\u00a0\u00ad\u00b0\u00b1\u00b2\u00b3\u00b7\u00b9\u00bc\u00bd\u00be\u00d7\u00df-\u00f6"
    "\u00f8-\u00ff\u00c5\u00c7\u00c9\u00d6\u00dc\u0130\u0131\u0158-\u0161\u017d\u017e"
    "\u1d49\u2009\u200b\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u2032\u2044\u2070-\u209f"
    "\u2212\u2264\u2265\ufeff]"
)
DOWNLOAD_AGAIN = "download the file again from the publisher and compare its size and checksum"


def sha256_of(content: bytes) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def decode(content: bytes, file_name: str) -> str:
    """Decode a publisher's CSV: UTF-8 with or without mark, or Windows-1252; nothing else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:4096]:
        raise _encoding_error(file_name, "UTF-16, UTF-32 or binary content")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise _encoding_error(file_name, f"byte {content[error.start]:#04x}") from error
    if HTML_START.match(text):
        raise SourceError(
            "an HTML page stands where a CSV file should be",
            where=file_name,
            expected="comma-separated values with a header line",
            found=text.strip()[:60],
            way_out="a login, error or browser-check page was saved: " + DOWNLOAD_AGAIN,
        )
    _refuse_garbled(text, file_name)
    return text


def _refuse_garbled(text: str, file_name: str) -> None:
    if text.isascii() and not CONTROL.search(text):
        return
    found = CONTROL.search(text) or MOJIBAKE.search(text)
    strange = sorted({c for c in text if not c.isascii() and not EXPECTED_BEYOND_ASCII.match(c)})
    if found is None and not strange:
        return
    sample = found.group() if found else "".join(strange[:5])
    position = found.start() if found else text.index(strange[0])
    line = text.count("\n", 0, position) + 1
    raise _encoding_error(f"{file_name}, line {line}", f"characters {sample!r}")


def _encoding_error(where: str, found: str) -> SourceError:
    return SourceError(
        "the file is in the wrong encoding",
        where=where,
        expected="UTF-8, or Windows-1252, as the publisher writes it",
        found=found,
        way_out="do not open and save the file in another program: " + DOWNLOAD_AGAIN,
    )


def read_records(content: bytes, file_name: str) -> list[list[str]]:
    """All records of a CSV file, header first; refuses a file that is cut off or empty."""
    text = decode(content, file_name)
    if not text.strip():
        raise _no_rows(file_name, "an empty file")
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise _truncated(file_name, f"text that is not CSV to its end ({error})") from error
    if not text.endswith(("\n", "\r")):
        raise _truncated(
            f"{file_name}, record {len(records)}", "the last line has no line break at its end"
        )
    return records


def require_rows(records: Sequence[Sequence[str]], file_name: str) -> None:
    """Refuse a file with a header and nothing below it."""
    if not any(not is_blank(record) for record in records[1:]):
        raise _no_rows(file_name, f"a header and {len(records) - 1} blank rows")


def wrong_width(
    record: Sequence[str], header: Sequence[str], file_name: str, row: int
) -> SourceError:
    """The error for a record that has more or fewer fields than the header."""
    return LayoutError(
        "a row has another number of fields than the header: the file is cut off or damaged",
        where=f"{file_name}, record {row}",
        expected=counted(len(header), "field"),
        found=f"{counted(len(record), 'field')}, starting {list(record[:3])}",
        way_out=DOWNLOAD_AGAIN,
    )


def is_blank(record: Sequence[str]) -> bool:
    """Whether every field of a record is empty."""
    return not any(field and not field.isspace() for field in record)


def clean(value: str) -> str:
    """Outer whitespace off, no-break spaces to plain ones; nothing else changes."""
    return value.replace("\u00a0", " ").strip()


def _truncated(where: str, found: str) -> SourceError:
    return LayoutError(
        "the file is cut off",
        where=where,
        expected="complete records up to a last line break",
        found=found,
        way_out=DOWNLOAD_AGAIN,
    )


def _no_rows(file_name: str, found: str) -> SourceError:
    return SourceError(
        "the file has no rows",
        where=file_name,
        expected="a header and at least one row with figures",
        found=found,
        way_out=DOWNLOAD_AGAIN,
    )


def cut_off(where: str, found: str) -> LayoutError:
    """The error for a file that is not whole."""
    return LayoutError(
        "the file is cut off or damaged",
        where=where,
        expected="a whole file",
        found=found[:300],
        way_out=DOWNLOAD_AGAIN,
    )
