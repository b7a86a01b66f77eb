"""Bad input is refused with an error that says where, what was expected, found and to do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.ground.errors import LayoutError, SourceError
from orchestration.publishers.reading.problems import Problems, SourceProblems
from orchestration.publishers.usgs_mcs import layouts as usgs_mcs
from tests.publishers import builders as b

Rows = list[list[str]]
FILES: dict[str, Callable[[], Rows]] = {
    b.COBALT_2024: b.commodity_file,
    b.WIDE_2025: b.wide_file,
    b.LONG_2026: b.long_file,
}


def refusal(file_name: str, content: bytes) -> SourceError:
    """The error that parsing ends with; every part of it is filled."""
    with pytest.raises(SourceError) as caught:
        usgs_mcs.parse_file(file_name, content)
    error = caught.value
    first = error.problems[0] if isinstance(error, SourceProblems) else error
    assert file_name in first.where
    assert first.expected
    assert first.found
    assert first.way_out
    return first


@pytest.mark.parametrize("file_name", FILES)
@pytest.mark.parametrize("cut", [5, 40, 0.5])
def test_truncated(file_name: str, cut: float) -> None:
    content = b.csv_bytes(FILES[file_name](), "utf-8")
    kept = len(content) - cut if cut >= 1 else len(content) * cut
    error = refusal(file_name, content[: int(kept)])
    assert "cut off" in error.what


def test_truncated_inside_quotes() -> None:
    content = b.csv_bytes(b.long_file(), "cp1252")
    error = refusal(b.LONG_2026, content[: content.rindex(b'"37,') + 5])
    assert "cut off" in error.what


def test_a_cut_figure_in_the_last_field_is_noticed() -> None:
    rows = [[*row[:6], row[6]] for row in b.commodity_file()]
    content = b.csv_bytes(rows)
    assert "no line break" in refusal(b.COBALT_2024, content[:-4]).found


@pytest.mark.parametrize("file_name", FILES)
def test_a_row_of_another_width(file_name: str) -> None:
    rows = FILES[file_name]()
    rows[2] = rows[2][:-1]
    error = refusal(file_name, b.csv_bytes(rows, "utf-8"))
    assert isinstance(error, LayoutError)
    assert "record 3" in error.where


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><html></html>\n", b"\n <html lang='en'>x</html>", b"<?xml?>\n"]
)
@pytest.mark.parametrize("file_name", FILES)
def test_html(file_name: str, page: bytes) -> None:
    assert "HTML" in refusal(file_name, page).what


@pytest.mark.parametrize(
    ("file_name", "column", "renamed"),
    [
        (b.COBALT_2024, "Prod_t_2022", "Production_t_2022"),
        (b.COBALT_2024, "Country", "Nation"),
        (b.COBALT_2024, "Type", "Kind"),
        (b.COBALT_2024, "Source", "Origin"),
        (b.COBALT_2024, "Reserves_t", "Reserves, tons"),
        (b.WIDE_2025, "PROD_2023", "OUTPUT_2023"),
        (b.WIDE_2025, "UNIT_MEAS", "UNITS"),
        (b.WIDE_2025, "COMMODITY", "MINERAL"),
        (b.WIDE_2025, "COUNTRY", "NATION"),
        (b.LONG_2026, "Value", "Amount"),
        (b.LONG_2026, "Country", "Nation"),
        (b.LONG_2026, "Section", "Part"),
        (b.LONG_2026, "MCS chapter", "Chapter"),
    ],
)
def test_renamed_header(file_name: str, column: str, renamed: str) -> None:
    rows = FILES[file_name]()
    rows[0][rows[0].index(column)] = renamed
    error = refusal(file_name, b.csv_bytes(rows, "utf-8"))
    assert isinstance(error, LayoutError)
    assert renamed in error.found


@pytest.mark.parametrize(
    ("file_name", "column"),
    [
        (b.COBALT_2024, "Country"),
        (b.WIDE_2025, "UNIT_MEAS"),
        (b.LONG_2026, "Year"),
        (b.LONG_2026, "Notes"),
    ],
)
def test_missing_column(file_name: str, column: str) -> None:
    rows = FILES[file_name]()
    place = rows[0].index(column)
    rows = [[*row[:place], *row[place + 1 :]] for row in rows]
    assert "missing" in refusal(file_name, b.csv_bytes(rows, "utf-8")).what


def test_unknown_layout_names_the_known_ones() -> None:
    error = refusal("mcs2024-gold_world.csv", b"Rank,Name\r\n1,China\r\n")
    assert "not known" in error.what
    assert "MCS chapter" in error.expected


def test_header_without_a_unit() -> None:
    rows = b.commodity_file()
    rows[0][3] = "Prod_2022"
    assert refusal(b.COBALT_2024, b.csv_bytes(rows)).found == "Prod_2022"


def test_unit_that_differs_between_the_years() -> None:
    rows = b.commodity_file()
    rows[0][3] = "Prod_kt_2022"
    assert refusal(b.COBALT_2024, b.csv_bytes(rows)).found == "kt, t"


@pytest.mark.parametrize("header", ["Prod_t", "Prod_t_2021", "Prod_t_2019"])
def test_year_missing_in_a_header(header: str) -> None:
    rows = b.commodity_file()
    rows[0][3] = header
    error = refusal(b.COBALT_2024, b.csv_bytes(rows))
    assert "year" in error.what
    assert "2022 and 2023" in error.expected


def test_year_column_left_out_of_the_wide_layout() -> None:
    rows = [[*row[:5], *row[6:]] for row in b.wide_file()]
    assert "both 2023 and 2024" in refusal(b.WIDE_2025, b.csv_bytes(rows)).expected


def test_year_emptied() -> None:
    rows = b.wide_file()
    for row in rows[1:]:
        row[5] = ""
    assert "no figure at all" in refusal(b.WIDE_2025, b.csv_bytes(rows)).what


def test_year_left_out_of_the_long_layout() -> None:
    rows = [row for row in b.long_file() if row[7] != "2024"]
    assert "2024 and 2025" in refusal(b.LONG_2026, b.csv_bytes(rows, "cp1252")).expected


def test_year_left_out_for_one_country_of_the_long_layout() -> None:
    rows = b.long_file()
    del rows[2]
    error = refusal(b.LONG_2026, b.csv_bytes(rows, "cp1252"))
    assert "United States" in error.where
    assert error.found == "2025"


def test_unknown_section_of_the_long_layout() -> None:
    rows = b.long_file()
    rows[3][1] = "Global Mine Production"
    assert "section_rules.csv" in refusal(b.LONG_2026, b.csv_bytes(rows, "cp1252")).way_out


def test_unknown_statistic_in_a_world_section() -> None:
    rows = b.long_file()
    rows[3][4] = "Resources"
    assert "'Resources'" in refusal(b.LONG_2026, b.csv_bytes(rows, "cp1252")).found


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n"])
def test_empty_file(content: bytes) -> None:
    assert "no rows" in refusal(b.COBALT_2024, content).what


@pytest.mark.parametrize("file_name", FILES)
def test_no_rows_below_the_header(file_name: str) -> None:
    rows = FILES[file_name]()
    empty = [rows[0], [""] * len(rows[0])]
    assert "no rows" in refusal(file_name, b.csv_bytes(empty, "utf-8")).what


@pytest.mark.parametrize("file_name", FILES)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings(file_name: str, encoding: str) -> None:
    error = refusal(file_name, b.csv_bytes(FILES[file_name](), encoding))
    assert "wrong encoding" in error.what


@pytest.mark.parametrize("wrong", ["cp1252", "mac_roman", "cp437", "latin-1"])
def test_text_that_was_read_in_the_wrong_encoding(wrong: str) -> None:
    rows = b.commodity_file()
    rows[1][1] = "Côte d’Ivoire — ½"
    garbled = b.csv_bytes(rows, "utf-8").decode(wrong).encode("utf-8")
    error = refusal(b.COBALT_2024, garbled)
    assert "wrong encoding" in error.what
    assert "line 2" in error.where


@pytest.mark.parametrize(("foreign", "text"), [("mac_roman", "—"), ("cp437", "½"), ("cp850", "½")])
def test_a_foreign_one_byte_encoding(foreign: str, text: str) -> None:
    rows = [[field.replace("—", text) for field in row] for row in b.long_file()]
    assert "wrong encoding" in refusal(b.LONG_2026, b.csv_bytes(rows, foreign)).what


@settings(max_examples=150, deadline=None)
@given(
    file_name=st.sampled_from(sorted(FILES)),
    start=st.integers(0, 1200),
    length=st.integers(0, 300),
    junk=st.binary(max_size=8) | st.sampled_from([b'"', b",", b"\r\n", b"\n,,,\n", b"-", b"World"]),
)
def test_damaged_bytes_never_end_in_another_error(
    file_name: str, start: int, length: int, junk: bytes
) -> None:
    content = b.csv_bytes(FILES[file_name](), "utf-8")
    with suppress(SourceError):
        usgs_mcs.parse_file(file_name, content[:start] + junk + content[start + length :])


@pytest.mark.parametrize("file_name", FILES)
@pytest.mark.parametrize("value", ["-5", "−5,000", "e-3"])
def test_negative_value(file_name: str, value: str) -> None:
    rows = FILES[file_name]()
    place = {b.COBALT_2024: 3, b.WIDE_2025: 5, b.LONG_2026: 8}[file_name]
    rows[2][place] = value
    error = refusal(file_name, b.csv_bytes(rows, "utf-8"))
    assert "negative" in error.what
    assert (error.found, "record 3" in error.where) == (value, True)


@pytest.mark.parametrize("value", ["—", "–", "-", "50–300", "10,000 - 15,000", ">50", "<1", "E"])
def test_dashes_and_ranges_are_not_negative(value: str) -> None:
    rows = b.commodity_file()
    rows[1][3] = value
    parsed = usgs_mcs.parse_file(b.COBALT_2024, b.csv_bytes(rows))
    assert b.cell(parsed, 2, "Prod_t_2022").value_as_printed == value


@pytest.mark.parametrize("file_name", FILES)
def test_duplicated_row(file_name: str) -> None:
    rows = FILES[file_name]()
    rows.append(list(rows[3]))
    error = refusal(file_name, b.csv_bytes(rows, "utf-8"))
    assert "twice" in error.what
    assert f"records 4, {len(rows)}" in error.where


@pytest.mark.parametrize("file_name", [b.COBALT_2024, b.WIDE_2025, b.LONG_2026])
def test_row_without_a_country(file_name: str) -> None:
    rows = FILES[file_name]()
    rows[2][rows[0].index(next(h for h in rows[0] if h.lower() == "country"))] = " "
    assert "country" in refusal(file_name, b.csv_bytes(rows, "utf-8")).what


def test_two_editions_in_one_file() -> None:
    rows = b.commodity_file()
    rows[2][0] = "MCS2023"
    assert "2023, 2024" in refusal(b.COBALT_2024, b.csv_bytes(rows)).found


def test_name_of_another_edition() -> None:
    error = refusal("mcs2023-cobal_world.csv", b.csv_bytes(b.commodity_file(2024)))
    assert "which edition" in error.what


def test_everything_wrong_is_named_at_once() -> None:
    rows = b.commodity_file()
    rows[1][3] = "-1"
    rows[2][4] = "-2"
    rows[3].append("")
    with pytest.raises(SourceProblems) as caught:
        usgs_mcs.parse_file(b.COBALT_2024, b.csv_bytes(rows))
    assert len(caught.value.problems) == 3
    assert all(part in str(caught.value) for part in ("3 problems", "-1", "-2", "record 4"))


def test_long_lists_of_problems_are_counted_not_printed() -> None:
    problems = Problems()
    for number in range(30):
        problems.add(SourceError(f"problem {number}"))
    with pytest.raises(SourceProblems, match="and 10 more"):
        problems.raise_if_any()
