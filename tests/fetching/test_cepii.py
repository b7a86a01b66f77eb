"""CEPII's page and archives over real HTTP; how the page looks is our reading of its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.ground.errors import FetchError, RefusedError
from orchestration.publishers.baci import layouts as baci
from orchestration.publishers.baci.online import PAGE, BaciConnector
from orchestration.settings import Settings
from tests.fetching.conftest import NewHttp
from tests.fetching.publisher import Answer, Publisher
from tests.publishers import baci_builders as b

FOLDER = "/DATA_DOWNLOAD/baci/data"


def page(*versions: str) -> Answer:
    links = "".join(
        f'<a href="{FOLDER}/BACI_{hs}_V{version}.zip">{hs}</a>'
        for version in versions
        for hs in ("HS92", "HS17")
    )
    return Answer(f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), "text/html")


@pytest.fixture
def cepii(publisher: Publisher, settings: Settings) -> Settings:
    publisher.on(PAGE, lambda _: page("202501", "202601", "202401b"))
    publisher.serve(f"{FOLDER}/BACI_HS92_V202601.zip", b.archive_of(b.flows()))
    address = {"cepii_base_url": publisher.base_url, "cepii_archives": True}
    return settings.model_copy(update=address)


def test_the_newest_version_is_found_and_read(
    cepii: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    connector = BaciConnector(cepii)
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    assert (edition.edition_id, edition.edition) == ("baci_2026", "V202601")
    (file,) = connector.fetch(http, edition, tmp_path)
    parsed = baci.parse_file(file.file_name, file.path.read_bytes())
    assert len(parsed.tables["baci_exporters"]) == 5


def test_nothing_is_asked_until_the_archives_are_switched_on(
    publisher: Publisher, cepii: Settings, new_http: NewHttp
) -> None:
    connector = BaciConnector(cepii.model_copy(update={"cepii_archives": False}))
    assert connector.discover(new_http(hosts=connector.hosts)) == []
    assert publisher.count() == 0
    assert not Settings().cepii_archives


def test_a_page_without_archives_is_refused(
    publisher: Publisher, cepii: Settings, new_http: NewHttp
) -> None:
    publisher.on(PAGE, lambda _: page())
    connector = BaciConnector(cepii)
    with pytest.raises(FetchError, match="something else"):
        connector.discover(new_http(hosts=connector.hosts))


def test_a_page_in_the_place_of_an_archive_is_refused(
    publisher: Publisher, cepii: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    connector = BaciConnector(cepii)
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    publisher.on(f"{FOLDER}/BACI_HS92_V202601.zip", lambda _: page())
    with pytest.raises(RefusedError, match="web page"):
        connector.fetch(http, edition, tmp_path)
