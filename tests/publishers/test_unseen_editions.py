"""Editions nobody has seen yet parse by pattern: other years, units, commodities, spellings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.publishers.usgs_mcs import layouts as usgs_mcs
from tests.publishers import builders as b


@pytest.mark.parametrize(
    ("file_name", "edition_id"),
    [
        ("mcs2022-cobal_world.csv", "usgs_mcs_2022"),
        ("MCS2027-newmetal_world.csv", "usgs_mcs_2027"),
        ("MCS2027_World_Data.csv", "usgs_mcs_2027"),
        ("mcs2028_commodities_data_v2.csv", "usgs_mcs_2028"),
        ("MCS2026_T5_Trade_Agreements.csv", None),
        ("MCS2026_T6_Critical_Minerals_End_Use.csv", None),
        ("notes.txt", None),
    ],
)
def test_file_names(file_name: str, edition_id: str | None) -> None:
    assert usgs_mcs.edition_of_file_name(file_name) == edition_id


@settings(max_examples=30, deadline=None)
@given(year=st.integers(2018, 2060), unit=st.sampled_from(["t", "kt", "kg", "mmt", "klb", "Gt"]))
def test_per_commodity_of_any_year_and_unit(year: int, unit: str) -> None:
    content = b.csv_bytes(b.commodity_file(year, unit))
    parsed = usgs_mcs.parse_file(f"mcs{year}-cobal_world.csv", content)
    assert parsed.source_file.edition_id == f"usgs_mcs_{year}"
    assert {c.unit_as_printed for c in b.cells_of(parsed)} == {unit}
    assert {c.year for c in b.cells_of(parsed)} == {year - 2, year - 1, None}


def test_per_commodity_with_capacity_of_the_2022_kind() -> None:
    rows = [
        [
            "Source",
            "Country",
            "Type",
            "Prod_kt_2020",
            "Prod_kt_est_2021",
            "Cap_kt_2020",
            "Cap_kt_est_2021",
        ],
        ["MCS2022", "Iceland", "Smelter production, aluminum", "860", "880", "890", "890"],
        [
            "MCS 2022",
            "World total (rounded)",
            "Smelter production, aluminum",
            "65100",
            "68000",
            "",
            "",
        ],
    ]
    parsed = usgs_mcs.parse_file("mcs2022-alumi_world.csv", b.csv_bytes(rows))
    statistics = {(c.statistic, c.year) for c in b.cells_of(parsed)}
    assert statistics == {(s, y) for s in ("production", "capacity") for y in (2020, 2021)}


def test_edition_by_source_column_when_the_name_tells_nothing() -> None:
    parsed = usgs_mcs.parse_file("cobalt.csv", b.csv_bytes(b.commodity_file(2022)))
    assert parsed.source_file.edition_id == "usgs_mcs_2022"


def test_edition_by_newest_year_when_neither_tells() -> None:
    rows = b.commodity_file(2022)
    for row in rows[1:]:
        row[0] = ""
    parsed = usgs_mcs.parse_file("cobalt.csv", b.csv_bytes(rows))
    assert parsed.source_file.edition_id == "usgs_mcs_2022"


def test_wide_layout_of_another_year() -> None:
    rows = b.wide_file()
    rows[0] = [h.replace("2024", "2026").replace("2023", "2025") for h in rows[0]]
    for row in rows[1:]:
        row[0] = "MCS2027"
    parsed = usgs_mcs.parse_file("MCS2027_World_Data.csv", b.csv_bytes(rows))
    assert {c.year for c in b.cells_of(parsed)} == {2025, 2026}
    assert parsed.source_file.edition_id == "usgs_mcs_2027"


def test_long_layout_of_another_year_in_utf8() -> None:
    rows = b.long_file(2027)
    parsed = usgs_mcs.parse_file("MCS2027_Commodities_Data.csv", b.csv_bytes(rows, "utf-8"))
    assert parsed.source_file.edition_id == "usgs_mcs_2027"
    assert {c.year for c in b.cells_of(parsed)} == {2025, 2026}


def test_columns_of_the_wide_layout_may_change_places() -> None:
    order = [0, 2, 1, 4, 3, *range(5, 13)]
    rows = [[row[place] for place in order] for row in b.wide_file()]
    parsed = usgs_mcs.parse_file(b.WIDE_2025, b.csv_bytes(rows))
    assert b.cell(parsed, 2, "PROD_2023").country_as_printed == "China"
