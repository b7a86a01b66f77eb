"""United States net import reliance and import sources: chapters, figures, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from orchestration.ground.errors import SourceError
from orchestration.publishers import read_raw_tables
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.usgs_mcs import us_trade
from orchestration.publishers.usgs_mcs.layouts import parse_file
from orchestration.settings import PROJECT_ROOT
from tests.publishers import builders as b

SALIENT = "Salient Statistics—United States"
RELIANCE = "Net import reliance as a percentage of apparent consumption"
FIG2, FIG3 = "MCS2026_Fig2_Net_Import_Reliance.csv", "MCS2026_Fig3_Major_Import_Sources.csv"
FIG2_ROWS = [
    [
        "Source",
        "Import_Share_Order",
        "Commodity",
        "Net_Import_Reliance_pct_2025",
        "Major_Import_Sources_2021_24",
        "Notes",
    ],
    ["MCS2026", "1", "LITHIUM", ">50", "Chile, Argentina", "Imports from Hong Kong are included."],
]
FIG3_ROWS = [
    ["Source", "Commodity", "Import_Source_2021_24", "Percent", "NIR", "Critical_Mineral"],
    ["MCS2026", "Lithium", "Chile", "54", "50", "Y"],
    ["", "", "", "", "", ""],
]


def reliance_row(value: str, year: str = "2025", note: str = "") -> list[str]:
    head = ["LITHIUM", SALIENT, "Lithium", "United States", "Net import reliance", RELIANCE]
    return [*head, "percent", year, value, note, "Yes", ""]


def source_row(country: str, value: str, period: str = "2021–24", note: str = "") -> list[str]:
    head = ["LITHIUM", "Import Sources", "Lithium", country, "Import sources 2021-2024", "All"]
    return [*head, "percent", period, value, note, "Yes", ""]


def long_with(*rows: list[str]) -> ParsedFile:
    return parse_file(b.LONG_2026, b.csv_bytes([*b.long_file(), *rows], "cp1252"))


def values(parsed: ParsedFile, table: str) -> list[Any]:
    return list(parsed.tables[table])


def test_chapter_rows_are_kept_as_printed_and_accounted_for() -> None:
    parsed = long_with(
        reliance_row(">50", note="Estimated. -- Defined as imports – exports."),
        source_row("Chile", "54", note="Includes Hong Kong."),
        source_row("Other countries", "<1"),
    )
    (reliance,) = values(parsed, us_trade.RELIANCE_TABLE)
    assert (reliance.value_as_printed, reliance.year, reliance.series_no) == (">50", 2025, 1)
    assert reliance.note_marks == "definition_printed;estimated"
    sources = values(parsed, us_trade.SOURCES_TABLE)
    assert [(s.country_as_printed, s.value_as_printed) for s in sources] == [
        ("Chile", "54"),
        ("Other countries", "<1"),
    ]
    assert sources[0].note_marks == "includes_hong_kong"
    account = b.account_of(parsed)
    assert (account["us_net_import_reliance"], account["us_import_sources"]) == (1, 2)
    assert account["us_salient_statistics"] == 1


def test_a_series_printed_twice_is_kept_apart_by_its_number() -> None:
    parsed = long_with(*(reliance_row(v, y) for y in ("2024", "2025") for v in ("34", "100")))
    found = values(parsed, us_trade.RELIANCE_TABLE)
    assert [(r.year, r.series_no, r.value_as_printed) for r in found] == [
        (2024, 1, "34"),
        (2024, 2, "100"),
        (2025, 1, "34"),
        (2025, 2, "100"),
    ]


def test_a_sentence_in_the_place_of_a_label_does_not_travel_along() -> None:
    row = reliance_row("E")
    row[5] = "The United States was a net exporter of lithium in 2025"
    (found,) = values(long_with(row), us_trade.RELIANCE_TABLE)
    assert found.detail_as_printed == "The United States"


@pytest.mark.parametrize(
    ("note", "marks"),
    [
        ("", ""),
        ("Defined as imports – exports.", "definition_printed"),
        ("Defined as imports.", "definition_printed;imports_only"),
        ("Defined as imports – exports. -- Less than ½ unit.",
         "definition_printed;less_than_half_unit"),
        ("Excludes imports and (or) exports of waste and scrap.", "excludes_scrap"),
        ("Estimated. -- Defined as imports ± adjustments for industry stock changes.",
         "definition_printed;estimated;imports_only;industry_stock_changes;stock_changes"),
        ("Defined for 2021–22 as imports – exports ± adjustments for Government stock changes. "
         "Beginning in 2023, Government stock changes no longer included.",
         "definition_printed;government_stocks_end_2022;stock_changes"),
        ("Large stocks preclude calculation of a meaningful net import reliance.",
         "not_calculable"),
    ],
)  # fmt: skip
def test_notes_become_codes(note: str, marks: str) -> None:
    assert us_trade.marks_of_note(note) == marks


@pytest.mark.parametrize("value", ["0", "100", ">95", "<1", "E", "W", "NA", "s", "—", "", "50–75"])
def test_known_percentages_and_marks(value: str) -> None:
    us_trade.check_percent(value, "here")


@pytest.mark.parametrize("value", ["101", ">250", "-5", "fifty", "1,000", "50 percent"])
def test_no_percentage(value: str) -> None:
    with pytest.raises(SourceError, match="above 100, negative or not one") as caught:
        long_with(reliance_row(value))
    assert "record 10, column Value" in caught.value.where
    assert caught.value.found == value


@pytest.mark.parametrize(
    "row", [reliance_row("50", ""), source_row("Chile", "54", "2021"), reliance_row("1", "2021–24")]
)
def test_no_year(row: list[str]) -> None:
    with pytest.raises(SourceError, match="has no year"):
        long_with(row)


def test_figures() -> None:
    parsed = parse_file(FIG2, b.csv_bytes(FIG2_ROWS))
    (row,) = values(parsed, us_trade.RELIANCE_TABLE)
    assert (row.edition_id, row.year, row.value_as_printed) == ("usgs_mcs_2026", 2025, ">50")
    assert row.import_sources_as_printed == "Chile, Argentina"
    assert row.note_marks == "includes_hong_kong"
    parsed = parse_file(FIG3, b.csv_bytes(FIG3_ROWS))
    (source,) = values(parsed, us_trade.SOURCES_TABLE)
    assert (source.country_as_printed, source.period_as_printed) == ("Chile", "2021–24")
    assert b.account_of(parsed) == {"us_import_sources": 1, "blank_row": 1}


def test_a_figure_without_a_column_is_refused() -> None:
    rows = [[cell for i, cell in enumerate(row) if i != 2] for row in FIG2_ROWS]
    with pytest.raises(SourceError, match="column that every file of this layout has is missing"):
        parse_file(FIG2, b.csv_bytes(rows))


def test_a_figure_of_another_edition_is_refused() -> None:
    rows = [FIG2_ROWS[0], ["MCS2025", *FIG2_ROWS[1][1:]]]
    with pytest.raises(SourceError, match="which edition"):
        parse_file(FIG2, b.csv_bytes(rows))


def test_every_row_of_the_publishers_files_is_there(publisher_files: Path) -> None:
    """Counted again without the parsers."""
    tables = read_raw_tables(PROJECT_ROOT / "warehouse" / "embedded")
    raw = {
        name: t[t["edition_id"] == "usgs_mcs_2026"] for name, t in tables.items() if "mcs" in name
    }
    folder = publisher_files / "usgs" / "mcs2026"
    with (folder / b.LONG_2026).open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = {
        "usgs_mcs_net_import_reliance": sum("reliance" in r["Statistics"] for r in rows),
        "usgs_mcs_import_sources": sum(r["Section"].startswith("Import Sources") for r in rows),
    }
    for table, name in zip(expected, (FIG2, FIG3), strict=True):
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            in_figure = sum(1 for _ in csv.DictReader(file))
        assert len(raw[table]) == expected[table] + in_figure
    printed = [r["Value"] for r in rows if "reliance" in r["Statistics"]]
    kept = raw["usgs_mcs_net_import_reliance"]
    assert list(kept.loc[kept["file_name"] == b.LONG_2026, "value_as_printed"]) == printed
