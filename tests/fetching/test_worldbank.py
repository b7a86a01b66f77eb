"""Governance scores from a replayed API: the same rows as the table that the bank also offers."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.ground.errors import FetchError, LayoutError, SourceError
from orchestration.publishers.wgi import layouts as wgi
from orchestration.publishers.wgi import online as worldbank
from orchestration.publishers.wgi.online import WorldBankConnector
from orchestration.publishers.wgi.pages import DIMENSIONS
from orchestration.settings import Settings
from tests.fetching.conftest import NewHttp
from tests.fetching.publisher import Answer, Publisher
from tests.fetching.replays import WorldBank, scores_answer

Rows = list[dict[str, str]]


def row(iso3: str, year: int, *values: str) -> dict[str, str]:
    return {"iso3": iso3, "year": str(year), **dict(zip(DIMENSIONS, values, strict=True))}


ROWS = [
    row("AFG", 2023, "-1.9", "-2.510", "", "-1.2", "1E-05", "-1.1"),
    row("AFG", 2024, "-1.80", "-2.4", "-2", "-1.1", "-1.6", "-1.0"),
    row("COD", 2023, "", "", "", "", "", ""),
    row("COD", 2024, "0.123456789012345678", "-1", "-1", "-1", "-1", "0"),
]


@pytest.fixture
def bank(publisher: Publisher) -> WorldBank:
    replay = WorldBank(publisher)
    replay.update(ROWS, updated="2025-10-01")
    return replay


@pytest.fixture
def connector(settings: Settings) -> WorldBankConnector:
    return WorldBankConnector(settings)


def table_of(rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["iso3", "year", *DIMENSIONS], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(r for r in rows if any(r[d] for d in DIMENSIONS))
    return text.getvalue().encode()


def parsed(name: str, content: bytes) -> list[tuple[object, ...]]:
    """Rows without the file's name."""
    rows = wgi.parse_file(name, content).tables["wgi_scores"]
    return [(r[0], *r[2:]) for r in rows]


def test_pages_give_the_rows_of_the_table(
    bank: WorldBank,
    connector: WorldBankConnector,
    new_http: NewHttp,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worldbank, "PER_PAGE", "3")
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    assert len(http.records) == 1
    assert (edition.edition_id, edition.edition) == ("wgi_2025", "2025 update")
    assert edition.published_on == date(2025, 10, 1)
    (file,) = connector.fetch(http, edition, tmp_path)
    assert len(http.records) == 1 + 2 * 6, "all pages of six indicators"
    content = file.path.read_bytes()
    assert (file.bytes, len(content.splitlines())) == (len(content), 12)
    assert parsed(file.file_name, content) == parsed("wgi_2025.csv", table_of(ROWS))
    again = connector.fetch(http, edition, tmp_path)
    assert again[0].sha256 == file.sha256, "the same answers land as the same bytes"


def test_the_real_scores_come_through_unchanged(
    publisher_files: Path,
    bank: WorldBank,
    connector: WorldBankConnector,
    new_http: NewHttp,
    tmp_path: Path,
) -> None:
    table = next((publisher_files / "wgi").glob("*.csv"))
    every = csv.DictReader(io.StringIO(table.read_text()))
    rows = [each for each in every if each["iso3"][0] in "ACKRV"]
    bank.update(rows, updated="2024-11-07")
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    (file,) = connector.fetch(http, edition, tmp_path)
    pages = parsed(file.file_name, file.path.read_bytes())
    whole = parsed(table.name, table.read_bytes())
    assert [each[2:] for each in pages] == [e[2:] for e in whole if str(e[2])[0] in "ACKRV"]
    assert len(pages) > 1000


def test_a_new_update_and_a_revision_move_the_stamp(
    bank: WorldBank, connector: WorldBankConnector, new_http: NewHttp
) -> None:
    http = new_http(hosts=connector.hosts)
    (first,) = connector.discover(http)
    assert connector.discover(http) == [first]
    bank.update(ROWS, updated="2025-12-01")
    (revised,) = connector.discover(http)
    bank.update([*ROWS, row("COD", 2025, *"123456")], updated="2026-10-01")
    (new,) = connector.discover(http)
    assert [e.edition_id for e in (first, revised, new)] == ["wgi_2025", "wgi_2025", "wgi_2026"]
    assert len({first.stamp, revised.stamp, new.stamp}) == 3


def test_only_the_banks_own_total_is_taken(
    bank: WorldBank,
    connector: WorldBankConnector,
    publisher: Publisher,
    new_http: NewHttp,
    tmp_path: Path,
) -> None:
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    short = Answer.json([{"page": 1, "pages": 1, "total": 9, "lastupdated": "2025-10-01"}, []])
    publisher.on(bank.path_of("rl"), lambda _: short)
    with pytest.raises(FetchError) as failure:
        connector.fetch(http, edition, tmp_path)
    assert "9 rows" in failure.value.expected
    assert not list(tmp_path.iterdir())


def test_an_update_in_the_middle_of_reading_is_noticed(
    bank: WorldBank, connector: WorldBankConnector, new_http: NewHttp, tmp_path: Path
) -> None:
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    bank.update(ROWS, updated="2025-10-02")
    with pytest.raises(FetchError, match="something else"):
        connector.fetch(http, edition, tmp_path)


def test_another_newest_year_than_announced_is_refused(
    bank: WorldBank, connector: WorldBankConnector, new_http: NewHttp, tmp_path: Path
) -> None:
    http = new_http(hosts=connector.hosts)
    (edition,) = connector.discover(http)
    bank.update(ROWS[:1], updated="2025-10-01")
    with pytest.raises(FetchError) as failure:
        connector.fetch(http, edition, tmp_path)
    assert "2023" in failure.value.found


@pytest.mark.parametrize(
    "answer",
    [
        [{"message": [{"id": "120", "key": "Invalid value", "value": "not valid"}]}],
        {"page": 1},
        [{"page": 1, "pages": 0, "total": 0, "lastupdated": "2025-10-01"}, None],
        [{"page": 1, "pages": 1, "total": 1, "lastupdated": "2025-10-01"}, [{"date": "2024Q1"}]],
    ],
)
def test_answers_that_are_no_scores_are_refused(
    answer: object,
    bank: WorldBank,
    connector: WorldBankConnector,
    publisher: Publisher,
    new_http: NewHttp,
) -> None:
    publisher.serve_json(bank.path_of("va"), answer)
    with pytest.raises(FetchError):
        connector.discover(new_http(hosts=connector.hosts))


PAGES = "wgi_2025_api_pages.jsonl"


def lines_of(rows: Rows, change: tuple[str, str] | None = None) -> bytes:
    """A landed file of one page for each indicator, with one piece of text changed."""
    text = ""
    for dimension in DIMENSIONS:
        asked = {"source": "3", "per_page": "100"}
        answer = scores_answer(rows, "2025-10-01", dimension, asked).content.decode()
        answer = answer.replace("\n", " ")
        text += f'{{"dimension":"{dimension}","page":1,"answer":{answer}}}\n'
    if change:
        assert change[0] in text
        text = text.replace(*change, 1)
    return text.encode()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (('"AFG", "date": "2023"', '"AFG", "date": "2024"'), "AFG"),
        (('"value": -1.9', '"value": "n/a"'), "n/a"),
        (('"value": -1.9', '"value": true'), "True"),
        (('"countryiso3code": "AFG"', '"countryiso3code": ""'), "AF"),
        (('"id": "GOV_WGI_VA.EST"', '"id": "GOV_WGI_CC.EST"'), "GOV_WGI_CC.EST"),
        (('"total": 4', '"total": 5'), "4 rows"),
        (('"dimension":"va"', '"dimension":"vb"'), "vb"),
        (('"answer":[', '"answer":[['), "line"),
    ],
)
def test_pages_that_do_not_hold_together_are_refused(change: tuple[str, str], found: str) -> None:
    with pytest.raises(SourceError, match=re.escape(found)):
        wgi.parse_file(PAGES, lines_of(ROWS, change))


def test_a_missing_indicator_is_refused() -> None:
    cut = b"".join(lines_of(ROWS).splitlines(keepends=True)[:5])
    with pytest.raises(LayoutError, match="pages are missing"):
        wgi.parse_file(PAGES, cut)


FIGURES = st.decimals(-3, 3, allow_nan=False, places=9).map(lambda d: f"{d:f}")
CODES = st.sampled_from(["AFG", "BEL", "COD", "XKX", "ZWE"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            CODES, st.integers(1996, 2024), st.lists(FIGURES | st.just(""), min_size=6, max_size=6)
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda of: of[:2],
    ).filter(lambda rows: any(any(values) for _, _, values in rows))
)
def test_any_scores_give_the_same_rows_both_ways(rows: list[tuple[str, int, list[str]]]) -> None:
    made = sorted(
        (row(iso3, year, *values) for iso3, year, values in rows),
        key=lambda r: (r["iso3"], r["year"]),
    )
    assert parsed(PAGES, lines_of(made)) == parsed("wgi_2025.csv", table_of(made))
