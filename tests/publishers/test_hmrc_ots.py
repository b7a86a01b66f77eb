"""HMRC: the service's two layouts, what is refused, names of bulk files, the list of codes."""

from __future__ import annotations

import csv

import pytest

from orchestration.ground.errors import SourceError
from orchestration.publishers.hmrc_ots import layouts as hmrc_ots
from orchestration.publishers.hmrc_ots.bulk import FIELDS, LENGTH, named
from orchestration.publishers.hmrc_ots.online import codes
from orchestration.publishers.hmrc_ots.rows import HmrcRecord
from orchestration.settings import PROJECT_ROOT
from tests.publishers import hmrc_builders as h


def records(name: str, content: bytes) -> list[HmrcRecord]:
    parsed = hmrc_ots.parse_file(name, content)
    return [HmrcRecord(*row) for row in parsed.tables["hmrc_ots_records"]]  # type: ignore[arg-type]


def test_the_fields_of_a_line_follow_each_other_to_its_end() -> None:
    """Positions 1 to 85 as the technical specification counts them, each in one field."""
    places = [start + n for start, length in FIELDS.values() for n in range(length)]
    assert places == list(range(1, LENGTH + 1))
    assert FIELDS["origin_alpha"] == (41, 2)
    assert FIELDS["printed_value"] == (45, 12)
    assert FIELDS["suppression_mark"] == (81, 1)


@pytest.mark.parametrize(
    ("name", "edition", "month"),
    [
        ("BDSImp2401.txt", "hmrc_ots_2024", 1),
        ("bdsimp2212", "hmrc_ots_2022", 12),
        ("BDSimp2401.zip", "hmrc_ots_2024", None),
        ("bdsimp_jan-jun24archive.zip", "hmrc_ots_2024", None),
        ("bdsimp_21archive.zip", "hmrc_ots_2021", None),
    ],
)
def test_a_name_says_its_year(name: str, edition: str, month: int | None) -> None:
    said = named(name)
    assert said is not None
    assert (said.edition_id, said.classification, said.month) == (edition, "CN8", month)


@pytest.mark.parametrize(
    "name",
    ["BDSExp2401.txt", "BDSImp2413.txt", "SMKI191504", "BDSImpDet2401.zip", "smka122401.txt"],
)
def test_other_files_of_the_publisher_are_left_alone(name: str) -> None:
    assert named(name) is None
    assert hmrc_ots.edition_of_file_name(name) is None


def test_an_answer_keeps_what_is_suppressed_as_unknown() -> None:
    given = [h.record(), h.record(value=None, NetMass=None, SuppressionIndex=2, CommodityId=-1)]
    first, second = records(h.ANSWER, h.answer_of(given))
    assert (first.year, first.month, first.commodity_as_printed) == (2024, 1, "26030000")
    assert (first.country_alpha, first.value_as_printed) == ("NL", "1000")
    assert (second.value_as_printed, second.suppression_mark) == (None, "2")
    assert first.edition_id == "hmrc_ots_consigned_2024"


WRONG = {
    "MonthId": h.record(MonthId=202312),
    "FlowTypeId": h.record(FlowTypeId=5),
    "SuppressionIndex": h.record(SuppressionIndex=4),
    "CommodityId": h.record() | {"CommodityId": "2603.00"},
    "CountryId": h.record(CountryId="NL"),
    "Value": h.record(value=None),
    "NetMass": h.record(NetMass=-5),
}


@pytest.mark.parametrize("column", sorted(WRONG))
def test_a_record_that_cannot_be_is_refused(column: str) -> None:
    with pytest.raises(SourceError, match="a record cannot be") as caught:
        records(h.ANSWER, h.answer_of([h.record(), WRONG[column]]))
    assert f"column {column}" in str(caught.value)


def test_a_page_with_a_next_one_is_no_whole_answer() -> None:
    following = {"@odata.nextLink": "https://api.uktradeinfo.com/OTS?$skip=40000"}
    with pytest.raises(SourceError, match="cut off"):
        records(h.ANSWER, h.answer_of([h.record()], **following))


@pytest.mark.parametrize("content", [b"{", b'{"error": 1}', b"[]"])
def test_what_is_no_answer_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError):
        records(h.ANSWER, content)


def test_the_codes_that_are_asked_about_are_those_of_the_list() -> None:
    path = PROJECT_ROOT / "dbt_project" / "seeds" / "trade" / "cn8_bridge.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listed = {row["cn8"] for row in csv.DictReader(file)}
    assert list(codes()) == sorted(listed)
    assert len(listed) == 361
