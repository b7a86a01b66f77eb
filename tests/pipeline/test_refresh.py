"""The main job as a person runs it: once, twice, at the same time as another, on bad input.

Every test here starts the command line in a process of its own on a real warehouse.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from filelock import FileLock

from orchestration.release import current_release, list_releases
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, run_minerals

EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"


def content(settings: Settings) -> dict[str, int]:
    with duckdb.connect(str(settings.served_database), read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
        return {
            str(name): connection.table(f"marts.{name}").count("*").fetchall()[0][0]
            for (name,) in names
        }


def test_a_refresh_from_nothing_releases_every_mart(released: Settings) -> None:
    folder = current_release(released)
    assert folder is not None
    assert (folder / "manifest.json").exists()
    tables = content(released)
    assert set(tables) == {path.stem for path in folder.glob("*.parquet")}
    assert tables["fct_production"] > 8000
    assert tables["fct_cell_account"] > 17000


def test_it_says_what_it_did_and_gives_a_taste(released: Settings) -> None:
    text = (released.warehouse_dir.parent / "released_warehouse.done").read_text()
    for word in (
        "Reading",
        "Gating",
        "Building",
        "Publishing",
        "in ",
        "gated",
        "released",
        "where",
    ):
        assert word in text
    assert "Gallium" in text
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 100


def test_the_second_refresh_changes_nothing_and_says_so(released_copy: Settings) -> None:
    before = released_copy.served_database.read_bytes()
    finished = run_minerals(released_copy, "refresh")
    assert finished.returncode == 0, finished.stderr
    assert "Nothing changed" in finished.stdout
    assert released_copy.served_database.read_bytes() == before
    assert len(list_releases(released_copy)) == 1


def test_two_refreshes_cannot_collide(released_copy: Settings) -> None:
    with FileLock(released_copy.lock_file):
        finished = run_minerals(released_copy, "refresh")
    assert finished.returncode == 7
    assert "Another refresh is running" in finished.stderr
    assert "--wait" in finished.stderr


def with_cells(folder: Path, file: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Path:
    """A copy of the embedded figures with one file's cells changed."""
    shutil.copytree(EMBEDDED, folder)
    path = folder / "usgs_mcs" / file
    cells = pd.read_csv(path, dtype=str, keep_default_na=False)
    change(cells).to_csv(path, index=False, lineterminator="\n")
    return folder


def cobalt_in_thousands(cells: pd.DataFrame) -> pd.DataFrame:
    mine = (cells["commodity_as_printed"] == "Cobalt") & (cells["statistic"] == "production")
    return cells.assign(unit_as_printed=cells["unit_as_printed"].mask(mine, "thousand metric tons"))


def import_shares_in_tonnes(cells: pd.DataFrame) -> pd.DataFrame:
    cobalt = cells["commodity_as_printed"] == "Cobalt"
    return cells.assign(unit_as_printed=cells["unit_as_printed"].mask(cobalt, "metric tons"))


@pytest.mark.parametrize(
    ("file", "change", "named"),
    [
        # A gate of the raw tables: nothing is built.
        ("import_sources.csv", import_shares_in_tonnes, "metric tons"),
        # A gate of the marts: all tables are built first, and none is published.
        pytest.param("cells_2026.csv", cobalt_in_thousands, "cobalt", marks=pytest.mark.long),
    ],
)
@pytest.mark.slow
def test_a_figure_that_nobody_would_believe_is_reported_and_not_published(
    released_copy: Settings,
    tmp_path: Path,
    file: str,
    change: Callable[[pd.DataFrame], pd.DataFrame],
    named: str,
) -> None:
    before = released_copy.served_database.read_bytes()
    embedded = with_cells(tmp_path / "embedded", file, change)
    finished = run_minerals(released_copy, "refresh", MINERALS_EMBEDDED_DIR=str(embedded))
    assert finished.returncode == 5, finished.stdout + finished.stderr
    assert named in finished.stderr
    assert "what to do" in finished.stderr
    assert released_copy.served_database.read_bytes() == before


def test_a_refused_file_is_named_and_nothing_is_published(
    released_copy: Settings, tmp_path: Path
) -> None:
    before = released_copy.served_database.read_bytes()
    (tmp_path / "MCS2027_Commodities_Data.csv").write_text("<!DOCTYPE html><p>Sign in</p>\n")
    finished = run_minerals(released_copy, "refresh", "--from", str(tmp_path))
    assert finished.returncode == 3, finished.stdout + finished.stderr
    assert "expected" in finished.stderr
    assert released_copy.served_database.read_bytes() == before
