"""Salient statistics of the United States: both layouts, and what is refused."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from orchestration.ground.errors import SourceError
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.usgs_mcs.layouts import edition_of_file_name, parse_file
from orchestration.publishers.usgs_mcs.salient_rows import marks_of_note
from orchestration.publishers.usgs_mcs.salient_table import MISFILED, REASON, TABLE
from tests.publishers import builders as b
from tests.publishers.test_us_trade import SALIENT, long_with

NAME = "mcs2023-tin_salient.csv"
HEADER = ["DataSource", "Commodity", "Year", "USprod_Mine_t", "Imports_Metal_kg", "NIR_pct"]
YEARS = range(2018, 2023)
FILES = {"usgs_mcs_2022": 12, "usgs_mcs_2023": 83, "usgs_mcs_2024": 85}
CELLS = {"usgs_mcs_2022": 810, "usgs_mcs_2023": 4560, "usgs_mcs_2024": 4580}


def rows(*values: str, header: Sequence[str] = HEADER) -> list[list[str]]:
    padding = [""] * (len(header) - 3 - len(values))
    return [
        list(header),
        *[["MCS2023", "Tin", str(year), *values, *padding] for year in YEARS],
    ]


def parsed(content: list[list[str]], name: str = NAME) -> ParsedFile:
    return parse_file(name, b.csv_bytes(content))


def cells(parsed: ParsedFile) -> list[Any]:
    return list(parsed.tables[TABLE])


def test_a_column_of_figures_gives_a_cell_a_year() -> None:
    found = parsed(rows("W", "<1,000", ">50"))
    assert len(cells(found)) == 15
    mine, metal, reliance = cells(found)[:3]
    assert (mine.statistic_as_printed, mine.unit_as_printed) == ("USprod_Mine", "t")
    assert (mine.year, mine.value_as_printed, mine.source_row) == (2018, "W", 2)
    assert (metal.source_column, metal.unit_as_printed) == ("Imports_Metal_kg", "kg")
    assert (metal.column_no, metal.value_as_printed) == (5, "<1,000")
    assert (reliance.statistic_as_printed, reliance.value_as_printed) == ("NIR", ">50")
    assert b.account_of(found) == {REASON: 5}


def test_a_byte_order_mark_and_a_lost_hyphen() -> None:
    content = b.csv_bytes(rows("1", "2", "3"), "utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    found = parse_file("mcs2023tin_salient.csv", content)
    assert found.source_file.edition_id == "usgs_mcs_2023"
    assert cells(found)[0].edition_id == "usgs_mcs_2023"
    assert len(cells(found)) == 15
    assert edition_of_file_name("MCS2024-bismu_salient.csv") == "usgs_mcs_2024"
    assert edition_of_file_name("mcs2023-zirco-hafni_salient.csv") == "usgs_mcs_2023"
    assert edition_of_file_name("mcs2023salient.csv") is None


def test_trailing_columns_count_only_where_they_hold_something() -> None:
    header = [*HEADER, "", ""]
    assert len(cells(parsed(rows("1", "2", "3", header=header)))) == 15
    shifted = cells(parsed(rows("1", "2", "3", ">95", header=header)))
    assert len(shifted) == 20
    assert (shifted[3].source_column, shifted[3].unit_as_printed) == ("unnamed_7", None)
    assert shifted[3].value_as_printed == ">95"


def test_headers_that_are_the_same_keep_their_place() -> None:
    header = [*HEADER[:3], "Consump_t", "Consump_t"]
    first, second = cells(parsed(rows("W", "4000", header=header)))[:2]
    assert first.source_column == second.source_column
    assert (first.column_no, second.column_no) == (4, 5)


def test_a_known_misprint_has_no_unit_and_keeps_its_text() -> None:
    header = [*HEADER[:3], "CASE STATEMENT ERRORt"]
    cell = cells(parsed(rows("W", header=header)))[0]
    assert (cell.statistic_as_printed, cell.unit_as_printed) == ("CASE STATEMENT ERRORt", None)


@pytest.mark.parametrize("text", ["Imports_stone", "Imports", "Exports_", "Price_$/t"])
def test_an_unknown_unit_is_refused_by_name(text: str) -> None:
    with pytest.raises(SourceError, match="ends in no known unit") as caught:
        parsed(rows("1", header=[*HEADER[:3], text]))
    assert caught.value.found == text
    assert "salient_units" in caught.value.way_out


@pytest.mark.parametrize("year", ["2017", "2023", "", "20l9"])
def test_a_year_of_another_edition_is_refused(year: str) -> None:
    content = rows("1", "2", "3")
    content[1][2] = year
    with pytest.raises(SourceError, match="no year of this edition") as caught:
        parsed(content)
    assert caught.value.expected == "2018 to 2022"


def test_a_year_printed_twice_a_short_row_and_another_edition_are_refused() -> None:
    content = rows("1", "2", "3")
    with pytest.raises(SourceError, match="same key twice"):
        parsed([*content, content[-1]])
    with pytest.raises(SourceError, match="another number of fields"):
        parsed([*content[:-1], content[-1][:-1]])
    with pytest.raises(SourceError, match="which edition"):
        parsed(content, name="mcs2024-tin_salient.csv")


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(SourceError, match="layout of the file is not known") as caught:
        parsed([["Commodity", "Statistic", "2022"], ["Tin", "Imports", "1"]])
    assert "DataSource, Commodity, Year" in caught.value.expected


def test_a_world_table_under_this_name_is_set_aside_and_accounted_for() -> None:
    world = [["Source", "Country", "Type", "Prod_t_2021"], ["MCS2023", "Peru", "Mine", "9"]]
    found = parsed([*world, ["", "", "", ""]])
    assert b.account_of(found) == {MISFILED: 1, "blank_row": 1}
    assert not any(found.tables[name] for name in found.tables if name != "usgs_mcs_rows")


def test_the_long_layout_prints_one_cell_a_row() -> None:
    head = ["LITHIUM", SALIENT, "Lithium", "United States", "Import", "Imports for consumption"]
    note = "Estimated. -- Rounded to the nearest 5,000 tons to avoid disclosing data."
    found = long_with([*head, "metric tons", "2025", "3,600", note, "Yes", ""])
    (cell,) = [c for c in cells(found) if c.statistic_as_printed == "Import"]
    assert (cell.detail_as_printed, cell.unit_as_printed) == (head[-1], "metric tons")
    assert (cell.source_column, cell.value_as_printed) == ("Value", "3,600")
    assert cell.note_marks == "estimated;rounded_to_5000_tons"


@pytest.mark.parametrize(
    ("note", "marks"),
    [
        ("Source: somebody.", ""),
        ("Estimated. -- Less than ½ unit.", "estimated;less_than_half_unit"),
        ("Less than 100,000 tons.", "less_than_100000_tons"),
        ("Data are rounded to two significant digits.", "rounded_to_2_digits"),
        ("Defined as production + imports – exports ± adjustments for stocks.", "stock_changes"),
    ],
)
def test_notes_become_codes(note: str, marks: str) -> None:
    assert marks_of_note(note) == marks


def test_every_real_file_is_read_whole(publisher_files: Path) -> None:
    """Counted again without the parser: years times columns that have a header or hold figures."""
    files = dict.fromkeys(FILES, 0)
    counted = dict.fromkeys(FILES, 0)
    misfiled = []
    for path in sorted(publisher_files.rglob("*_salient.csv")):
        found = parse_file(path.name, path.read_bytes())
        files[found.source_file.edition_id] += 1
        if MISFILED in b.account_of(found):
            misfiled.append(path.name)
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *body = csv.reader(file)
        filled = [record for record in body if any(text.strip() for text in record)]
        columns = [
            place
            for place, text in enumerate(header)
            if place > 2 and (text.strip() or any(record[place].strip() for record in filled))
        ]
        assert [c.value_as_printed for c in cells(found)] == [
            record[place].replace("\u00a0", " ").strip() for record in filled for place in columns
        ], path.name
        counted[found.source_file.edition_id] += len(cells(found))
    assert files == FILES
    assert counted == CELLS
    assert misfiled == [f"mcs2024-{code}_salient.csv" for code in ("cobal", "gypsu", "kyani")]
