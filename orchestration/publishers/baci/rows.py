"""The raw tables of BACI: what each country sold and bought, and the flows kept one by one.

Belongs here: their rows, where they ship, where the arrival rules find table, place and value.
Does not belong here: layouts, which flows are kept (`selection.py`), minerals.

BACI prints 11 million flows a year. Sums by exporter and by importer are of all of them; single
flows are kept for a few importers and exporters, with the record that each was printed in.
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape


class BaciRows(NamedTuple):
    """How many records of a file were kept, or set aside, for one reason."""

    edition_id: str
    file_name: str
    disposition: str
    reason: str
    row_count: int


class BaciExporter(NamedTuple):
    """What one country exported of one code in one year, to all others together.

    `net_kg` is the sum of the weights that are printed, None where none is;
    `value_usd_without_kg` is the value of the flows that have no weight.
    """

    edition_id: str
    file_name: str
    hs_edition: str
    hs_code: str
    year: int
    exporter_code: int
    value_usd: int
    net_kg: int | None
    value_usd_without_kg: int
    flow_count: int


class BaciImporter(NamedTuple):
    """What one country imported of one code in one year; columns as of an exporter."""

    edition_id: str
    file_name: str
    hs_edition: str
    hs_code: str
    year: int
    importer_code: int
    value_usd: int
    net_kg: int | None
    value_usd_without_kg: int
    flow_count: int


class BaciFlow(NamedTuple):
    """One printed flow; `source_row` is its record in the file of its year."""

    edition_id: str
    file_name: str
    source_row: int
    hs_edition: str
    hs_code: str
    year: int
    exporter_code: int
    importer_code: int
    value_usd: int
    net_kg: int | None


AMOUNTS = ("value_usd", "net_kg")
TABLES = {
    "baci_rows": RawTable(BaciRows._fields, "baci/rows.csv"),
    "baci_exporters": RawTable(
        BaciExporter._fields,
        "baci/exporters_{edition}.parquet",
        Shape(
            table=("hs_edition", "hs_code"),
            place=("exporter_code", "year"),
            values=AMOUNTS,
            year="year",
            amounts=AMOUNTS,
        ),
    ),
    "baci_importers": RawTable(
        BaciImporter._fields,
        "baci/importers_{edition}.parquet",
        Shape(
            table=("hs_edition", "hs_code"),
            place=("importer_code", "year"),
            values=AMOUNTS,
            year="year",
            amounts=AMOUNTS,
        ),
    ),
    "baci_flows": RawTable(
        BaciFlow._fields,
        "baci/flows_{edition}.parquet",
        Shape(
            table=("hs_edition", "hs_code"),
            place=("exporter_code", "importer_code", "year"),
            values=AMOUNTS,
            year="year",
            amounts=AMOUNTS,
        ),
    ),
}
