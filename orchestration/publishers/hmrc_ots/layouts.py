"""Records of HMRC's service: as it answers (JSON), or as a flat table of its fields (CSV).

The fields are those of the entity OTS with the country's letters beside its number: month,
direction (1 and 3 are imports from inside and outside the European Union, 2 and 4 exports),
suppression mark, code, country of **consignment**, port, pounds, kilograms. A record that is
suppressed may lack figures; they stay unknown.

Belongs here: both layouts, typing and refusing single records.
Does not belong here: bulk files, which print the country of origin (`bulk.py`), the service
(`online.py`).

Unproven on real answers: written from HMRC's documentation and from how other programs read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from orchestration.ground.errors import LayoutError
from orchestration.ground.foreign import parse_json
from orchestration.publishers.hmrc_ots.facts import ANSWER, CONSIGNED, SOURCE_ID
from orchestration.publishers.hmrc_ots.rows import HmrcRecord
from orchestration.publishers.layout import Column, FileLayout
from orchestration.publishers.reading.answers import Records, as_text
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN, cut_off, decode

FLOWS = ("1", "2", "3", "4")
MARKS = ("0", "1", "2", "3")
NEEDED = (
    "MonthId",
    "FlowTypeId",
    "SuppressionIndex",
    "CommodityId",
    "CountryId",
    "CountryCodeAlpha",
    "Value",
    "NetMass",
)
OTHERS = ("CommoditySitcId", "PortId", "SuppUnit")
NEXT, RECORDS = "@odata.nextLink", "value"
FIGURE = re.compile(r"\d+(?:\.\d+)?")
WHOLE = re.compile(r"-?\d+")

_COLUMNS = (
    Column("MonthId", "number", "month, as 202501"),
    Column("FlowTypeId", "number", "1 and 3 imports, 2 and 4 exports", words=FLOWS),
    Column("SuppressionIndex", "number", "0, or how far it is suppressed", words=MARKS),
    Column("CommodityId", "number", "code of eight digits, without zeros before it"),
    Column("CountryId", "number", "country that goods were consigned from, by HMRC's number"),
    Column("CountryCodeAlpha", "text", "the same, two letters", is_optional=True),
    Column("Value", "number", "value, blank where suppressed", unit="GBP", is_optional=True),
    Column("NetMass", "number", "net mass, blank where unknown", unit="kg", is_optional=True),
)
LAYOUTS = (
    FileLayout(
        f"{SOURCE_ID}_{CONSIGNED}_2025.csv",
        _COLUMNS,
        (("202501", "3", "0", "26030000", "720", "CN", "1500", "12"),),
        remarks=(
            "Columns CommoditySitcId, PortId and SuppUnit are kept where they are there.",
            f"Answers of the service are taken as {SOURCE_ID}_{CONSIGNED}_<year>_<any>.json.",
            "Unproven on real answers. Partners are where goods were consigned from; files by "
            "country of origin come by minerals trade add.",
        ),
    ),
)


def edition_of_file_name(file_name: str) -> str | None:
    """The edition, the year of the records, by a file's name; None for other files."""
    match = ANSWER.fullmatch(file_name)
    return f"{SOURCE_ID}_{CONSIGNED}_{match.group('year')}" if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one file; what is wrong with single records goes to `problems`, or is raised.

    Args:
        file_name: names the year.
        content: the bytes.
        problems: collects what is wrong with records; raised at the end when left out.

    Returns:
        Its records in table `hmrc_ots_records`: pounds and kilograms as printed.

    Raises:
        SourceError: for another layout, a file that is cut off, a record that cannot be.
    """
    return _RECORDS.parse(edition_of_file_name(file_name) or "", file_name, content, problems)


def page_of(where: str, content: bytes) -> tuple[list[Mapping[str, Any]], str]:
    """The records of one answer of the service, and the address of the next page or nothing.

    Raises:
        LayoutError: when it breaks off or is an error.
    """
    try:
        body = parse_json(decode(content, where), number=str)
    except ValueError as error:
        raise cut_off(where, str(error)) from error
    records = body.get(RECORDS) if isinstance(body, dict) else None
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise LayoutError(
            "the answer is none of HMRC's",
            where=where,
            expected=f"an object with `{RECORDS}`, a list of objects",
            found=str(body)[:200],
            way_out=DOWNLOAD_AGAIN,
        )
    return records, str(body.get(NEXT) or "")


def _answered(file_name: str, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    records, following = page_of(file_name, content)
    if following:
        raise cut_off(file_name, f"one page of several; the next is {following}")
    for number, record in enumerate(records, 1):
        country = record.get("Country")
        beside = country if isinstance(country, dict) else {}
        fields = {**beside, **record}
        yield number, {name: as_text(fields.get(name)) for name in (*NEEDED, *OTHERS)}


def _wrong(fields: Mapping[str, str], year: str) -> list[tuple[str, str, bool]]:
    is_plain = fields["SuppressionIndex"] == "0"
    months = {f"{year}{month:02d}" for month in range(1, 13)}
    return [
        ("MonthId", f"a month of {year}", fields["MonthId"] not in months),
        ("FlowTypeId", " or ".join(FLOWS), fields["FlowTypeId"] not in FLOWS),
        ("SuppressionIndex", " or ".join(MARKS), fields["SuppressionIndex"] not in MARKS),
        ("CommodityId", "a whole number", not WHOLE.fullmatch(fields["CommodityId"])),
        ("CountryId", "a whole number", not WHOLE.fullmatch(fields["CountryId"])),
        ("Value", "GBP, not negative", not _is_figure(fields["Value"], may_lack=not is_plain)),
        ("NetMass", "kg, not negative", not _is_figure(fields["NetMass"], may_lack=True)),
    ]


def _is_figure(text: str, *, may_lack: bool) -> bool:
    return may_lack if not text else FIGURE.fullmatch(text) is not None


def _row(edition_id: str, file_name: str, number: int, fields: Mapping[str, str]) -> HmrcRecord:
    month = fields["MonthId"]
    return HmrcRecord(
        edition_id,
        file_name,
        number,
        int(month[:4]),
        int(month[4:]),
        fields["FlowTypeId"],
        fields["SuppressionIndex"],
        fields["CommodityId"],
        fields.get("CommoditySitcId") or None,
        fields["CountryId"],
        fields["CountryCodeAlpha"] or None,
        fields.get("PortId") or None,
        fields["Value"] or None,
        fields["NetMass"] or None,
        fields.get("SuppUnit") or None,
    )


_RECORDS = Records("hmrc_ots_records", NEEDED, OTHERS, _answered, _wrong, _row)
