"""Pages of the publisher's service: a feature collection as answered, one file a page.

Belongs here: what makes a page whole: its own counts, its features' ids, its fields.
Does not belong here: whether all pages of a question are there; the connector counts while it
fetches, and the raw gate counts again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from orchestration.ground.counted import counted
from orchestration.ground.errors import LayoutError
from orchestration.ground.foreign import parse_json
from orchestration.publishers.bgs_wms.record import EXTRA, NEEDED, key_of, read_record
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row, SourceFile
from orchestration.publishers.reading.tabular import check_unique
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN, clean, decode, sha256_of


class Page(NamedTuple):
    """A page as answered: its features, and what the publisher says there is in all."""

    features: list[Mapping[str, Any]]
    matched: int

    @property
    def ids(self) -> list[str]:
        """The features' own keys."""
        return [str(feature["id"]) for feature in self.features]


def read_page(content: bytes, where: str) -> Page:
    """One page, if it is whole.

    Raises:
        LayoutError: when the text breaks off, is no feature collection, or does not hold as many
            features as it says, each with an id of its own.
    """
    text = decode(content, where)
    try:
        # numbers stay as printed
        body = parse_json(text, number=str)
    except ValueError as error:
        raise _broken("the page is cut off", where, "JSON to its end", str(error)) from error
    if not isinstance(body, dict) or body.get("type") != "FeatureCollection":
        kind = body.get("type") if isinstance(body, dict) else type(body).__name__
        raise _broken("the page is none", where, "a FeatureCollection", str(kind))
    features = body.get("features")
    returned, matched = _count(body, "numberReturned"), _count(body, "numberMatched")
    if not isinstance(features, list) or returned is None or matched is None:
        raise _broken(
            "the page lacks its counts",
            where,
            "features, numberReturned and numberMatched",
            ", ".join(sorted(body)),
        )
    if len(features) != returned or returned > matched:
        found = f"{counted(len(features), 'feature')} of {returned} announced, {matched} in all"
        raise _broken("the page is not whole", where, "as many features as it says", found)
    _check_features(features, where)
    return Page(features, matched)


def _count(body: Mapping[str, Any], name: str) -> int | None:
    found = body.get(name)
    return int(found) if isinstance(found, str) and found.isdigit() else None


def _check_features(features: list[Any], where: str) -> None:
    seen: set[str] = set()
    for number, feature in enumerate(features, 1):
        at = f"{where}, feature {number}"
        named = isinstance(feature, dict) and feature.get("id") is not None
        properties = feature.get("properties") if named else None
        if not isinstance(properties, dict):
            raise _broken("a feature has no id or no properties", at, "both", "neither or one")
        if str(feature["id"]) in seen:
            found = str(feature["id"])
            raise _broken("a page holds one feature twice", at, "one feature for an id", found)
        seen.add(str(feature["id"]))
        missing = [name for name in NEEDED if name not in properties]
        if missing:
            raise _broken(
                "a feature lacks a field", at, ", ".join(missing), ", ".join(sorted(properties))
            )


def parse_page(edition_id: str, file_name: str, content: bytes, problems: Problems) -> ParsedFile:
    """Rows of one page."""
    page = read_page(content, file_name)
    parsed = ParsedFile(
        SourceFile(
            f"{edition_id}/{file_name}",
            edition_id,
            file_name,
            sha256_of(content),
            len(content),
            len(page.features),
        )
    )
    records: list[Row] = []
    keys = []
    for number, feature in enumerate(page.features, 1):
        fields = {name: _text(feature["properties"].get(name)) for name in (*NEEDED, *EXTRA)}
        record = read_record(
            edition_id, file_name, number, fields, problems, str(feature["id"]), page.matched
        )
        if record is not None:
            records.append(record)
            keys.append((key_of(record), number))
    check_unique(keys, file_name, problems)
    parsed.add("bgs_wms_records", records)
    return parsed


def _text(value: object) -> str:
    return "" if value is None else clean(str(value))


def _broken(what: str, where: str, expected: str, found: str) -> LayoutError:
    return LayoutError(
        what, where=where, expected=expected, found=found[:300], way_out=DOWNLOAD_AGAIN
    )
