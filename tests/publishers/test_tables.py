"""The three layouts, on small tables with figures as printed."""

from __future__ import annotations

import pytest

from orchestration.publishers.usgs_mcs import layouts as usgs_mcs
from tests.publishers import builders as b


def test_per_commodity_cells() -> None:
    parsed = usgs_mcs.parse_file(b.COBALT_2024, b.csv_bytes(b.commodity_file()))
    assert len(b.cells_of(parsed)) == 9
    first = b.cell(parsed, 2, "Prod_t_2022")
    assert first.value_as_printed == "5,830"
    assert (first.commodity_as_printed, first.unit_as_printed, first.year) == ("cobal", "t", 2022)
    assert not first.is_estimated_column
    assert b.cell(parsed, 2, "Prod_t_est_2023").is_estimated_column
    assert b.cell(parsed, 3, "Prod_t_2022").note_marks == "estimated"
    assert b.cell(parsed, 3, "Reserves_t").note_marks == "not_available"
    assert b.cell(parsed, 3, "Reserves_t").value_as_printed == ""
    assert b.cell(parsed, 4, "Reserves_t").year is None


def test_file_record() -> None:
    content = b.csv_bytes([*b.commodity_file(), [""] * 8])
    file = usgs_mcs.parse_file(b.COBALT_2024, content).source_file
    assert (file.source_file_id, file.bytes) == ("usgs_mcs_2024/" + b.COBALT_2024, len(content))
    assert (file.row_count, len(file.sha256)) == (4, 64)


def test_blank_rows_and_unnamed_columns() -> None:
    rows = [[*row, "", ""] for row in b.commodity_file()]
    rows[1][8] = "92,000"
    rows[2][9] = "Revised based on reports."
    rows[3][7] = "8100"
    rows.insert(2, [""] * 10)
    parsed = usgs_mcs.parse_file(b.COBALT_2024, b.csv_bytes(rows))
    assert b.account_of(parsed) == {"printed_figures": 3, "blank_row": 1}
    strays = {row[2:] for row in parsed.tables["usgs_mcs_strays"]}
    assert strays == {
        (2, "unnamed_9", "figure_in_unnamed_column", "92,000"),
        (4, "unnamed_10", "note_in_unnamed_column", ""),
        (5, "Reserves_notes", "figure_in_note_column", "8100"),
    }
    assert b.cell(parsed, 4, "Reserves_t").note_marks == "not_available;reserves_revised"
    assert b.cell(parsed, 5, "Reserves_t").value_in_note == "8100"


def test_type_text_in_the_third_header() -> None:
    rows = b.commodity_file()
    rows[0][2] = "Mine production, fluorspar"
    parsed = usgs_mcs.parse_file("mcs2024-fluor_world.csv", b.csv_bytes(rows))
    assert b.cell(parsed, 2, "Prod_t_2022").type_as_printed == rows[1][2]


def test_marks_and_footnotes_stay_as_printed() -> None:
    rows = b.commodity_file()
    rows[1][1:5] = ["Japane", rows[1][2], "e5,000", " Less than ½ unit. "]
    rows[3][1] = "World\u00a0total (rounded)10 "
    parsed = usgs_mcs.parse_file(b.COBALT_2024, b.csv_bytes(rows))
    assert b.cell(parsed, 2, "Prod_t_2022").value_as_printed == "e5,000"
    assert b.cell(parsed, 2, "Prod_t_est_2023").value_as_printed == "Less than ½ unit."
    assert b.cell(parsed, 2, "Prod_t_2022").country_as_printed == "Japane"
    assert b.cell(parsed, 4, "Prod_t_2022").country_as_printed == "World total (rounded)10"


def test_notes_speak_of_the_columns_before_them() -> None:
    header = ["Source", "Country", "Type", "Prod_kg_2022", "Prod_kg_est_2023", "Prod_notes"]
    rows = [
        [*header, "Cap_kg_2023", "Cap_notes"],
        ["MCS2024", "China", "Primary production", "600000", "600000", "", "1000000", "Estimated"],
    ]
    parsed = usgs_mcs.parse_file("mcs2024-galli_world.csv", b.csv_bytes(rows))
    assert b.cell(parsed, 2, "Prod_kg_2022").note_marks == ""
    assert b.cell(parsed, 2, "Cap_kg_2023").note_marks == "estimated"


def test_wide_cells() -> None:
    parsed = usgs_mcs.parse_file(b.WIDE_2025, b.csv_bytes(b.wide_file()))
    assert len(b.cells_of(parsed)) == 15
    withheld = b.cell(parsed, 3, "PROD_EST_ 2024")
    assert (withheld.value_as_printed, withheld.note_marks) == ("", "withheld")
    assert (withheld.country_as_printed, withheld.commodity_as_printed) == (
        "Kazakhstan",
        "Antimony",
    )
    assert (withheld.is_estimated_column, withheld.year) == (True, 2024)
    assert b.cell(parsed, 2, "PROD_2023").unit_as_printed == "metric tons"
    assert b.cell(parsed, 4, "RESERVES_2024").value_as_printed == ">2000000"


def test_wide_type_that_says_estimated() -> None:
    rows = b.wide_file()
    for row in rows[1:]:
        row[3] = "Mine production, antimony, estimated"
    rows[1][7] = "reported"
    parsed = usgs_mcs.parse_file(b.WIDE_2025, b.csv_bytes(rows))
    assert b.cell(parsed, 2, "PROD_2023").note_marks == "reported"
    assert b.cell(parsed, 2, "PROD_EST_ 2024").note_marks == "estimated"
    assert b.cell(parsed, 2, "RESERVES_2024").note_marks == ""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_long_cells_in_either_encoding(encoding: str) -> None:
    parsed = usgs_mcs.parse_file(b.LONG_2026, b.csv_bytes(b.long_file(), encoding))
    assert b.account_of(parsed) == {"printed_figures": 7, "us_salient_statistics": 1}
    assert b.cell(parsed, 5, "Value").value_as_printed == "—"
    world = b.cell(parsed, 8, "Value")
    assert world.note_marks == "estimated;excludes_united_states"
    assert (world.chapter_as_printed, world.section_as_printed) == ("LITHIUM", b.WORLD_SECTION)
    assert (world.year, world.statistic, world.unit_as_printed) == (
        2025,
        "production",
        "metric tons",
    )


def test_long_row_whose_last_fields_moved() -> None:
    rows = b.long_file()
    rows[7][9:] = ["Yes", "Lithium", ""]
    parsed = usgs_mcs.parse_file(b.LONG_2026, b.csv_bytes(rows, "cp1252"))
    assert b.cell(parsed, 8, "Value").note_marks == "shifted_row"
    assert b.cell(parsed, 7, "Value").note_marks == "estimated;excludes_united_states"


def test_of_a_sentence_in_the_label_only_its_subject_is_kept() -> None:
    rows = b.long_file()
    rows[8][5] = "Two countries were estimated to have reserves of some size"
    parsed = usgs_mcs.parse_file(b.LONG_2026, b.csv_bytes(rows, "cp1252"))
    assert b.cell(parsed, 9, "Value").type_as_printed == "Two countries"
