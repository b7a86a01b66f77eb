"""Pages and exports of World Mineral Statistics with invented countries, minerals and figures.

Belongs here: the publisher's field names, and answers in its two layouts.
Does not belong here: any figure of the publisher.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from orchestration.publishers.bgs_wms import layouts as bgs_wms
from orchestration.publishers.frames import to_frame
from tests.publishers.builders import csv_bytes

Fields = dict[str, Any]


def fields(
    country: str = "Ruritania", year: int = 2031, quantity: float | None = 1234.0, **changes: Any
) -> Fields:
    """One record: a mineral nobody digs, in a country that is none."""
    return {
        "country_trans": country,
        "country_iso2_code": "ZZ",
        "country_iso3_code": "ZZZ",
        "bgs_statistic_type_trans": "Production",
        "bgs_commodity_trans": "unobtainium, mine",
        "bgs_sub_commodity_trans": None,
        "bgs_commodity_code": 1.0,
        "yearbook_table_trans": "Mine production of unobtainium",
        "units": "tonnes (metal content)",
        "year": f"{year}-01-01",
        "quantity": quantity,
        "sdmx_code": "O" if quantity is None else "A",
        "concat_figure_notes_code": None,
        "concat_figure_notes_text": None,
        **changes,
    }


def page(records: list[Fields], matched: int | None = None, first: int = 1) -> dict[str, Any]:
    """A feature collection as the service answers."""
    features = [
        {"type": "Feature", "id": f"1-{first + n}", "properties": record, "geometry": None}
        for n, record in enumerate(records)
    ]
    return {
        "type": "FeatureCollection",
        "features": features,
        "numberMatched": len(records) if matched is None else matched,
        "numberReturned": len(records),
        "links": [],
        "timeStamp": "2032-02-03T04:05:06Z",
    }


def page_bytes(records: list[Fields], matched: int | None = None, first: int = 1) -> bytes:
    """The same as bytes."""
    return json.dumps(page(records, matched, first)).encode()


def export_bytes(records: list[Fields]) -> bytes:
    """An export of the service: the same fields as CSV."""
    rows = [{**record, "year": record["year"] + " 00:00:00"} for record in records]
    header = list(fields())
    table = [["" if row[name] is None else str(row[name]) for name in header] for row in rows]
    return csv_bytes([header, *table], "utf-8")


def invented_records() -> pd.DataFrame:
    """The raw table of two pages and one export, every column of it filled somewhere."""
    notes: Fields = {"concat_figure_notes_code": "*", "concat_figure_notes_text": "Estimates."}
    first = [fields(year=2030), fields(year=2031, **notes), fields("Atlantis", 2031, None)]
    second = [fields("Atlantis", 2030, 0.0)]
    of_kind = [fields(bgs_commodity_trans="phlogiston", bgs_sub_commodity_trans="Pure")]
    files = {
        "bgs_wms_2031_unobtainium_p1.json": page_bytes(first, matched=4),
        "bgs_wms_2031_unobtainium_p2.json": page_bytes(second, matched=4, first=4),
        "bgs_wms_2031_phlogiston.csv": export_bytes(of_kind),
    }
    rows = [
        row
        for name, content in files.items()
        for row in bgs_wms.parse_file(name, content).tables["bgs_wms_records"]
    ]
    return to_frame("bgs_wms_records", rows)
