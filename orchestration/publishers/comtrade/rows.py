"""The raw table of UN Comtrade, which never ships.

Belongs here: its row, where the arrival rules find table, place and value.
Does not belong here: layouts, which of several rows of a flow counts (staging and beyond).
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape


class ComtradeReport(NamedTuple):
    """One record: what a country reports of its imports or exports of a code with a partner.

    Customs code, mode and second partner are None where the file does not have those columns; the
    same flow then stands in it once for each of their values, and once for all of them together.
    """

    edition_id: str
    file_name: str
    source_row: int
    year: int
    reporter_code: int
    partner_code: int
    flow_as_printed: str
    hs_code: str
    classification_as_printed: str | None
    customs_code: str | None
    mode_of_transport: str | None
    second_partner: str | None
    value_as_printed: str
    net_kg_as_printed: str | None
    is_net_kg_estimated_as_printed: str | None


AMOUNTS = ("value_as_printed", "net_kg_as_printed")
TABLES = {
    "comtrade_reports": RawTable(
        ComtradeReport._fields,
        None,
        Shape(
            table=("hs_code", "flow_as_printed"),
            place=("reporter_code", "partner_code", "year"),
            values=AMOUNTS,
            year="year",
            amounts=AMOUNTS,
        ),
    )
}
