"""The names of the registers, and of the release of the figures that ship."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.build.names import NAMES, Names, Subject
from orchestration.build.registers.check import SCHEMAS
from orchestration.build.registers.named import registered_names
from orchestration.build.registers.reading import read_register
from orchestration.copies.file.served import Served
from orchestration.publishers import cldr
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


@pytest.fixture(scope="session")
def registered() -> Names:
    """The names of the registers, before anything is built."""
    seeds = {path.stem: path for path in cldr.SEEDS.parent.rglob("*.csv")}
    return registered_names(
        {
            name: read_register(seeds[name], name, tuple(schema.model_fields))[0]
            for name, schema in SCHEMAS.items()
        }
    )


def subject_of(row: Row) -> Subject:
    return Subject(row["kind"], row["subject_id"], row["stage"], row["form"])
