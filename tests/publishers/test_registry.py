"""Finding publishers' files in a folder, and reading all of them or one edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.ground.errors import SourceError
from orchestration.publishers import (
    check_input_folder,
    list_editions,
    read_edition,
    read_raw_tables,
    rebuild_embedded,
)
from orchestration.publishers.reading.problems import SourceProblems
from tests.publishers import baci_builders, test_iea
from tests.publishers import builders as b
from tests.publishers.test_other_sources import WGI_FILE, WMD_FILE, list_rows, wgi_rows, wmd_rows

NOWHERE = Path("/nonexistent")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one small file of each publisher, and others that are none of theirs."""
    files = {
        f"usgs/2024/{b.COBALT_2024}": b.csv_bytes(b.commodity_file()),
        f"usgs/{b.WIDE_2025}": b.csv_bytes(b.wide_file()),
        f"usgs/{b.LONG_2026}": b.csv_bytes(b.long_file(), "cp1252"),
        WMD_FILE: b.csv_bytes(wmd_rows(), "utf-8"),
        test_iea.FILE: b.csv_bytes(test_iea.rows(), "utf-8"),
        f"wgi/{WGI_FILE}": b.csv_bytes(wgi_rows(), "utf-8"),
        "lists/uk_2025_strategy.csv": b.csv_bytes(list_rows(), "utf-8"),
        baci_builders.PARQUET: baci_builders.parquet_of(baci_builders.flows()),
        "lists/uk_2035_targets.csv": b"nothing we read\r\n",
        "README.md": b"nothing we read",
    }
    for name, content in files.items():
        path = tmp_path / "input" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "input"


EDITIONS = [
    "baci_2026",
    "iea_2025",
    "uk_strategy_2025",
    "usgs_mcs_2024",
    "usgs_mcs_2025",
    "usgs_mcs_2026",
    "wgi_2024",
    "wmd_2026",
]


def test_a_folder_gives_its_editions(folder: Path) -> None:
    assert list_editions(NOWHERE, folder) == EDITIONS
    assert sorted(check_input_folder(folder)) == EDITIONS


def test_all_tables_of_a_folder(folder: Path) -> None:
    tables = read_raw_tables(NOWHERE, folder)
    assert len(tables["source_files"]) == 8
    assert set(tables["usgs_mcs_cells"]["edition_id"]) == {r for r in EDITIONS if "usgs" in r}
    assert len(tables["wmd_cells"]) == 3


def test_one_edition_of_a_folder(folder: Path) -> None:
    tables = read_edition("usgs_mcs_2025", NOWHERE, folder)
    assert set(tables) >= {"usgs_mcs_cells", "usgs_mcs_rows", "usgs_mcs_strays", "source_files"}
    assert not set(tables) & {"wmd_cells", "wgi_scores", "critical_list_members"}
    assert len(tables["usgs_mcs_cells"]) == 15
    with pytest.raises(SourceError, match="no file of this edition"):
        read_edition("usgs_mcs_2023", NOWHERE, folder)


def test_embedded_figures_rebuilt_from_a_folder_give_the_same_tables(
    folder: Path, tmp_path: Path
) -> None:
    rebuild_embedded(folder, tmp_path / "embedded")
    from_folder = read_raw_tables(NOWHERE, folder)
    for table, frame in read_raw_tables(tmp_path / "embedded").items():
        assert frame.equals(from_folder[table]), table
    assert list_editions(tmp_path / "embedded") == EDITIONS


def test_bad_files_are_all_named_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    (folder / WMD_FILE).write_bytes(b"<html></html>\n")
    cobalt = folder / "usgs" / "2024" / b.COBALT_2024
    cobalt.write_bytes(cobalt.read_bytes()[:-7])
    with pytest.raises(SourceProblems) as caught:
        rebuild_embedded(folder, tmp_path / "embedded")
    assert len(caught.value.problems) == 2
    assert not (tmp_path / "embedded").exists()


def test_a_file_twice(folder: Path) -> None:
    (folder / "copy").mkdir()
    (folder / "copy" / WMD_FILE).write_bytes(b"x")
    with pytest.raises(SourceError, match="one file twice"):
        list_editions(NOWHERE, folder)


def test_a_publisher_without_a_file(folder: Path) -> None:
    (folder / WMD_FILE).unlink()
    with pytest.raises(SourceError, match="no file of wmd"):
        read_raw_tables(NOWHERE, folder)


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_an_empty_or_missing_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="holds no publisher's file") as caught:
        read_raw_tables(NOWHERE, tmp_path / name)
    assert str(tmp_path / name) in caught.value.where
