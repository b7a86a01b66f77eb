"""The yearly workbook: the figures that ship, laid out as the publisher lays them out."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from io import BytesIO
from typing import Any

import pandas as pd
import pytest

from orchestration.ground.errors import LayoutError, SourceError
from orchestration.publishers import embedded
from orchestration.publishers.frames import to_frame
from orchestration.publishers.wmd import layouts as wmd
from orchestration.publishers.wmd.workbook import minerals
from orchestration.settings import Settings

NAME = "wmd_2026_production_by_countries.xlsx"
Sheet = list[list[Any]]
Change = Callable[[dict[str, Sheet]], None]


def shipped() -> pd.DataFrame:
    return embedded.read(Settings().embedded_dir, "wmd_cells", "wmd_2026")


def sheets() -> dict[str, Sheet]:
    """Sheets that a test may change."""
    return deepcopy(_sheets())


@lru_cache(maxsize=1)
def _sheets() -> dict[str, Sheet]:
    """One sheet a mineral: title, headings, a row a country, total; and one that nobody reads."""
    found: dict[str, Sheet] = {"Steam Coal ": [["6.4. Steam coal"], ["what", "ever"]]}
    for mineral, rows in shipped().groupby("mineral_as_printed"):
        years = sorted(rows["year"].unique())
        found[str(mineral)] = [[f"6.4. {mineral}"], ["Country", "unit", *years, "data source"]]
        for country, of_country in rows.groupby("country_as_printed", sort=False):
            by_year = of_country.set_index("year")["value_as_printed"]
            mark = of_country["data_source_as_printed"].iloc[0]
            found[str(mineral)].append(
                [
                    country,
                    of_country["unit_as_printed"].iloc[0],
                    *[by_year[year] or None for year in years],
                    None if country == "Total" else mark,
                ]
            )
        body = found[str(mineral)]
        body.sort(key=lambda row: row[0] == "Total")
    return found


def workbook(changed: dict[str, Sheet] | None = None) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (changed or sheets()).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([int(v) if hasattr(v, "dtype") else v for v in row])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def figures(frame: pd.DataFrame) -> pd.DataFrame:
    """What the models read of a row, in one order, without decimals that only a file has."""
    assigned = frame.assign(
        value=frame["value_as_printed"].str.removesuffix(".0"),
        mark=frame["data_source_as_printed"].replace("nan", None),
    )
    names = ["edition_id", "mineral_as_printed", "country_as_printed", "unit_as_printed"]
    chosen = assigned[[*names, "year", "value", "mark"]]
    return chosen.sort_values([*names, "year"], ignore_index=True)


def test_the_same_figures_give_the_same_rows() -> None:
    parsed = wmd.parse_file(NAME, workbook())
    found = to_frame("wmd_cells", parsed.tables["wmd_cells"])
    assert parsed.source_file.edition_id == "wmd_2026"
    assert parsed.source_file.row_count == len(found) == len(shipped())
    assert found["source_row"].tolist() == list(range(1, len(found) + 1))
    pd.testing.assert_frame_equal(figures(found), figures(shipped()))


def test_numbers_serve_as_well_as_text() -> None:
    changed = sheets()
    for mineral in minerals():
        for row in changed[mineral][2:]:
            row[2:-1] = [None if value is None else float(value) for value in row[2:-1]]
    parsed = wmd.parse_file(NAME, workbook(changed))
    found = to_frame("wmd_cells", parsed.tables["wmd_cells"])
    pd.testing.assert_frame_equal(figures(found), figures(shipped()))


def test_only_the_extract_is_read() -> None:
    parsed = wmd.parse_file(NAME, workbook())
    assert {row[3] for row in parsed.tables["wmd_cells"]} == set(minerals())
    assert set(minerals()) == set(shipped()["mineral_as_printed"])


def headings(position: int, text: str) -> Change:
    def change(found: dict[str, Sheet]) -> None:
        found["Rhodium"][1][position] = text

    return change


def cell(position: int, value: object, row: int = 2) -> Change:
    def change(found: dict[str, Sheet]) -> None:
        found["Rhodium"][row][position] = value

    return change


def no_total(found: dict[str, Sheet]) -> None:
    found["Rhodium"].pop()


def figures_below(found: dict[str, Sheet]) -> None:
    found["Rhodium"].append(["Elsewhere", "kg", *["1"] * 7, "r"])


def country_twice(found: dict[str, Sheet]) -> None:
    found["Rhodium"].insert(3, found["Rhodium"][2])


def no_sheet(found: dict[str, Sheet]) -> None:
    found["Rhodium, refined"] = found.pop("Rhodium")


def an_older_year(found: dict[str, Sheet]) -> None:
    for row in found["Rhodium"][1:]:
        del row[8]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (headings(0, "Land"), "no row of headings"),
        (headings(1, "Einheit"), "headings are not as known"),
        (headings(4, "2020a"), "headings are not as known"),
        (headings(4, "2030"), "headings are not as known"),
        (an_older_year, "newest year"),
        (cell(1, "g"), "another unit"),
        (cell(0, None), "lacks its name"),
        (cell(3, "about 5"), "not a number"),
        (cell(3, "-5"), "not a number"),
        (no_total, "not one row of totals"),
        (figures_below, "below the total"),
        (country_twice, "the same key twice"),
        (no_sheet, "sheet that is read is missing"),
    ],
)
def test_a_sheet_that_is_not_as_known_is_refused(change: Change, message: str) -> None:
    changed = sheets()
    change(changed)
    with pytest.raises(SourceError, match=message) as caught:
        wmd.parse_file(NAME, workbook(changed))
    assert "Rhodium" in str(caught.value) or NAME in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html></html>", b"Country,unit\n", None],
    ids=["empty", "a page", "text", "cut off"],
)
def test_what_is_no_workbook_is_refused(content: bytes | None) -> None:
    cut_off = workbook()[:2000] if content is None else content
    with pytest.raises(LayoutError, match="no workbook"):
        wmd.parse_file(NAME, cut_off)


def test_notes_below_the_total_are_left_alone() -> None:
    changed = sheets()
    changed["Rhodium"].append(["r reported, e estimated"])
    parsed = wmd.parse_file(NAME, workbook(changed))
    assert len(parsed.tables["wmd_cells"]) == len(shipped())
