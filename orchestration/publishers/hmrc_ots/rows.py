"""The raw table of HMRC's service, which prints where goods were consigned from.

Belongs here: its row, where the arrival rules find table, place and value.
Does not belong here: layouts, bulk files (`bulk.py`), what a suppressed record means (staging and
beyond).
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape


class HmrcRecord(NamedTuple):
    """One observation: a month, direction, code, country of consignment and port; GBP and kg.

    A code of no commodity (negative at the publisher) is an estimate or a suppressed chapter.
    """

    edition_id: str
    file_name: str
    source_row: int
    year: int
    month: int
    flow_type: str
    suppression_mark: str
    commodity_as_printed: str
    sitc_as_printed: str | None
    country_number: str
    country_alpha: str | None
    port_as_printed: str | None
    value_as_printed: str | None
    net_kg_as_printed: str | None
    supplementary_as_printed: str | None


AMOUNTS = ("value_as_printed", "net_kg_as_printed")
TABLES = {
    "hmrc_ots_records": RawTable(
        HmrcRecord._fields,
        None,
        Shape(
            table=("commodity_as_printed", "flow_type"),
            place=("country_number", "port_as_printed", "suppression_mark", "year", "month"),
            values=AMOUNTS,
            year="year",
            amounts=AMOUNTS,
        ),
    )
}
