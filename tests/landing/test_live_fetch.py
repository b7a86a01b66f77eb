"""From a publisher over real HTTP, or from a folder, to the landing once; people are notified."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from orchestration.fetching.base import RemoteEdition
from orchestration.ground.errors import (
    AskedError,
    BusyError,
    FetchError,
    SourceError,
    WarehouseError,
)
from orchestration.landing import Arrival, live, pinned, quarantined, read_ledger
from orchestration.landing.live import fetch_source, take_drops
from orchestration.settings import Settings
from tests.fetching.publisher import OtherBytes, Publisher
from tests.fetching.replays import ScienceBase
from tests.landing.conftest import NEXT, Files, few_chapters, long_name
from tests.landing.printer import Record, changed


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher() as server:
        yield server


@pytest.fixture
def catalogue(publisher: Publisher) -> ScienceBase:
    return ScienceBase(publisher)


@pytest.fixture
def settings(publisher: Publisher, small_figures: Path, tmp_path: Path) -> Settings:
    return Settings(
        warehouse_dir=tmp_path / "warehouse",
        embedded_dir=small_figures,
        usgs_base_url=publisher.base_url,
        http_timeout_seconds=2,
    )


def ask(settings: Settings) -> list[Arrival]:
    return fetch_source(settings, "usgs_mcs", sleep=lambda _: None)


def downloads(publisher: Publisher) -> int:
    return sum("/file/get/" in asked.path for asked in publisher.requests)


def withdrawn(record: Record) -> Record | None:
    return None if record[0] == "ZINC" else record


def one_figure_more(record: Record) -> Record:
    place, value = record[:4] + record[7:8], record[8].replace(",", "")
    if place[0] == "COBALT" and place[3:] == ["Australia", "2026"] and value.isdigit():
        record[8] = f"{int(value) + 1:,}"
    return record


@pytest.mark.slow
def test_a_new_edition_is_fetched_once_and_pinned(
    settings: Settings, catalogue: ScienceBase, publisher: Publisher, next_edition: Files
) -> None:
    catalogue.edition(2026, few_chapters(2026))
    catalogue.edition(2027, next_edition, published_on="2027-01-31")
    arrivals = {arrival.edition_id: arrival for arrival in ask(settings)}
    assert arrivals["usgs_mcs_2026"].verdict == "unchanged"
    assert arrivals[NEXT].verdict == "accepted"
    row = pinned(settings)[NEXT].row
    assert row is not None
    assert (row.published_on, row.licence) == ("2027-01-31", "US public domain")
    fetched = downloads(publisher)
    assert fetched == len(next_edition) * 2
    assert ask(settings) == []
    assert downloads(publisher) == fetched
    assert not list((settings.landing_dir / "incoming").iterdir())


@pytest.mark.slow
def test_an_edition_that_is_revised_in_place_transfers_only_what_changed(
    settings: Settings, catalogue: ScienceBase, publisher: Publisher, next_edition: Files
) -> None:
    catalogue.edition(2027, next_edition)
    ask(settings)
    again = {**next_edition, long_name(): changed(next_edition[long_name()], one_figure_more)}
    catalogue.edition(2027, again)
    (arrival,) = ask(settings)
    assert arrival.revision == 2
    lines = [line for line in read_ledger(settings) if "/file/get/" in line.address]
    assert [line.verdict for line in lines].count("not_modified") == len(next_edition) - 1
    (new,) = {line.sha256 for line in lines[len(next_edition) :]} - {None}
    assert new == hashlib.sha256(again[long_name()]).hexdigest()


@pytest.mark.slow
def test_people_are_notified_once_of_an_edition_that_is_not_accepted(
    settings: Settings, catalogue: ScienceBase, next_edition: Files
) -> None:
    spoilt = {**next_edition, long_name(): changed(next_edition[long_name()], withdrawn)}
    catalogue.edition(2027, spoilt)
    (arrival,) = ask(settings)
    assert arrival.verdict == "quarantined"
    assert ask(settings) == []
    events = [json.loads(line) for line in settings.notifications_file.read_text().splitlines()]
    assert [event["kind"] for event in events] == ["quarantined"]
    assert "commodities of usgs_mcs_2026 are gone" in events[0]["text"]
    assert "minerals quarantine show usgs_mcs_2027@1" in events[0]["text"]


@pytest.mark.slow
def test_one_edition_that_cannot_be_fetched_keeps_no_other_from_landing(
    settings: Settings, catalogue: ScienceBase, publisher: Publisher, next_edition: Files
) -> None:
    catalogue.edition(2026, few_chapters(2026))
    catalogue.edition(2027, next_edition)
    path = catalogue.path_of(2026, long_name(2026))
    publisher.script(path, OtherBytes(), forever=True)
    with pytest.raises(FetchError):
        ask(settings)
    assert pinned(settings)[NEXT].revision == 1
    publisher.mend(path)
    (arrival,) = ask(settings)
    assert (arrival.edition_id, arrival.verdict) == ("usgs_mcs_2026", "unchanged")


def failing_at(edition_id: str, error: WarehouseError) -> Callable[..., Arrival]:
    """A landing that quarantines every edition but one, which fails."""

    def land(_: Settings, edition: RemoteEdition, files: object) -> Arrival:
        if edition.edition_id == edition_id:
            raise error
        return Arrival("quarantined", ("odd",), edition.edition_id, 1)

    return land


def notified_editions(settings: Settings) -> list[str]:
    lines = settings.notifications_file.read_text().splitlines()
    return [json.loads(line)["details"]["edition"] for line in lines]


@pytest.mark.parametrize("error", [BusyError("busy"), SourceError("no bytes"), FetchError("no")])
def test_an_edition_that_fails_hides_none_before_and_stops_none_after_it(
    settings: Settings,
    catalogue: ScienceBase,
    monkeypatch: pytest.MonkeyPatch,
    error: WarehouseError,
) -> None:
    for year in (2026, 2027, 2028):
        catalogue.edition(year, {long_name(year): b"x"})
    monkeypatch.setattr(live, "land", failing_at("usgs_mcs_2027", error))
    with pytest.raises(type(error)):
        ask(settings)
    assert sorted(notified_editions(settings)) == ["usgs_mcs_2026", "usgs_mcs_2028"]


def test_people_are_notified_of_what_was_landed_even_if_the_next_one_crashes(
    settings: Settings, catalogue: ScienceBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in (2026, 2027):
        catalogue.edition(year, {long_name(year): b"x"})
    landed: list[str] = []

    def land(_: Settings, edition: RemoteEdition, files: object) -> Arrival:
        if landed:
            raise OSError("no space left")
        landed.append(edition.edition_id)
        return Arrival("quarantined", ("odd",), edition.edition_id, 1)

    monkeypatch.setattr(live, "land", land)
    with pytest.raises(OSError, match="no space left"):
        ask(settings)
    assert notified_editions(settings) == landed


def test_a_source_that_is_not_there_is_refused(settings: Settings) -> None:
    with pytest.raises(AskedError, match="no such live source"):
        fetch_source(settings, "atlas")


def drop(settings: Settings, files: Files) -> None:
    settings.drop_dir.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = settings.drop_dir / name
        path.write_bytes(content)
        os.utime(path, (0, 0))  # it has lain there for long


@pytest.mark.slow
def test_what_is_dropped_lands_and_is_moved_away(settings: Settings, next_edition: Files) -> None:
    assert take_drops(settings) == []
    drop(settings, next_edition)
    (arrival,) = take_drops(settings)
    assert (arrival.edition_id, arrival.verdict) == (NEXT, "accepted")
    left = [path for path in settings.drop_dir.rglob("*") if path.is_file()]
    assert {path.name for path in left} == set(next_edition)
    assert all("taken" in path.parts for path in left)
    assert take_drops(settings) == []


def test_a_dropped_edition_that_fails_stays_and_stops_no_other(
    settings: Settings, next_edition: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(settings, {**next_edition, **few_chapters(2026)})
    monkeypatch.setattr(live, "land", failing_at("usgs_mcs_2026", BusyError("busy")))
    with pytest.raises(BusyError):
        take_drops(settings)
    assert notified_editions(settings) == [NEXT]
    left = {path.name for path in settings.drop_dir.iterdir() if path.is_file()}
    assert left == set(few_chapters(2026))


@pytest.mark.slow
def test_what_cannot_be_used_stays_where_it_was_dropped(
    settings: Settings, next_edition: Files
) -> None:
    drop(settings, {**next_edition, "holiday.jpg": b"\xff\xd8\xff"})
    with pytest.raises(FetchError, match="no parser knows a dropped file"):
        take_drops(settings)
    assert pinned(settings)[NEXT].revision == 1
    assert (settings.drop_dir / "holiday.jpg").exists()
    assert not quarantined(settings)
    refused = [line for line in read_ledger(settings) if line.verdict == "refused"]
    assert [line.address for line in refused] == ["drop/holiday.jpg"]
