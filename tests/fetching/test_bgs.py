"""World Mineral Statistics over real HTTP: every record once, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.fetching.base import RemoteEdition
from orchestration.ground.errors import FetchError
from orchestration.landing import land, pinned
from orchestration.publishers import read_edition
from orchestration.publishers.bgs_wms import layouts as bgs_wms
from orchestration.publishers.bgs_wms.online import ITEMS, BgsConnector, commodities
from orchestration.publishers.bgs_wms.rows import BgsRecord
from orchestration.publishers.connectors import connectors
from orchestration.settings import Settings
from tests.fetching.conftest import NewHttp
from tests.fetching.publisher import Answer, Asked, Login, Publisher, UnmarkedHalf
from tests.publishers.bgs_builders import fields, page

Change = Callable[[dict[str, object], Asked], dict[str, object]]


def untouched(answer: dict[str, object], asked: Asked) -> dict[str, object]:
    return answer


def serve(
    publisher: Publisher,
    years: range = range(2020, 2027),
    change: Change = untouched,
    country: str = "Ruritania",
) -> None:
    """The service: one record a year of whatever commodity is asked for."""

    def answer(asked: Asked) -> Answer:
        ordered = sorted(years, reverse=asked.query.get("sortby") == "-year")
        first, size = int(asked.query.get("offset", 0)), int(asked.query["limit"])
        commodity = asked.query.get("bgs_commodity_trans", "unobtainium, mine")
        records = [fields(country, year, bgs_commodity_trans=commodity) for year in ordered]
        whole = page(records[first : first + size], matched=len(records), first=first + 1)
        return Answer.json(change(whole, asked))

    publisher.on(ITEMS, answer)


@pytest.fixture
def connector(settings: Settings) -> BgsConnector:
    return BgsConnector(settings, page_size=3)


def one_question(connector: BgsConnector, new_http: NewHttp) -> RemoteEdition:
    edition = connector.discover(new_http())[0]
    return replace(edition, files=edition.files[:1])


def test_off_unless_a_person_switches_it_on(settings: Settings) -> None:
    assert "bgs_wms" not in connectors(settings)
    switched_on = settings.model_copy(update={"bgs_enabled": True})
    assert "bgs_wms" in connectors(switched_on)


def test_the_edition_is_named_by_its_newest_year(
    publisher: Publisher, connector: BgsConnector, new_http: NewHttp
) -> None:
    serve(publisher)
    (edition,) = connector.discover(new_http())
    assert (edition.edition_id, edition.edition) == ("bgs_wms_2026", "2020 to 2026")
    assert len(edition.files) == len(commodities())
    assert publisher.count() == 2
    (again,) = connector.discover(new_http())
    assert again.stamp == edition.stamp
    serve(publisher, range(2020, 2028))
    (newer,) = connector.discover(new_http())
    assert newer.edition_id == "bgs_wms_2027"
    assert newer.stamp != edition.stamp


def test_all_pages_come_and_parse(
    publisher: Publisher, connector: BgsConnector, new_http: NewHttp, tmp_path: Path
) -> None:
    serve(publisher)
    edition = one_question(connector, new_http)
    files = connector.fetch(new_http(), edition, tmp_path)
    assert [file.file_name[-8:] for file in files] == ["_p1.json", "_p2.json", "_p3.json"]
    years = [
        row.year
        for file in files
        for row in bgs_wms.parse_file(file.file_name, file.path.read_bytes()).tables[
            "bgs_wms_records"
        ]
        if isinstance(row, BgsRecord)
    ]
    assert years == list(range(2020, 2027))
    asked = publisher.requests[-1].query
    assert (asked["bgs_commodity_trans"], asked["offset"]) == (commodities()[0], "6")
    assert asked["bgs_statistic_type_trans"] == "Production"


def test_a_page_that_breaks_off_is_asked_for_again(
    publisher: Publisher, connector: BgsConnector, new_http: NewHttp, tmp_path: Path
) -> None:
    serve(publisher)
    edition = one_question(connector, new_http)
    publisher.script(ITEMS, UnmarkedHalf())
    assert len(connector.fetch(new_http(), edition, tmp_path)) == 3
    publisher.script(ITEMS, UnmarkedHalf(), forever=True)
    with pytest.raises(FetchError, match="not complete"):
        connector.fetch(new_http(), edition, tmp_path / "again")
    assert not list((tmp_path / "again").glob("*"))


@pytest.mark.slow
def test_an_edition_lands_and_is_read_while_the_source_is_on(
    publisher: Publisher, settings: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    switched_on = settings.model_copy(update={"bgs_enabled": True})
    connector = BgsConnector(switched_on)
    for country, verdict in (("Ruritania", "quarantined"), ("Norway", "accepted")):
        serve(publisher, country=country)
        (edition,) = connector.discover(new_http())
        files = connector.fetch(new_http(), edition, tmp_path / country)
        arrival = land(switched_on, edition, files)
        assert (arrival.verdict, len(files)) == (verdict, len(commodities())), arrival.reasons
    assert "Ruritania" not in str(arrival.reasons)
    assert "bgs_wms_2026" not in pinned(settings)
    edition_read = pinned(switched_on)["bgs_wms_2026"]
    landed = {"bgs_wms_2026": edition_read.files}
    frames = read_edition("bgs_wms_2026", switched_on.embedded_dir, landed=landed)
    assert len(frames["bgs_wms_records"]) == 7 * len(commodities())
    assert set(frames["bgs_wms_records"]["country_as_printed"]) == {"Norway"}


def short(answer: dict[str, object], asked: Asked) -> dict[str, object]:
    """Announces more than it brings."""
    return {**answer, "numberReturned": 3, "features": [*answer["features"]][:2]}  # type: ignore[misc]


def repeated(answer: dict[str, object], asked: Asked) -> dict[str, object]:
    """The second page holds the first one's features."""
    return page([fields(year=year) for year in (2020, 2021, 2022)], matched=7)


def moved(answer: dict[str, object], asked: Asked) -> dict[str, object]:
    """The publisher adds a record between two pages."""
    return {**answer, "numberMatched": 7 + (asked.query.get("offset") == "3")}


def dried_up(answer: dict[str, object], asked: Asked) -> dict[str, object]:
    """An empty page before all records have come."""
    return answer if asked.query.get("offset") == "0" else page([], matched=7)


def none_at_all(answer: dict[str, object], asked: Asked) -> dict[str, object]:
    """A commodity that the publisher has renamed."""
    return page([], matched=0)


@pytest.mark.parametrize("change", [short, repeated, moved, dried_up, none_at_all])
def test_what_does_not_add_up_is_refused(
    change: Change,
    publisher: Publisher,
    connector: BgsConnector,
    new_http: NewHttp,
    tmp_path: Path,
) -> None:
    serve(publisher)
    edition = one_question(connector, new_http)
    serve(publisher, change=change)
    with pytest.raises(FetchError):
        connector.fetch(new_http(), edition, tmp_path)


def test_a_login_page_is_no_answer(
    publisher: Publisher, connector: BgsConnector, new_http: NewHttp
) -> None:
    serve(publisher)
    publisher.script(ITEMS, Login())
    with pytest.raises(FetchError, match="web page"):
        connector.discover(new_http())
