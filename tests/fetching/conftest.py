"""A publisher on this machine, and a client that asks it without ever sleeping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.fetching.base import FetchRecord
from orchestration.fetching.http import Http
from orchestration.settings import Settings
from tests.fetching.publisher import Publisher

NewHttp = Callable[..., "Recorded"]


class Recorded(Http):
    """A client that keeps its records and pauses."""

    records: list[FetchRecord]
    pauses: list[float]

    def verdicts(self) -> list[str]:
        return [record.verdict for record in self.records]


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher() as server:
        yield server


@pytest.fixture
def settings(publisher: Publisher, tmp_path: Path) -> Settings:
    return Settings(
        warehouse_dir=tmp_path / "warehouse",
        usgs_base_url=publisher.base_url,
        govuk_base_url=publisher.base_url,
        worldbank_base_url=publisher.base_url,
        bgs_base_url=publisher.base_url,
        http_timeout_seconds=0.5,
        max_file_bytes=8 * 1024 * 1024,
    )


@pytest.fixture
def new_http(publisher: Publisher, settings: Settings) -> Iterator[NewHttp]:
    """Makes clients of the publisher; keyword arguments as of `Http`."""
    made: list[Recorded] = []

    def make(**options: Any) -> Recorded:
        records: list[FetchRecord] = []
        pauses: list[float] = []
        client = Recorded(
            options.pop("settings", settings),
            options.pop("hosts", frozenset({publisher.host})),
            records.append,
            options.pop("sleep", pauses.append),
            source_id="usgs_mcs",
            **options,
        )
        client.records, client.pauses = records, pauses
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()
