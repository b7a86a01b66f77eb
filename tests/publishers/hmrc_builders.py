"""Small files in HMRC's layouts with invented figures, and packing: none of the publisher's.

Belongs here: lines of a bulk file of imports, answers of the service.
Does not belong here: the publisher's files.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from orchestration.publishers.frames import to_frame
from orchestration.publishers.hmrc_ots.bulk import FIELDS, LENGTH
from orchestration.publishers.hmrc_ots.layouts import NEEDED, parse_file

MONTH = "BDSImp2401.txt"
ANSWER = "hmrc_ots_consigned_2024_01.json"
TABLE = "hmrc_ots_consigned_2024.csv"
HEADER, TRAILER = "00000000 header of the month", "99999999000000005"


def line(
    cn8: str = "26030000",
    origin: str = "CL",
    value: int | str = 1000,
    kg: int | str = 500,
    **more: str,
) -> str:
    """One record of January 2024, 85 characters; `more` replaces fields by their name."""
    fields = {
        "printed_period": "202401",
        "trade_type": "1",
        "account_month": "202401",
        "cn8": cn8,
        "sitc": "28310",
        "dispatch_number": "003",
        "dispatch_alpha": "NL",
        "port_number": "001",
        "port_alpha": "DOV",
        "origin_number": "512",
        "origin_alpha": origin,
        "transport_mode": "10",
        "printed_value": f"{value:>012}" if isinstance(value, int) else value,
        "printed_kg": f"{kg:>012}" if isinstance(kg, int) else kg,
        "printed_supplementary": "0" * 12,
        "suppression_mark": "0",
        "direction": "imp",
        "record_kind": "0",
        **more,
    }
    text = [" "] * LENGTH
    for name, (start, length) in FIELDS.items():
        text[start - 1 : start - 1 + length] = fields[name][:length].ljust(length)
    return "".join(text)


def of_month(year: int, month: int) -> dict[str, str]:
    """Fields of a record of another month."""
    return {"printed_period": f"{year}{month:02d}", "account_month": f"{year}{month:02d}"}


def lines() -> list[str]:
    """Copper ore of three origins, a suppressed code, an estimate, goods that came back."""
    return [
        line(),
        line(origin="CN", value=300, kg=0),
        line(origin="CN", value=200, kg=100, port_alpha="FXT"),
        line(origin="ZZ", value=100, kg=""),
        line("28230000", "", "", "", suppression_mark="2", dispatch_alpha=""),
        line("26030000", "GB", 50, 20),
    ]


def year_of(codes: Iterable[str], year: int) -> dict[str, list[str]]:
    """A file of each month: every code from three countries, each in its own proportion."""
    shares = (("CN", 7), ("CL", 4), ("KZ", 2))
    listed = list(codes)
    return {
        f"BDSImp{year % 100:02d}{month:02d}.txt": [
            line(
                code,
                origin,
                (1000 + 7 * number + month) * (part if number % 5 else 14 - 2 * part),
                (200 + number) * part,
                **of_month(year, month),
            )
            for number, code in enumerate(listed)
            for origin, part in shares
        ]
        for month in range(1, 13)
    }


def text_of(records: Iterable[str], *, is_framed: bool = True) -> bytes:
    """A file, with a first and a last line that are no records unless asked otherwise."""
    rows = [HEADER, *records, TRAILER] if is_framed else list(records)
    return ("\r\n".join(rows) + "\r\n").encode()


def archive_of(months: Mapping[str, Iterable[str]]) -> bytes:
    """An archive with one file for each name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in months.items():
            archive.writestr(name, text_of(records))
    return packed.getvalue()


def record(
    code: int = 26030000, country: str = "NL", value: float | None = 1000, **more: Any
) -> dict[str, Any]:
    """One record of the service."""
    return {
        "MonthId": 202401,
        "FlowTypeId": 3,
        "SuppressionIndex": 0,
        "CommodityId": code,
        "CommoditySitcId": 28310,
        "CountryId": 3,
        "PortId": 1,
        "Value": value,
        "NetMass": 500,
        "SuppUnit": None,
        "Country": {"CountryCodeAlpha": country},
    } | more


def answer_of(records: Iterable[Mapping[str, Any]], **more: Any) -> bytes:
    """An answer of the service."""
    return json.dumps({"@odata.context": "x", "value": list(records), **more}).encode()


def table_of(records: Iterable[Mapping[str, Any]]) -> bytes:
    """The same as a flat table."""
    rows = [{**given["Country"], **given} for given in records]
    lines = [NEEDED, *([str("" if r[n] is None else r[n]) for n in NEEDED] for r in rows)]
    return "".join(",".join(cells) + "\n" for cells in lines).encode()


def invented_records() -> pd.DataFrame:
    """The raw table of a few invented records."""
    given = [
        record(),
        record(country="DE", value=700, FlowTypeId=1),
        record(country="DE", value=None, SuppressionIndex=2, NetMass=None),
    ]
    parsed = parse_file(ANSWER, answer_of(given))
    return to_frame("hmrc_ots_records", parsed.tables["hmrc_ots_records"])
