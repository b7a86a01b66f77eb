"""World Mining Data, governance scores and lists: small files, good and bad."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orchestration.ground.errors import SourceError
from orchestration.publishers.critical_lists import layouts as critical_lists
from orchestration.publishers.critical_lists.rows import ListMember
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.wgi import layouts as wgi
from orchestration.publishers.wgi.rows import WgiScores
from orchestration.publishers.wmd import layouts as wmd
from orchestration.publishers.wmd.rows import WmdCell
from tests.publishers.builders import csv_bytes

Rows = list[list[str]]
WMD_FILE = "wmd_2026_gap_minerals.csv"
WGI_FILE = "wgi_2024release_six_dims_by_year.csv"


def wmd_rows() -> Rows:
    head = [
        "mineral",
        "Country",
        "Country_Code",
        "Country_ISO",
        "unit",
        "data_source",
        "year",
        "production",
    ]
    return [
        head,
        ["Germanium", "China", "156", "CHN", "metr. t", "r", "2018", "95.0"],
        ["Germanium", "Congo, D.R.", "180", "COD", "metr. t", "", "2018", "0.0"],
        ["Germanium", "Total", "999", "DELETE", "metr. t", "nan", "2018", "104.0"],
    ]


def wgi_rows() -> Rows:
    return [
        ["iso3", "countryname", "year", "va", "pv", "ge", "rq", "rl", "cc", "n_dims"],
        ["AIA", "Anguilla", "2014", "", "1.164255", "0.948004", "0.880748", "-0.01956", "1.2", "5"],
        ["AIA", "Anguilla", "2015", "", "1.22", "0.95", "0.89", "-0.08", "1.15", "5"],
    ]


def list_rows() -> Rows:
    return [
        ["mineral", "note", "source"],
        ["aluminium", "box 1: both", "somewhere"],
        ["graphite (natural)", "box 1: both", "somewhere"],
        ["beryllium", "box 3: growth only", "somewhere"],
    ]


FAMILIES: list[tuple[Callable[..., ParsedFile], str, Callable[[], Rows]]] = [
    (wmd.parse_file, WMD_FILE, wmd_rows),
    (wgi.parse_file, WGI_FILE, wgi_rows),
    (critical_lists.parse_file, "uk_2025_strategy.csv", list_rows),
]
each_family = pytest.mark.parametrize(("parse", "file_name", "rows"), FAMILIES)


def test_wmd_keeps_totals_and_text() -> None:
    parsed = wmd.parse_file(WMD_FILE, csv_bytes(wmd_rows(), "utf-8"))
    cells = [row for row in parsed.tables["wmd_cells"] if isinstance(row, WmdCell)]
    assert [c.value_as_printed for c in cells] == ["95.0", "0.0", "104.0"]
    assert cells[2].country_as_printed == "Total"
    assert cells[1].data_source_as_printed is None
    assert parsed.source_file.edition_id == "wmd_2026"


def test_wgi_missing_score_stays_missing() -> None:
    parsed = wgi.parse_file(WGI_FILE, csv_bytes(wgi_rows(), "utf-8"))
    scores = [row for row in parsed.tables["wgi_scores"] if isinstance(row, WgiScores)]
    assert (scores[0].va, scores[0].rl, scores[0].year) == (None, "-0.01956", 2014)
    assert parsed.source_file.edition_id == "wgi_2024"


def test_list_members_are_numbered_and_stand_in_their_part() -> None:
    parsed = critical_lists.parse_file("uk_2025_strategy.csv", csv_bytes(list_rows(), "utf-8"))
    members = [row for row in parsed.tables["critical_list_members"] if isinstance(row, ListMember)]
    assert [(m.member_no, m.section) for m in members] == [(1, "box_1"), (2, "box_1"), (3, "box_3")]
    assert {m.list_id for m in members} == {"uk_strategy_2025"}


def test_lists_without_parts_have_no_section() -> None:
    parsed = critical_lists.parse_file("uk_2024.csv", csv_bytes(list_rows(), "utf-8"))
    assert {row[5] for row in parsed.tables["critical_list_members"]} == {None}


def test_a_line_in_no_part_of_its_list() -> None:
    rows = list_rows()
    rows[2][1] = "somewhere else"
    with pytest.raises(SourceError, match="no part of its list"):
        critical_lists.parse_file("uk_2025_strategy.csv", csv_bytes(rows, "utf-8"))


def test_a_file_that_is_no_list() -> None:
    with pytest.raises(SourceError, match="none of the lists"):
        critical_lists.parse_file("fr_2030.csv", csv_bytes(list_rows(), "utf-8"))


@each_family
def test_refuses_missing_column(
    parse: Callable[..., ParsedFile], file_name: str, rows: Callable[[], Rows]
) -> None:
    changed = rows()
    changed[0][0] = "something"
    with pytest.raises(SourceError, match="column that this file must have is missing"):
        parse(file_name, csv_bytes(changed, "utf-8"))


@each_family
def test_refuses_duplicate(
    parse: Callable[..., ParsedFile], file_name: str, rows: Callable[[], Rows]
) -> None:
    with pytest.raises(SourceError, match="the same key twice"):
        parse(file_name, csv_bytes([*rows(), rows()[1]], "utf-8"))


@each_family
def test_refuses_truncation_html_and_no_rows(
    parse: Callable[..., ParsedFile], file_name: str, rows: Callable[[], Rows]
) -> None:
    content = csv_bytes(rows(), "utf-8")
    with pytest.raises(SourceError, match="cut off"):
        parse(file_name, content[:-6])
    with pytest.raises(SourceError, match="HTML"):
        parse(file_name, b"<html>\n</html>\n")
    with pytest.raises(SourceError, match="no rows"):
        parse(file_name, csv_bytes(rows()[:1], "utf-8"))


@pytest.mark.parametrize("value", ["-1", "about 5", "1;2"])
def test_wmd_refuses_what_is_no_quantity(value: str) -> None:
    rows = wmd_rows()
    rows[1][7] = value
    with pytest.raises(SourceError, match="negative or not a number") as caught:
        wmd.parse_file(WMD_FILE, csv_bytes(rows, "utf-8"))
    assert "record 2, column production" in caught.value.where


@pytest.mark.parametrize("year", ["", "20", "2018.0"])
def test_a_row_without_a_year(year: str) -> None:
    rows = wgi_rows()
    rows[1][2] = year
    with pytest.raises(SourceError, match="no year"):
        wgi.parse_file(WGI_FILE, csv_bytes(rows, "utf-8"))


def test_names_of_other_files_are_not_theirs() -> None:
    assert wmd.edition_of_file_name("MCS2025_World_Data.csv") is None
    assert wgi.edition_of_file_name("wmd_2026_gap_minerals.csv") is None
    assert critical_lists.edition_of_file_name("uk_2035_targets.csv") is None
    assert wgi.edition_of_file_name("wgi_2025.csv") == "wgi_2025"
