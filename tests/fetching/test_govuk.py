"""The strategy and its annex over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.ground.errors import FetchError
from orchestration.landing import land
from orchestration.publishers.critical_lists import layouts as critical_lists
from orchestration.publishers.critical_lists.facts import UK_ANNEX, UK_STRATEGY
from orchestration.publishers.critical_lists.govuk import GovUkConnector
from orchestration.publishers.critical_lists.uk_documents import DOCUMENTS
from orchestration.settings import Settings
from tests.fetching.conftest import NewHttp
from tests.fetching.publisher import Publisher
from tests.publishers import uk_builders as uk


@pytest.fixture
def govuk(publisher: Publisher) -> Publisher:
    publisher.serve_json(f"/api/content/{UK_STRATEGY}", uk.answer("uk_strategy_2025"))
    publisher.serve_json(f"/api/content/{UK_ANNEX}", uk.answer("uk_2024"))
    return publisher


def test_three_lists_from_two_documents(
    govuk: Publisher, settings: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    connector = GovUkConnector(settings)
    http = new_http(hosts=connector.hosts)
    editions = connector.discover(http)
    assert {edition.edition_id for edition in editions} == connector.list_ids
    assert govuk.count() == 2
    assert {str(edition.published_on) for edition in editions} == {"2025-11-22"}
    for edition, document in zip(editions, DOCUMENTS, strict=True):
        (file,) = connector.fetch(http, edition, tmp_path)
        parsed = critical_lists.parse_file(file.file_name, file.path.read_bytes())
        assert parsed.source_file.row_count == sum(part.lines for part in document.parts)


@pytest.mark.slow
def test_lists_that_print_what_ships_are_unchanged(
    govuk: Publisher, settings: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    """The figures that ship were typed from a print: other files, the same lines."""
    connector = GovUkConnector(settings)
    http = new_http(hosts=connector.hosts)
    for edition in connector.discover(http):
        arrival = land(settings, edition, connector.fetch(http, edition, tmp_path))
        assert arrival.verdict == "unchanged", arrival.reasons
    # a line more is another list: the parser knows how many there are
    longer = uk.annex_html().replace("<li>zinc</li>", "<li>zinc</li><li>unobtainium</li>")
    govuk.serve_json(f"/api/content/{UK_ANNEX}", uk.answer("uk_2024", longer))
    edition = next(e for e in connector.discover(http) if e.edition_id == "uk_2024")
    arrival = land(settings, edition, connector.fetch(http, edition, tmp_path))
    assert arrival.verdict == "quarantined"
    assert "another length" in arrival.reasons[0]


def test_a_correction_in_place_is_noticed(
    govuk: Publisher, settings: Settings, new_http: NewHttp
) -> None:
    connector = GovUkConnector(settings)
    before = {e.edition_id: e.stamp for e in connector.discover(new_http())}
    again = {e.edition_id: e.stamp for e in connector.discover(new_http())}
    changed = uk.annex_html().replace("<li>zinc</li>", "<li>zinc ore</li>")
    govuk.serve_json(f"/api/content/{UK_ANNEX}", uk.answer("uk_2024", changed))
    after = {e.edition_id: e.stamp for e in connector.discover(new_http())}
    assert before == again
    moved = {edition_id for edition_id in before if before[edition_id] != after[edition_id]}
    assert moved == {"uk_2024", "uk_growth_2025"}


@pytest.mark.parametrize("spoilt", [{"details": {}}, {"first_published_at": "soon"}])
def test_another_answer_is_refused(
    spoilt: dict[str, object], govuk: Publisher, settings: Settings, new_http: NewHttp
) -> None:
    govuk.serve_json(f"/api/content/{UK_ANNEX}", {**uk.answer("uk_2024"), **spoilt})
    with pytest.raises(FetchError, match="something else"):
        GovUkConnector(settings).discover(new_http())
