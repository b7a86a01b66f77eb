"""A publisher changes its JSON a little: the answer is refused and reported; nothing crashes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import dagster as dg
import pytest
from rich.console import Console

from orchestration.cli.live import ask_publishers
from orchestration.ground.errors import FetchError, RefusedError
from orchestration.landing import read_ledger
from orchestration.landing.live import fetch_source
from orchestration.publishers.usgs_mcs.online import UsgsConnector
from orchestration.settings import Settings
from orchestration.steps.sensors import build_edition_sensors
from tests.fetching.publisher import Publisher
from tests.fetching.replays import ScienceBase, WorldBank

LONG = "MCS2026_Commodities_Data.csv"
Change = Callable[[dict[str, Any]], object]

CHANGES: dict[str, tuple[Change, str]] = {
    "checksum without value": (lambda item: item["files"][0]["checksum"].pop("value"), "KeyError"),
    "checksum as text": (lambda item: item["files"][0].update(checksum="abc"), "AttributeError"),
    "size as text": (lambda item: item["files"][0].update(size="4"), "ValueError"),
    "no such day": (lambda item: item["dates"][1].update(dateString="2027-02-30"), "ValueError"),
    "empty date": (lambda item: item.update(dates=[None]), "AttributeError"),
    "address as number": (lambda item: item["files"][0].update(downloadUri=7), "TypeError"),
    "no address": (lambda item: item["files"][0].update(downloadUri="http://a:b"), "InvalidURL"),
}


@pytest.fixture
def catalogue(publisher: Publisher) -> ScienceBase:
    replay = ScienceBase(publisher)
    replay.edition(2026, {LONG: b"a,b\n"})
    return replay


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_catalogue_is_refused(
    name: str, catalogue: ScienceBase, settings: Settings
) -> None:
    change, stumble = CHANGES[name]
    change(catalogue.items[catalogue.item_id(2026)])
    with pytest.raises(RefusedError, match="something else") as failure:
        fetch_source(settings, "usgs_mcs", sleep=lambda _: None)
    error = failure.value
    assert error.found.startswith(stumble)
    assert ".py:" in error.found
    assert "usgs_mcs" in error.expected
    assert "warehouse/drop" in error.way_out
    last = read_ledger(settings)[-1]
    assert (last.source_id, last.verdict, last.event) == ("usgs_mcs", "refused", "fetch")
    assert last.address == error.where
    assert error.where.startswith(catalogue.publisher.base_url)
    assert error.found in last.reason


@pytest.mark.parametrize(
    "head", [{"page": "one"}, {"pages": None}, {"lastupdated": "soon"}, {"total": [1]}]
)
def test_changed_scores_are_refused(
    head: dict[str, object], publisher: Publisher, settings: Settings
) -> None:
    page = {"page": 1, "pages": 1, "total": 1, "lastupdated": "2025-10-01"} | head
    publisher.serve_json(WorldBank(publisher).path_of("va"), [page, [{"date": "2024"}]])
    with pytest.raises(RefusedError, match="something else"):
        fetch_source(settings, "wgi", sleep=lambda _: None)
    assert read_ledger(settings)[-1].verdict == "refused"


def test_the_sensor_reports_it_as_any_bad_answer(
    catalogue: ScienceBase, settings: Settings
) -> None:
    catalogue.items[catalogue.item_id(2026)]["dates"] = [None]
    (sensor,) = build_edition_sensors(
        settings, {"usgs_mcs": UsgsConnector(settings)}, dg.DefaultSensorStatus.STOPPED
    )
    cursor = None
    with dg.DagsterInstance.ephemeral() as instance:
        for _ in range(2):
            looked = sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
            assert isinstance(looked, dg.SensorResult)
            assert "AttributeError" in str(looked.skip_reason)
            cursor = looked.cursor
    events = [json.loads(line) for line in settings.notifications_file.read_text().splitlines()]
    assert [event["kind"] for event in events] == ["unreachable"]
    assert "AttributeError" in events[0]["text"]
    assert [line.verdict for line in read_ledger(settings)] == ["refused", "refused"]


def test_the_command_goes_on_to_the_next_source(catalogue: ScienceBase, settings: Settings) -> None:
    catalogue.items[catalogue.item_id(2026)]["dates"] = [None]
    with pytest.raises(FetchError) as failure:
        ask_publishers(settings, Console(file=io.StringIO()), ["usgs_mcs", "wgi"])
    first, second = failure.value.found.strip().splitlines()
    assert "usgs_mcs: " in first
    assert "AttributeError" in first
    assert "wgi: " in second
    assert "404" in second
