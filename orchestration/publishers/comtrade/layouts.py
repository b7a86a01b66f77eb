"""Records of UN Comtrade, as the service answers (JSON) or as flat tables of it (CSV).

Belongs here: both layouts, typing and refusing single records; packed files.
Does not belong here: which of several records of a flow counts (`int_trade_report`), the service
(`online.py`).

A table that names no year is of the year in its file's name.
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from orchestration.ground.counted import counted
from orchestration.ground.errors import LayoutError
from orchestration.ground.foreign import parse_json
from orchestration.publishers.comtrade.facts import FACTS, FILE
from orchestration.publishers.comtrade.rows import ComtradeReport
from orchestration.publishers.layout import Column, FileLayout
from orchestration.publishers.reading.answers import Records, as_text
from orchestration.publishers.reading.beside import rows_beside
from orchestration.publishers.reading.hs_codes import foreign_codes
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN, cut_off, decode

FLOWS = {"M": "import", "X": "export", "RM": "re-import", "RX": "re-export"}
NEEDED = ("reporter", "partner", "cmd", "flow", "value", "netwgt")
NAMES = {
    "refYear": "year",
    "reporterCode": "reporter",
    "partnerCode": "partner",
    "cmdCode": "cmd",
    "flowCode": "flow",
    "primaryValue": "value",
    "netWgt": "netwgt",
    "isNetWgtEstimated": "netwgtestimated",
    "classificationCode": "classification",
    "customsCode": "customs",
    "motCode": "mot",
    "partner2Code": "partner2",
}
"""The service's fields, by the short names that flat tables have."""
OTHERS = tuple(name for name in NAMES.values() if name not in NEEDED)
AREA = re.compile(r"\d{1,3}")
HS_EDITIONS = dict(
    zip(
        ("H0", "H1", "H2", "H3", "H4", "H5", "H6"),
        ("HS92", "HS96", "HS02", "HS07", "HS12", "HS17", "HS22"),
        strict=True,
    )
)
"""Editions of the Harmonised System by the names that the service has for them; it also says `HS`,
which is any of them."""
FIGURE = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
"""As the models take it for a number, so with no comma between thousands."""
KNOWN_AREA = "a code of publishers/comtrade/areas.csv; if the publisher has added it, add its row"
DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error)

_COLUMNS = (
    Column("reporter", "number", "M49 code of the country that reports"),
    Column("partner", "number", "M49 code of the other country, 0 for the world"),
    Column("cmd", "text", "code of goods, six digits"),
    Column("flow", "text", "direction", words=tuple(FLOWS)),
    Column("value", "number", "value of the record", unit="USD"),
    Column("netwgt", "number", "net weight, blank where unknown", unit="kg", is_optional=True),
)
LAYOUTS = (
    FileLayout(
        "comtrade_2022.csv",
        _COLUMNS,
        (("398", "0", "740311", "X", "1000.5", "100"),),
        remarks=(
            "Columns year, customs (C00 for all), mot and partner2 (0 for all) are read where they "
            "are there. Without them a flow may stand in it several times; the largest value "
            "counts.",
            "Answers of the service are taken as they are: comtrade_<year>_<any>.json.",
        ),
    ),
)


def edition_of_file_name(file_name: str) -> str | None:
    """The edition, the reference year, by a file's name; None for other files."""
    match = FILE.fullmatch(file_name)
    return f"{FACTS.source_id}_{match.group('year')}" if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one file; what is wrong with single records goes to `problems`, or is raised.

    Args:
        file_name: names the reference year.
        content: the bytes, packed or not.
        problems: collects what is wrong with records; raised at the end when left out.

    Returns:
        Its records in table `comtrade_reports`: values in USD and weights in kg as printed.

    Raises:
        SourceError: for another layout, a file that is cut off, a record that cannot be.
    """
    edition_id = edition_of_file_name(file_name) or ""
    return _RECORDS.parse(edition_id, file_name, content, problems, _unpacked(file_name, content))


def _unpacked(file_name: str, content: bytes) -> bytes:
    if not file_name.lower().endswith(".gz"):
        return content
    try:
        return gzip.decompress(content)
    except DAMAGED as error:
        raise cut_off(file_name, str(error)) from error


def answer_records(file_name: str, content: bytes) -> tuple[int, list[Mapping[str, object]]]:
    """What the service says there is, and the records of its answer.

    Raises:
        LayoutError: when the answer breaks off, is an error, or counts other records than it has.
    """
    try:
        body = parse_json(decode(content, file_name), number=str)
    except ValueError as error:
        raise cut_off(file_name, str(error)) from error
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
        found = str(body)[:200]
        raise LayoutError(
            "the answer is none of UN Comtrade's",
            where=file_name,
            expected="an object with `data`, a list of records",
            found=found,
            way_out=DOWNLOAD_AGAIN,
        )
    count = body.get("count") or len(data)
    if str(count) != str(len(data)):
        raise cut_off(file_name, f"{counted(len(data), 'record')}, and `count` says {count}")
    return len(data), data


def _answered(file_name: str, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    _, data = answer_records(file_name, content)
    for number, record in enumerate(data, 1):
        yield number, {ours: as_text(record.get(theirs)) for theirs, ours in NAMES.items()}


def _wrong(fields: Mapping[str, str], year: str) -> list[tuple[str, str, bool]]:
    return [
        ("year", year, fields.get("year", "") not in ("", year)),
        *((n, "an M49 code", not AREA.fullmatch(fields[n])) for n in ("reporter", "partner")),
        *((n, KNOWN_AREA, _is_nobody(fields[n])) for n in ("reporter", "partner")),
        ("cmd", "six digits", not _is_code(fields["cmd"])),
        _of_its_edition(fields),
        ("flow", " or ".join(FLOWS), fields["flow"] not in FLOWS),
        ("value", "USD, not negative", not _is_figure(fields["value"])),
        ("netwgt", "kg, not negative", not _is_weight(fields)),
    ]


def _is_nobody(area: str) -> bool:
    return AREA.fullmatch(area) is not None and int(area) not in areas()


def _of_its_edition(fields: Mapping[str, str]) -> tuple[str, str, bool]:
    """The rule that a code is one of the HS edition that its record names."""
    hs_edition = HS_EDITIONS.get(fields.get("classification", ""), "")
    expected = f"a code of {hs_edition or 'its HS edition'}, which the record says it is of"
    return "cmd", expected, fields["cmd"] in foreign_codes(hs_edition)


@lru_cache(maxsize=1)
def areas() -> frozenset[int]:
    """Codes of countries, territories and groups that the publisher prints; 0 is the world.

    Source: CEPII's list of BACI, which has the codes of UN Comtrade, and for what BACI merges or
    leaves out (groups, former states) the publisher's own list of partner areas.
    """
    return frozenset(int(row["area_code"]) for row in rows_beside(__package__, "areas.csv"))


def _is_code(text: str) -> bool:
    return len(text) == 6 and text.isdecimal()  # noqa: PLR2004


def _is_weight(fields: Mapping[str, str]) -> bool:
    weight = fields.get("netwgt", "")
    return not weight or _is_figure(weight)


def _is_figure(text: str) -> bool:
    return FIGURE.fullmatch(text) is not None and math.isfinite(float(text))


def _report(
    edition_id: str, file_name: str, number: int, fields: Mapping[str, str]
) -> ComtradeReport:
    return ComtradeReport(
        edition_id,
        file_name,
        number,
        int(fields.get("year") or edition_id.rsplit("_", 1)[-1]),
        int(fields["reporter"]),
        int(fields["partner"]),
        fields["flow"],
        fields["cmd"],
        fields.get("classification") or None,
        fields.get("customs") or None,
        fields.get("mot") or None,
        fields.get("partner2") or None,
        fields["value"],
        fields.get("netwgt") or None,
        fields.get("netwgtestimated") or None,
    )


_RECORDS = Records("comtrade_reports", NEEDED, OTHERS, _answered, _wrong, _report)
