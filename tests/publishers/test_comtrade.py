"""UN Comtrade: both layouts, every record that is refused, and that nothing of it ships."""

from __future__ import annotations

import csv
import gzip
import hashlib
from pathlib import Path

import pytest

from orchestration.ground.errors import SourceError
from orchestration.publishers import embedded, publisher_of
from orchestration.publishers.comtrade import layouts as comtrade
from orchestration.publishers.comtrade.layouts import areas
from orchestration.publishers.comtrade.rows import ComtradeReport
from orchestration.publishers.connectors import connectors
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, tracked
from tests.publishers import comtrade_builders as c

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"


def reports(name: str, content: bytes) -> list[ComtradeReport]:
    parsed = comtrade.parse_file(name, content)
    return [ComtradeReport(*row) for row in parsed.tables["comtrade_reports"]]  # type: ignore[arg-type]


def test_a_table_and_an_answer_give_the_same_records() -> None:
    flat = reports(c.FILE, c.table_of(c.records()))
    answered = reports(c.ANSWER, c.answer_of(c.records()))
    assert [row[3:] for row in flat] == [row[3:] for row in answered]
    assert [row.source_row for row in flat] == list(range(2, 10))
    first = flat[1]
    assert (first.reporter_code, first.partner_code, first.flow_as_printed) == (398, 156, "X")
    assert (first.value_as_printed, first.customs_code, first.mode_of_transport) == (
        "1000.25",
        "C00",
        "0",
    )
    assert flat[5].net_kg_as_printed is None


def test_a_packed_table_without_years_is_of_its_names_year() -> None:
    given = [{k: v for k, v in f.items() if k != "year"} for f in c.without_parts(c.records())]
    rows = reports(c.FILE + ".gz", gzip.compress(c.table_of(given)))
    assert {row.year for row in rows} == {2021}
    assert {row.customs_code for row in rows} == {None}


WRONG = {
    "year": c.record(398, 156, 1.0, year=2020),
    "reporter": c.record(398, 156, 1.0) | {"reporter": "KAZ"},
    "partner": c.record(398, 156, 1.0) | {"partner": ""},
    "cmd": c.record(398, 156, 1.0, cmd="TOTAL"),
    "flow": c.record(398, 156, 1.0, flow="E"),
    "value": c.record(398, 156, -1.0),
    "netwgt": c.record(398, 156, 1.0, netwgt=-5),
}


@pytest.mark.parametrize("column", sorted(WRONG))
def test_a_record_that_cannot_be_is_refused(column: str) -> None:
    for name, content in (
        (c.FILE, c.table_of([c.record(398, 152, 1.0), WRONG[column]])),
        (c.ANSWER, c.answer_of([c.record(398, 152, 1.0), WRONG[column]])),
    ):
        with pytest.raises(SourceError, match="a record cannot be") as caught:
            comtrade.parse_file(name, content)
        assert f"column {column}" in str(caught.value)


@pytest.mark.parametrize("column", ["reporter", "partner"])
def test_an_area_has_at_most_three_digits(column: str) -> None:
    answer = c.answer_of([c.record(398, 156, 1.0) | {column: 1560}])
    with pytest.raises(SourceError, match="an M49 code"):
        comtrade.parse_file(c.ANSWER, answer)


@pytest.mark.parametrize("column", ["reporter", "partner"])
def test_an_area_that_nobody_knows_is_refused(column: str) -> None:
    for name, pack in ((c.FILE, c.table_of), (c.ANSWER, c.answer_of)):
        content = pack([c.record(398, 152, 1.0), c.record(398, 156, 1.0) | {column: 998}])
        with pytest.raises(SourceError, match=r"areas\.csv") as caught:
            comtrade.parse_file(name, content)
        said = str(caught.value)
        assert f"record {3 if name == c.FILE else 2}, column {column}" in said
        assert "998" in said


def test_every_country_that_cepii_knows_is_an_area() -> None:
    with (SEEDS / "reference" / "baci_country_codes.csv").open(encoding="utf-8") as lines:
        countries = {int(row["country_code"]) for row in csv.DictReader(lines)}
    assert len(countries) == 238
    assert countries | {0, 899} <= areas()


@pytest.mark.parametrize(
    ("classification", "code", "is_refused"),
    [
        ("H0", "811292", True),
        ("H0", "811230", False),
        ("H5", "811230", True),
        ("H5", "740311", False),
        ("H6", "250310", True),
        ("HS", "811230", False),
        ("", "811230", False),
    ],
)
def test_a_code_of_another_hs_edition_is_refused(
    classification: str, code: str, is_refused: bool
) -> None:
    given = c.record(398, 156, 1.0, classification=classification, cmd=code)
    content = c.table_of([given])
    if not is_refused:
        assert [row.hs_code for row in reports(c.FILE, content)] == [code]
        return
    with pytest.raises(SourceError, match="which the record says it is of") as caught:
        comtrade.parse_file(c.FILE, content)
    assert "record 2, column cmd" in str(caught.value)


@pytest.mark.parametrize("printed", ["1,000.5", "1e", "-0.5"])
def test_a_figure_that_the_models_cannot_take_for_a_number_is_refused(printed: str) -> None:
    answer = c.answer_of([c.record(398, 152, 1.0) | {"value": printed}])
    with pytest.raises(SourceError, match="USD, not negative"):
        comtrade.parse_file(c.ANSWER, answer)


def test_a_figure_with_an_exponent_is_one() -> None:
    answer = c.answer_of([c.record(398, 152, 1.0) | {"value": "1.5E+10"}])
    assert [row.value_as_printed for row in reports(c.ANSWER, answer)] == ["1.5E+10"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (c.FILE, c.table_of(c.records())[:-5]),
        (c.FILE + ".gz", gzip.compress(c.table_of(c.records()))[:-9]),
        (c.ANSWER, c.answer_of(c.records())[:-40]),
        (c.ANSWER, c.answer_of(c.records(), count=9)),
    ],
)
def test_a_file_that_is_cut_off_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(SourceError, match="cut off or damaged"):
        comtrade.parse_file(name, content)


def test_an_error_of_the_service_is_no_answer() -> None:
    with pytest.raises(SourceError, match="none of UN Comtrade's"):
        comtrade.parse_file(c.ANSWER, b'{"statusCode": 401, "message": "Access denied"}')


def test_it_is_off_until_a_person_switches_it_on(tmp_path: Path) -> None:
    off = Settings(warehouse_dir=tmp_path)
    on = Settings(warehouse_dir=tmp_path, comtrade_enabled=True)
    assert "comtrade" not in connectors(off)
    assert "comtrade" in connectors(on)
    assert publisher_of("comtrade_2022").is_optional
    rows = comtrade.parse_file(c.FILE, c.table_of(c.records())).tables
    with pytest.raises(SourceError, match="not open"):
        embedded.write(tmp_path, rows)


COLUMNS = ("reporterCode", "partnerCode", "primaryValue")
PULL = "reporter,partner,cmd,flow,value,netwgt"


def test_no_record_of_it_is_committed() -> None:
    """No data file has the columns of its pulls or answers, whatever it is called or packed as."""
    data = [p for p in tracked() if p.suffix in {".csv", ".json", ".gz", ".zip", ".parquet"}]
    assert len(data) > 50
    for path in data:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        head = content[:100_000].decode("utf-8", "replace").lower()
        assert PULL not in head, path
        assert not all(name.lower() in head for name in COLUMNS), path
        assert comtrade.edition_of_file_name(path.name) is None, path
    shipped = embedded.editions(PROJECT_ROOT / "warehouse" / "embedded")
    assert not [edition for edition in shipped if edition.startswith("comtrade")]


def test_none_of_its_files_is_committed(publisher_files: Path) -> None:
    theirs = list(publisher_files.rglob("comtrade_*.csv.gz"))
    assert len(theirs) == 2
    digests = set()
    for path in theirs:
        content = path.read_bytes()
        digests |= {_digest(content), _digest(gzip.decompress(content))}
    assert not [path for path in tracked() if _digest(path.read_bytes()) in digests]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
