"""UN Comtrade's service over real HTTP: questions, an answer that is cut, a 403 that clears."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.ground.errors import FetchError
from orchestration.publishers.comtrade import layouts as comtrade
from orchestration.publishers.comtrade.online import (
    ANSWERS,
    AVAILABLE,
    MOST_RECORDS,
    ComtradeConnector,
    codes,
)
from orchestration.settings import Settings
from tests.fetching.conftest import NewHttp
from tests.fetching.publisher import Answer, Asked, Publisher, Status
from tests.publishers import comtrade_builders as c


def answered(asked: Asked) -> Answer:
    """Copper cathode has records on both sides, every other code none."""
    assert asked.query["customsCode"] == "C00"
    given = []
    if asked.query["cmdCode"] == "740311":
        side = "reporter" if "reporterCode" in asked.query else "partner"
        given = [r for r in c.records() if str(r[side]) == asked.query[f"{side}Code"]]
    return Answer(c.answer_of(given), "application/json")


@pytest.fixture
def service(publisher: Publisher, settings: Settings) -> Settings:
    years = [
        {"period": y, "totalRecords": 9, "lastReleased": f"{y + 2}-01-01"} for y in (2020, 2021)
    ]
    publisher.serve_json(AVAILABLE, {"count": 2, "data": years, "error": ""})
    publisher.on(ANSWERS, answered)
    return settings.model_copy(
        update={"comtrade_base_url": publisher.base_url, "comtrade_enabled": True}
    )


def test_the_newest_year_is_asked_from_both_sides(
    service: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    connector = ComtradeConnector(service)
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    assert edition.edition_id == "comtrade_2021"
    assert len(edition.files) == 2 * len(codes()) == 142
    assert {"284410", "790111"} <= set(codes())
    files = connector.fetch(http, edition, tmp_path)
    rows = [
        row
        for file in files
        for row in comtrade.parse_file(file.file_name, file.path.read_bytes()).tables[
            "comtrade_reports"
        ]
    ]
    assert len(rows) == 7


def test_a_revised_year_is_fetched_again(
    publisher: Publisher, service: Settings, new_http: NewHttp
) -> None:
    connector = ComtradeConnector(service)
    (before,) = connector.discover(new_http(hosts=connector.hosts))
    revised = [{"period": 2021, "totalRecords": 9, "lastReleased": "2024-05-05"}]
    publisher.serve_json(AVAILABLE, {"count": 1, "data": revised, "error": ""})
    (after,) = connector.discover(new_http(hosts=connector.hosts))
    assert after.edition_id == before.edition_id
    assert after.stamp != before.stamp


def test_an_answer_as_long_as_the_service_gives_is_cut_off(
    publisher: Publisher, service: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    many = [c.record(398, 156, float(n)) for n in range(MOST_RECORDS)]
    publisher.on(ANSWERS, lambda _: Answer(c.answer_of(many), "application/json"))
    connector = ComtradeConnector(service)
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    with pytest.raises(FetchError, match="fewer than 500"):
        connector.fetch(http, edition, tmp_path)


def test_a_403_that_clears_is_waited_for(
    publisher: Publisher, service: Settings, new_http: NewHttp
) -> None:
    connector = ComtradeConnector(service)
    publisher.script(AVAILABLE, Status(403), Status(403))
    http = new_http(hosts=connector.hosts, clearing=connector.clearing)
    assert connector.discover(http)
    publisher.script(AVAILABLE, Status(403))
    with pytest.raises(FetchError, match="403"):
        connector.discover(new_http(hosts=connector.hosts))
