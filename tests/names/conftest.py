"""The names of the release of the figures that ship."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.build.names import NAMES, Names, Subject
from orchestration.copies.file.served import Served
from orchestration.settings import Settings

Row = dict[str, Any]


@pytest.fixture(scope="session")
def name_rows(released: Settings) -> list[Row]:
    with Served(released) as served:
        rows = served.rows(NAMES)
    assert len(rows) > 1800
    return rows


@pytest.fixture(scope="session")
def names(name_rows: list[Row]) -> Names:
    return Names(name_rows)


def subject_of(row: Row) -> Subject:
    return Subject(row["kind"], row["subject_id"], row["stage"], row["form"])
