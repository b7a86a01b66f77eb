"""Where the raw tables keep what the rules compare: table, country, unit, year, value.

Belongs here: one shape per raw table that holds figures.
Does not belong here: the columns themselves (`sources/records.py`), the comparing (`continuity.py`,
`revised.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """The columns of one raw table by their part.

    Args:
        table: columns that together name one printed table.
        place: columns that name a row of it, beside the table.
        values: columns with what is printed.
        kind: the column that tells production from reserves, if there is one.
        commodity: the column with the publisher's name of the mineral, if the mappings know it.
        country: the column with a country as printed, if the mappings know it.
        unit: the column with the unit, if there is one.
        year: the column with the year, if figures carry one.
    """

    table: tuple[str, ...]
    place: tuple[str, ...]
    values: tuple[str, ...]
    kind: str | None = None
    commodity: str | None = None
    country: str | None = None
    unit: str | None = None
    year: str | None = None


SHAPES: Mapping[str, Shape] = {
    "usgs_mcs_cells": Shape(
        table=("statistic", "commodity_as_printed", "type_as_printed", "column_detail"),
        place=("country_as_printed", "year"),
        values=("value_as_printed",),
        kind="statistic",
        commodity="commodity_as_printed",
        country="country_as_printed",
        unit="unit_as_printed",
        year="year",
    ),
    "usgs_mcs_net_import_reliance": Shape(
        table=("commodity_as_printed", "detail_as_printed", "series_no"),
        place=("year",),
        values=("value_as_printed",),
        year="year",
    ),
    "usgs_mcs_import_sources": Shape(
        table=("commodity_as_printed", "detail_as_printed", "period_as_printed"),
        place=("country_as_printed",),
        values=("value_as_printed",),
    ),
    "wmd_cells": Shape(
        table=("mineral_as_printed",),
        place=("country_as_printed", "year"),
        values=("value_as_printed",),
        commodity="mineral_as_printed",
        country="country_as_printed",
        unit="unit_as_printed",
        year="year",
    ),
    "bgs_wms_records": Shape(
        table=("statistic_as_printed", "commodity_as_printed", "sub_commodity_as_printed"),
        place=("country_as_printed", "year"),
        values=("value_as_printed",),
        kind="statistic_as_printed",
        commodity="commodity_as_printed",
        country="country_as_printed",
        unit="unit_as_printed",
        year="year",
    ),
    "wgi_scores": Shape(
        table=(), place=("country_iso3", "year"), values=("va", "pv", "ge", "rq", "rl", "cc")
    ),
    "critical_list_members": Shape(
        table=("list_id",), place=("member_no",), values=("member_as_printed", "section")
    ),
}
