"""World Mineral Statistics: pages and exports, good and bad, and never among what ships."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.ground.errors import LayoutError, SourceError
from orchestration.publishers import PUBLISHERS, embedded
from orchestration.publishers.bgs_wms import layouts as bgs_wms
from orchestration.publishers.bgs_wms.online import commodities
from orchestration.publishers.bgs_wms.record import note_marks
from orchestration.publishers.bgs_wms.rows import BgsRecord
from orchestration.publishers.frames import to_frame
from orchestration.publishers.reading.problems import SourceProblems
from orchestration.publishers.reading.records import ParsedFile
from orchestration.publishers.reading.tabular import NUMBER
from orchestration.settings import PROJECT_ROOT, SWITCHES, Settings
from tests.publishers.bgs_builders import Fields, export_bytes, fields, page, page_bytes

PAGE = "bgs_wms_2031_unobtainium_p1.json"
EXPORT = "bgs_wms_2031_unobtainium.csv"


def records(parsed: ParsedFile) -> list[BgsRecord]:
    return [row for row in parsed.tables["bgs_wms_records"] if isinstance(row, BgsRecord)]


def test_a_page_and_an_export_give_the_same_records() -> None:
    printed = [fields(), fields("Atlantis", 2030, None), fields(year=2029, quantity=0.5)]
    of_page = records(bgs_wms.parse_file(PAGE, page_bytes(printed)))
    of_export = records(bgs_wms.parse_file(EXPORT, export_bytes(printed)))
    assert [row.feature_id for row in of_page] == ["1-1", "1-2", "1-3"]
    assert {row.collection_count for row in of_page} == {3}
    for page_row, export_row in zip(of_page, of_export, strict=True):
        assert page_row[5:] == export_row[5:]
    assert [row.value_as_printed for row in of_page] == ["1234.0", "", "0.5"]
    assert [row.value_code_as_printed for row in of_page] == ["A", "O", "A"]
    assert [row.year for row in of_page] == [2031, 2030, 2029]


def test_numbers_stay_as_they_are_printed() -> None:
    content = page_bytes([fields(quantity=1.0)])
    long = content.replace(b'"quantity": 1.0', b'"quantity": 12345678901234567.0')
    (row,) = records(bgs_wms.parse_file(PAGE, long))
    assert row.value_as_printed == "12345678901234567.0"
    assert NUMBER.fullmatch(row.value_as_printed)


@pytest.mark.parametrize(
    ("notes", "marks"),
    [
        ("", ""),
        ("Estimates.", "estimated"),
        ("Break in series.|Estimates.", "break_in_series;estimated"),
        ("Hydroxide.", "hydroxide"),
        ("Years ended 31 March following that stated.", "fiscal_year"),
        ("Something nobody has seen.", "other"),
    ],
)
def test_notes_become_codes(notes: str, marks: str) -> None:
    assert note_marks(notes) == marks


def broken(**changes: Any) -> bytes:
    return json.dumps({**page([fields(), fields(year=2030)]), **changes}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (page_bytes([fields()])[:-20], "cut off"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b'{"type": "Feature"}', "the page is none"),
        (b"[1, 2]", "the page is none"),
        (broken(numberReturned=3), "not whole"),
        (broken(numberMatched=1), "not whole"),
        (broken(numberMatched=None), "lacks its counts"),
        (broken(features=[{"id": 1}, {"id": 2}]), "no properties"),
        (broken(features=[{"id": 1, "properties": {"year": "2030"}}] * 2), "lacks a field"),
        (broken(features=[{"id": 1, "properties": fields()}] * 2), "one feature twice"),
    ],
)
def test_a_page_that_is_not_whole_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        bgs_wms.parse_file(PAGE, content)


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        (fields(year=2030, bgs_statistic_type_trans="Stocks"), "counts something unknown"),
        ({**fields(), "year": "2031"}, "has no year"),
        (fields(year=2030, quantity=-4.0), "negative or not a number"),
        (fields("", 2030), "lacks what names it"),
        (fields(year=2030, units=None), "lacks what names it"),
        (fields(), "the same key twice"),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(spoilt: Fields, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        bgs_wms.parse_file(PAGE, page_bytes([fields(), spoilt]))


def test_every_wrong_record_is_named_at_once() -> None:
    wrong = [fields(year=year, quantity=-1.0) for year in (2030, 2031)]
    with pytest.raises(SourceProblems, match="2 problems"):
        bgs_wms.parse_file(PAGE, page_bytes(wrong))


def test_an_export_without_the_code_is_refused() -> None:
    content = export_bytes([fields()]).replace(b"sdmx_code", b"sdmx_text")
    with pytest.raises(LayoutError, match="column that this file must have"):
        bgs_wms.parse_file(EXPORT, content)


@pytest.mark.parametrize(
    ("name", "edition_id"),
    [
        (PAGE, "bgs_wms_2031"),
        (EXPORT, "bgs_wms_2031"),
        ("BGS_WMS_2023_cobalt.CSV", "bgs_wms_2023"),
        ("BGS_cobalt_production.csv", None),
        ("bgs_wms_2031_pages.zip", None),
    ],
)
def test_the_edition_stands_in_the_files_name(name: str, edition_id: str | None) -> None:
    assert bgs_wms.edition_of_file_name(name) == edition_id


def test_nothing_of_it_ever_ships(tmp_path: Path) -> None:
    rows = records(bgs_wms.parse_file(PAGE, page_bytes([fields()])))
    with pytest.raises(SourceError, match="not open"):
        embedded.write(tmp_path, {"bgs_wms_records": rows})
    assert not list(tmp_path.rglob("*.csv"))
    shipped = embedded.read(PROJECT_ROOT / "warehouse" / "embedded", "bgs_wms_records")
    assert shipped.empty
    assert list(shipped.dtypes) == list(to_frame("bgs_wms_records", []).dtypes)
    optional = [source for source in PUBLISHERS if source.is_optional]
    tables = [table for source in optional for table in source.tables.values()]
    assert {table.embedded for table in tables} == {None}


def test_a_source_that_may_be_off_has_a_switch_in_the_settings_and_no_other_has() -> None:
    may_be_off = {p.source_id for p in PUBLISHERS if p.is_optional or p.facts.can_be_left_out}
    assert set(SWITCHES) == may_be_off
    assert len(may_be_off) == 4
    settings = Settings()
    assert settings.switched_off == {p.source_id for p in PUBLISHERS if not p.is_on(settings)}


def test_every_commodity_that_is_asked_for_has_a_meaning() -> None:
    names = PROJECT_ROOT / "dbt_project" / "seeds/cells/commodity_names.csv"
    mapped = names.read_text(encoding="utf-8").replace("smelter.refinery", "smelter/refinery")
    missing = [name for name in commodities() if f"^{name}$" not in mapped]
    assert not missing
    assert len(commodities()) > 40


def test_the_publishers_own_pages_and_exports(publisher_files: Path) -> None:
    folder = publisher_files / "bgs"
    for name, count in (("sample_items_2.json", 2), ("sample_items_3.json", 429)):
        parsed = bgs_wms.parse_file("bgs_wms_2022_p1.json", (folder / name).read_bytes())
        assert len(records(parsed)) == parsed.source_file.row_count == count
    exports = {"cobalt": 1571, "copper": 6843, "lithium": 911, "nickel": 2509}
    for metal, count in exports.items():
        content = (folder / f"BGS_{metal}_production.csv").read_bytes()
        rows = records(bgs_wms.parse_file(f"bgs_wms_2023_{metal}.csv", content))
        assert len(rows) == count
        missing = [row for row in rows if row.value_code_as_printed == "O"]
        assert {row.value_as_printed for row in missing} <= {""}
        congos = {row.country_as_printed for row in rows if row.country_iso3_as_printed == "COD"}
        assert congos <= {"Congo", "Congo, Democratic Republic"}
