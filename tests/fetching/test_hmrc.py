"""HMRC's service over real HTTP: pages, a 403 and a 429 that clear, months that are revised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.ground.errors import FetchError
from orchestration.publishers.connectors import connectors
from orchestration.publishers.hmrc_ots import layouts as hmrc_ots
from orchestration.publishers.hmrc_ots.online import RECORDS_OF_TRADE, HmrcConnector, codes
from orchestration.settings import Settings
from tests.fetching.conftest import NewHttp
from tests.fetching.publisher import Answer, Asked, Publisher, Status
from tests.publishers import hmrc_builders as h

PAGE = 2
WHOLE_YEAR = [
    {"MonthId": 202400 + month, "TotalValue": 1000.0 + month, "TotalMass": 10.0}
    for month in range(1, 13)
]
BEGUN = [{"MonthId": 202501, "TotalValue": 7.0, "TotalMass": 1.0}]
FOUND = [h.record(country=c, PortId=n) for n, c in enumerate(("NL", "DE", "FR", "CN", "KZ"))]


class Service:
    """Totals by month, and the records of the first question in pages of two."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        self.totals = [*WHOLE_YEAR, *BEGUN]
        self.onward = ""
        publisher.on(RECORDS_OF_TRADE, self.answer)

    def answer(self, asked: Asked) -> Answer:
        if "$apply" in asked.query:
            return Answer(h.answer_of(self.totals), "application/json")
        skipped = int(asked.query.get("$skip", "0"))
        is_first = f"CommodityId eq {int(codes()[0])}" in asked.query["$filter"]
        found = FOUND if is_first else []
        more = {}
        if skipped + PAGE < len(found):
            query = f"$filter={asked.query['$filter']}&$skip={skipped + PAGE}"
            address = f"{self.publisher.base_url}{RECORDS_OF_TRADE}?{query}"
            more = {"@odata.nextLink": self.onward or address.replace(" ", "%20")}
        return Answer(h.answer_of(found[skipped : skipped + PAGE], **more), "application/json")


@pytest.fixture
def service(publisher: Publisher) -> Service:
    return Service(publisher)


@pytest.fixture
def on(service: Service, settings: Settings) -> Settings:
    return settings.model_copy(
        update={"hmrc_base_url": service.publisher.base_url, "hmrc_enabled": True}
    )


def test_it_is_asked_only_where_it_is_switched_on(on: Settings, settings: Settings) -> None:
    assert "hmrc_ots" not in connectors(settings)
    assert "hmrc_ots" in connectors(on)


def test_all_pages_of_the_newest_whole_year_come(
    on: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    connector = HmrcConnector(on)
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    assert edition.edition_id == "hmrc_ots_consigned_2024"
    assert edition.licence == "OGL v3"
    assert len(edition.files) == 10
    asked = [file.params["$filter"] for file in edition.files]
    assert sum(text.count("CommodityId eq") for text in asked) == len(codes()) == 361
    files = connector.fetch(http, edition, tmp_path)
    rows = [
        row
        for file in files
        for row in hmrc_ots.parse_file(file.file_name, file.path.read_bytes()).tables[
            "hmrc_ots_records"
        ]
    ]
    assert [row[10] for row in rows] == ["NL", "DE", "FR", "CN", "KZ"]
    assert len(json.loads(files[0].path.read_bytes())["value"]) == len(FOUND)


def test_a_revised_month_is_announced(on: Settings, service: Service, new_http: NewHttp) -> None:
    connector = HmrcConnector(on)
    (before,) = connector.discover(new_http(hosts=connector.hosts))
    (same,) = connector.discover(new_http(hosts=connector.hosts))
    assert same.stamp == before.stamp
    service.totals = [*WHOLE_YEAR[:-1], WHOLE_YEAR[-1] | {"TotalValue": 5.0}, *BEGUN]
    (after,) = connector.discover(new_http(hosts=connector.hosts))
    assert after.edition_id == before.edition_id
    assert after.stamp != before.stamp


def test_without_a_whole_year_there_is_nothing_to_take(
    on: Settings, service: Service, new_http: NewHttp
) -> None:
    connector = HmrcConnector(on)
    service.totals = WHOLE_YEAR[:-1]
    with pytest.raises(FetchError, match="twelve months"):
        connector.discover(new_http(hosts=connector.hosts))


@pytest.mark.parametrize("status", [403, 429])
def test_a_refusal_that_clears_is_waited_for(
    status: int, on: Settings, publisher: Publisher, new_http: NewHttp
) -> None:
    connector = HmrcConnector(on)
    publisher.script(RECORDS_OF_TRADE, Status(status), Status(status))
    assert connector.discover(new_http(hosts=connector.hosts, clearing=connector.clearing))


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_page_that_leads_elsewhere_or_round_is_refused(
    elsewhere: bool, on: Settings, service: Service, new_http: NewHttp, tmp_path: Path
) -> None:
    connector = HmrcConnector(on)
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    itself = f"{service.publisher.base_url}{RECORDS_OF_TRADE}?$filter=CommodityId%20eq%20"
    service.onward = "https://example.org/OTS" if elsewhere else f"{itself}{int(codes()[0])}"
    with pytest.raises(FetchError):
        connector.fetch(http, edition, tmp_path)
