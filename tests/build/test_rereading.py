"""A publisher is read again when its files, parsers or pins change, and only then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from orchestration.build import rereading
from orchestration.build.raw_tables import raw_connection, write_tables
from orchestration.build.rereading import (
    forget_readings,
    reading_key,
    remember_reading,
    unchanged_reading,
)
from orchestration.landing.types import PinnedEdition
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

EDITIONS = {"wmd_2026": PinnedEdition("wmd_2026", "wmd", "embedded")}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(PROJECT_ROOT / "warehouse" / "embedded", tmp_path / "embedded")
    return Settings(warehouse_dir=tmp_path / "warehouse", embedded_dir=tmp_path / "embedded")


def key(settings: Settings, editions: dict[str, PinnedEdition] | None = None) -> str:
    return reading_key(settings, "wmd", ["wmd_cells"], editions or EDITIONS)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_its_own_file_counts_and_another_publishers_does_not(settings: Settings) -> None:
    before = key(settings)
    append(settings.embedded_dir / "wgi" / "scores.csv", "\n")
    assert key(settings) == before
    append(settings.embedded_dir / "wmd" / "cells.csv", "\n")
    assert key(settings) != before


def test_only_its_own_rows_of_the_shared_table_count(settings: Settings) -> None:
    before, path = key(settings), settings.embedded_dir / "source_files.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line.replace("wgi", "wgj") for line in lines))
    assert key(settings) == before
    assert any("wmd_2026" in line for line in lines)
    path.write_text("".join(line for line in lines if "wmd_2026" not in line))
    assert key(settings) != before


def test_another_revision_is_read_again(settings: Settings) -> None:
    pinned = {"wmd_2026": PinnedEdition("wmd_2026", "wmd", "landed", revision=2)}
    assert key(settings, pinned) != key(settings)


def test_its_own_parser_counts_and_another_publishers_does_not(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "orchestration" / "publishers"
    shutil.copytree(PROJECT_ROOT / "orchestration" / "publishers", room)
    monkeypatch.setattr(rereading, "_ROOM", room)
    monkeypatch.setattr(rereading, "__file__", str(room.parent / "build" / "rereading.py"))
    (room.parent / "build").mkdir()
    (room.parent / "build" / "raw_tables.py").touch()
    before = key(settings)
    append(room / "wgi" / "__init__.py", "# changed\n")
    assert key(settings) == before
    append(room / "wmd" / "__init__.py", "# changed\n")
    assert key(settings) != before


def test_a_reading_holds_until_somebody_touches_its_tables(settings: Settings) -> None:
    cells = pd.DataFrame({"edition_id": ["wmd_2026"], "value": ["1"]})
    files = pd.DataFrame({"edition_id": ["wmd_2026"], "file_name": ["a"]})
    write_tables(settings, {"wmd_cells": cells, "source_files": files})
    rows = {"wmd_cells": 1, "source_files": 1}
    remember_reading(settings, "wmd", "k", rows, {"wmd_2026": {}})
    assert unchanged_reading(settings, "wmd", "k") is not None
    assert unchanged_reading(settings, "wmd", "another") is None
    with raw_connection(settings) as connection:
        connection.execute("insert into raw.source_files values ('wgi_2024', 'b')")
    assert unchanged_reading(settings, "wmd", "k") is not None
    with raw_connection(settings) as connection:
        connection.execute("update raw.wmd_cells set value = '2'")
    assert unchanged_reading(settings, "wmd", "k") is None
    write_tables(settings, {"wmd_cells": cells})
    assert unchanged_reading(settings, "wmd", "k") is not None
    forget_readings(settings)
    assert unchanged_reading(settings, "wmd", "k") is None
