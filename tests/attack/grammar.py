"""Ways to change a publisher's file, by its grammar: bytes, lines, tables, JSON, archives.

Belongs here: the named changes, and of which files each can be made.
Does not belong here: the files (`files.py`), what must become of them (`sending.py`).
"""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from tests.attack import tables

Change = Callable[[bytes, Random], bytes]
PAGE = b"<!doctype html><html><body>Please sign in</body></html>\n"


def _spliced(content: bytes, random: Random, more: bytes, instead_of: int = 0) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + more + content[at + instead_of :]


def _flipped(content: bytes, random: Random) -> bytes:
    at = random.randrange(len(content))
    return _spliced(content[:at], Random(0), b"") + bytes([content[at] ^ 16]) + content[at + 1 :]  # noqa: S311


def _packed(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner", content)
    return packed.getvalue()


def _recoded(content: bytes, encoding: str) -> bytes:
    return content.decode("cp1252", "replace").encode(encoding, "replace")


OF_BYTES: dict[str, Change] = {
    "empty": lambda c, r: b"",
    "one blank": lambda c, r: b" ",
    "cut in two": lambda c, r: c[: len(c) // 2],
    "cut anywhere": lambda c, r: c[: r.randrange(len(c))],
    "without its last byte": lambda c, r: c[:-1],
    "without its first byte": lambda c, r: c[1:],
    "one bit": _flipped,
    "a block of zeros": lambda c, r: _spliced(c, r, bytes(64), 64),
    "a block left out": lambda c, r: _spliced(c, r, b"", 64),
    "a block twice": lambda c, r: _spliced(c, r, c[:64]),
    "zeros at the end": lambda c, r: c + bytes(512),
    "a zero within": lambda c, r: _spliced(c, r, b"\0"),
    "no text within": lambda c, r: _spliced(c, r, b"\xff\xfe\xfd"),
    "a mark of UTF-8": lambda c, r: b"\xef\xbb\xbf" + c,
    "a mark of UTF-16": lambda c, r: b"\xff\xfe" + c,
    "in UTF-16": lambda c, r: _recoded(c, "utf-16"),
    "in UTF-32": lambda c, r: _recoded(c, "utf-32"),
    "in code page 1251": lambda c, r: _recoded(c, "cp1251"),
    "read wrongly and saved": lambda c, r: _recoded(c, "utf-8"),
    "as Base64": lambda c, r: base64.encodebytes(c),
    "packed by gzip": lambda c, r: gzip.compress(c),
    "packed by gzip, cut": lambda c, r: gzip.compress(c)[:-9],
    "in an archive": lambda c, r: _packed(c),
    "after itself": lambda c, r: c + c,
    "a page instead": lambda c, r: PAGE,
    "a page before": lambda c, r: PAGE + c,
    "a page after": lambda c, r: c + PAGE,
    "a PDF instead": lambda c, r: b"%PDF-1.7\n" + c[:200],
    "an answer instead": lambda c, r: b'{"error": "quota exceeded"}',
}


def _lines(change: Callable[[list[bytes], Random], list[bytes]]) -> Change:
    """A change of lines; what ends them stays."""

    def made(content: bytes, random: Random) -> bytes:
        return b"\n".join(change(content.split(b"\n"), random))

    return made


def _swapped_lines(lines: list[bytes], random: Random) -> list[bytes]:
    at = random.randrange(max(1, len(lines) - 1))
    return [*lines[:at], *reversed(lines[at : at + 2]), *lines[at + 2 :]]


def _line_out(lines: list[bytes], random: Random) -> list[bytes]:
    at = random.randrange(len(lines))
    return [*lines[:at], *lines[at + 1 :]]


OF_LINES: dict[str, Change] = {
    "lines end as on old Macs": lambda c, r: c.replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
    "lines end twice": lambda c, r: c.replace(b"\n", b"\r\n\n"),
    "no end of the last line": lambda c, r: c.rstrip(b"\r\n"),
    "a line left out": _lines(_line_out),
    "a line twice": _lines(lambda ls, r: sorted([*ls, r.choice(ls)], key=ls.index)),
    "two lines swapped": _lines(_swapped_lines),
    "lines backwards": _lines(lambda ls, r: ls[::-1]),
    "the header twice": _lines(lambda ls, r: [ls[0], *ls]),
    "the header again within": _lines(lambda ls, r: [*ls[:3], ls[0], *ls[3:]]),
    "no header": _lines(lambda ls, r: ls[1:]),
    "the header last": _lines(lambda ls, r: [*ls[1:], ls[0], b""]),
    "a title before": _lines(lambda ls, r: [b"Table 1. World production", b"", *ls]),
    "a remark before": _lines(lambda ls, r: [b"# exported on Monday", *ls]),
    "a source after": _lines(lambda ls, r: [*ls, b"Source: the survey; e, estimated", b""]),
    "half of a line": _lines(lambda ls, r: [*ls[:-2], ls[-2][: len(ls[-2]) // 2], b""]),
}


def _table(change: tables.Change) -> Change:
    """A change of a table of fields, read and written as CSV."""

    def made(content: bytes, random: Random) -> bytes:
        try:
            text, encoding = content.decode("utf-8-sig"), "utf-8-sig"
        except UnicodeDecodeError:
            text, encoding = content.decode("cp1252"), "cp1252"
        rows = change(list(csv.reader(io.StringIO(text, newline=""))), random)
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\r\n").writerows(rows)
        return written.getvalue().encode(encoding, "replace")

    return made


def _delimited(by: str, quoting: Any = csv.QUOTE_MINIMAL) -> Change:
    def made(content: bytes, random: Random) -> bytes:
        written = io.StringIO(newline="")
        rows = csv.reader(io.StringIO(content.decode("latin-1"), newline=""))
        csv.writer(written, delimiter=by, quoting=quoting).writerows(rows)
        return written.getvalue().encode("latin-1")

    return made


OF_TABLES: dict[str, Change] = {
    **{name: _table(change) for name, change in tables.CHANGES.items()},
    "semicolons between fields": _delimited(";"),
    "tabs between fields": _delimited("\t"),
    "every field in quotes": _delimited(",", csv.QUOTE_ALL),
    "a quote that never ends": lambda c, r: _spliced(c, r, b',"'),
}


def _json(change: Callable[[str, Any, Random], Any]) -> Change:
    """A change of one value that is drawn from a document, by its key."""

    def made(content: bytes, random: Random) -> bytes:
        document = json.loads(content)
        places = list(_places(document))
        holder, key = random.choice(places)
        holder[key] = change(str(key), holder[key], random)
        return json.dumps(document).encode()

    return made


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    found = [(value, key) for key in keys]
    for key in keys:
        if isinstance(value[key], dict | list):
            found += _places(value[key])
    return found


def _renamed(content: bytes, random: Random) -> bytes:
    document = json.loads(content)
    holder, key = random.choice([each for each in _places(document) if isinstance(each[0], dict)])
    holder[f"{key}_new"] = holder.pop(key)
    return json.dumps(document).encode()


def _without_a_key(content: bytes, random: Random) -> bytes:
    document = json.loads(content)
    holder, key = random.choice(_places(document))
    del holder[key]
    return json.dumps(document).encode()


OF_JSON: dict[str, Change] = {
    "a key left out": _without_a_key,
    "a key renamed": _renamed,
    "null for a value": _json(lambda k, v, r: None),
    "text for a value": _json(lambda k, v, r: f" {v} "),
    "a list for a value": _json(lambda k, v, r: [v]),
    "an object for a value": _json(lambda k, v, r: {"value": v}),
    "yes for a value": _json(lambda k, v, r: True),
    "no number for a value": _json(lambda k, v, r: float("nan")),
    "too large a value": _json(lambda k, v, r: 10**400),
    "a negative value": _json(lambda k, v, r: -7.5),
    "a very deep value": lambda c, r: b'{"a":' * 3000 + b"1" + b"}" * 3000,
    "a document within": _json(lambda k, v, r: json.dumps(v)),
    "a list of documents": lambda c, r: b"[" + c + b"," + c + b"]",
}


def _archive(change: Callable[[dict[str, bytes], Random], dict[str, bytes]]) -> Change:
    """A change of an archive's members; a workbook is one."""

    def made(content: bytes, random: Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, inner in change(members, random).items():
                archive.writestr(name, inner)
        return packed.getvalue()

    return made


def _spoilt(members: dict[str, bytes], random: Random, inner: bytes) -> dict[str, bytes]:
    return {**members, random.choice(sorted(members)): inner}


def _member_out(members: dict[str, bytes], random: Random) -> dict[str, bytes]:
    gone = random.choice(sorted(members))
    return {name: inner for name, inner in members.items() if name != gone}


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccccccccc">'
ENTITIES += b"".join(
    b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1) if n else b"&b;") * 10) for n in range(9)
)
ENTITIES += b"]><a>&b8;</a>"
OF_ARCHIVES: dict[str, Change] = {
    "a member left out": _archive(_member_out),
    "members renamed": _archive(lambda ms, r: {f"x/{name}": inner for name, inner in ms.items()}),
    "an empty member": _archive(lambda ms, r: _spoilt(ms, r, b"")),
    "a page for a member": _archive(lambda ms, r: _spoilt(ms, r, PAGE)),
    "a member with entities": _archive(lambda ms, r: _spoilt(ms, r, ENTITIES)),
    "a bomb for a member": _archive(lambda ms, r: _spoilt(ms, r, bytes(1 << 26))),
    "a member cut": _archive(lambda ms, r: _spoilt(ms, r, max(ms.values(), key=len)[:99])),
    "a member that climbs": _archive(lambda ms, r: {**ms, "../../climbed.csv": b"a,b\n1,2\n"}),
    "no members": _archive(lambda ms, r: {}),
}
GRAMMAR = {
    "bytes": OF_BYTES,
    "lines": OF_LINES,
    "table": OF_TABLES,
    "json": OF_JSON,
    "archive": OF_ARCHIVES,
}
"""Changes by what a file must be; their names differ."""
KINDS_OF_CHANGE = {name: part for part, changes in GRAMMAR.items() for name in changes}
