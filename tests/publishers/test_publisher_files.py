"""The publishers' real files: counts, accounts, printed cells, and the embedded figures."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from orchestration.publishers import read_raw_tables, rebuild_embedded
from orchestration.publishers.reading.text import sha256_of
from orchestration.settings import PROJECT_ROOT

EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"


@pytest.fixture(scope="module")
def raw(publisher_files: Path) -> dict[str, pd.DataFrame]:
    return read_raw_tables(EMBEDDED, publisher_files)


@pytest.fixture(scope="module")
def cells(raw: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return raw["usgs_mcs_cells"].set_index(["file_name", "source_row", "source_column"])


@pytest.mark.slow
def test_rebuilding_the_embedded_figures_changes_nothing(
    publisher_files: Path, tmp_path: Path
) -> None:
    written = rebuild_embedded(publisher_files, tmp_path)
    names = {path.relative_to(tmp_path) for path in written}
    assert names == {path.relative_to(EMBEDDED) for path in EMBEDDED.rglob("*.*")}
    for name in names:
        assert (tmp_path / name).read_bytes() == (EMBEDDED / name).read_bytes(), name


def test_no_publishers_file_is_shipped(publisher_files: Path) -> None:
    theirs, ours = (
        {sha256_of(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
        for folder in (publisher_files, EMBEDDED)
    )
    assert len(theirs) > 300
    assert not theirs & ours


def test_rows_by_edition(raw: dict[str, pd.DataFrame]) -> None:
    rows = raw["usgs_mcs_rows"].groupby(["edition_id", "reason"])["row_count"].sum()
    expected = {
        ("usgs_mcs_2022", "printed_figures"): 190,
        ("usgs_mcs_2022", "us_salient_statistics"): 60,
        ("usgs_mcs_2022", "blank_row"): 4,
        ("usgs_mcs_2023", "printed_figures"): 1203,
        ("usgs_mcs_2023", "us_salient_statistics"): 415,
        ("usgs_mcs_2023", "us_net_import_reliance"): 65,
        ("usgs_mcs_2023", "us_import_sources_counted_by_country"): 46,
        ("usgs_mcs_2023", "blank_row"): 10,
        ("usgs_mcs_2024", "printed_figures"): 1227,
        ("usgs_mcs_2024", "us_salient_statistics"): 410,
        ("usgs_mcs_2024", "us_net_import_reliance"): 63,
        ("usgs_mcs_2024", "us_import_sources_counted_by_country"): 43,
        ("usgs_mcs_2024", "world_table_in_a_salient_file"): 43,
        ("usgs_mcs_2024", "blank_row"): 607,
        ("usgs_mcs_2025", "printed_figures"): 1250,
        ("usgs_mcs_2026", "printed_figures"): 3303,
        ("usgs_mcs_2026", "us_salient_statistics"): 4336,
    }
    assert {key: rows[key] for key in expected} == expected
    files = raw["source_files"].set_index("file_name")["row_count"]
    assert files["MCS2026_Commodities_Data.csv"] == 8886


def test_files_by_edition(raw: dict[str, pd.DataFrame]) -> None:
    files = raw["source_files"].groupby("edition_id").size()
    assert files["usgs_mcs_2022"] == 24
    assert (files["usgs_mcs_2023"], files["usgs_mcs_2024"]) == (77 + 85, 77 + 87)
    assert files["usgs_mcs_2025"] == files["wmd_2026"] == files["uk_2024"] == 1


def test_every_column_of_figures_gives_a_cell_for_every_row(
    publisher_files: Path, raw: dict[str, pd.DataFrame]
) -> None:
    """Counted again without the parsers: filled rows times columns named for figures."""
    counted = raw["usgs_mcs_cells"].groupby("file_name").size()
    for path in (publisher_files / "usgs").rglob("*_[Ww]orld*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        figures = [
            h
            for h in header
            if h[:4].lower() in ("prod", "cap_", "rese") and "note" not in h.lower()
        ]
        filled = [row for row in rows if any(field.strip() for field in row)]
        assert counted[path.name] == len(figures) * len(filled), path.name


def test_cells_by_edition_and_statistic(cells: pd.DataFrame) -> None:
    counted = cells.groupby(["edition_id", "statistic"]).size()
    assert counted["usgs_mcs_2022"].to_dict() == {"production": 380}
    assert counted["usgs_mcs_2023"].to_dict() == {
        "capacity": 122,
        "production": 2346,
        "reserves": 1062,
    }
    assert counted["usgs_mcs_2024"].to_dict() == {
        "capacity": 125,
        "production": 2394,
        "reserves": 1175,
    }
    assert counted["usgs_mcs_2025"].to_dict() == {
        "capacity": 2500,
        "production": 2500,
        "reserves": 1250,
    }
    assert counted["usgs_mcs_2026"].to_dict() == {
        "capacity": 220,
        "production": 2354,
        "reserves": 729,
    }


CELLS = [
    ("mcs2023-cobal_world.csv", 2, "Prod_t_2021", "United States", "650", "estimated"),
    ("mcs2023-heliu_world.csv", 9, "Reserves_mcm", "Qatar", "NA", "qualitative_large"),
    ("mcs2023-titan_world.csv", 2, "Prod_Sponge_t_Est_2021", "United States", "W", ""),
    ("mcs2023-titan_world.csv", 2, "Cap_Pigment_t_2021", "United States", "1370000", ""),
    ("mcs2024-sandi_world.csv", 4, "Prod_kt_2022", "Australia", "e5,000", "estimated"),
    ("mcs2024-vermi_world.csv", 7, "Prod_kt_2022", "Mexico", "Less than ½ unit.", ""),
    ("mcs2024-galli_world.csv", 4, "Prod_kg_2022", "Japane", "3000", "estimated"),
    ("mcs2024-barit_world.csv", 7, "Prod_kt_2022", "Laos", "303", "reported"),
    ("mcs2024-barit_world.csv", 7, "Prod_kt_est_2023", "Laos", "600", ""),
    ("MCS2025_World_Data.csv", 78, "PROD_2023", "United States", "", "estimated;withheld"),
    ("MCS2025_World_Data.csv", 655, "RESERVES_2024", "United States", "64", "moved_to_capacity"),
    ("MCS2026_Commodities_Data.csv", 4236, "Value", "United States", "W", ""),
    ("MCS2026_Commodities_Data.csv", 4246, "Value", "Other countries", "—", "other"),
    (
        "MCS2026_Commodities_Data.csv",
        4247,
        "Value",
        "World total",
        "222,000",
        "estimated;excludes_united_states",
    ),
    ("MCS2026_Commodities_Data.csv", 8456, "Value", "Mexico", "s", "estimated;less_than_half_unit"),
    (
        "MCS2026_Commodities_Data.csv",
        8533,
        "Value",
        "World total",
        "10,000 - 15,000",
        "shifted_row",
    ),
]


@pytest.mark.parametrize("printed", CELLS, ids=lambda cell: f"{cell[0]}-{cell[1]}")
def test_printed_cells(cells: pd.DataFrame, printed: tuple[str, int, str, str, str, str]) -> None:
    file_name, row, column, *expected = printed
    found = cells.loc[(file_name, row, column)]
    assert [found["country_as_printed"], found["value_as_printed"], found["note_marks"]] == expected


def test_third_header_that_is_the_type(cells: pd.DataFrame) -> None:
    types = set(cells.loc["mcs2024-fluor_world.csv"]["type_as_printed"])
    assert types == {"Mine production, fluorspar"}


def test_row_without_a_unit(cells: pd.DataFrame) -> None:
    without = cells[cells["unit_as_printed"].isna()]
    assert set(without["country_as_printed"]) == {"Sierra Leone"}
    assert len(without) == 5


def test_values_outside_the_columns_of_figures_are_recorded(raw: dict[str, pd.DataFrame]) -> None:
    strays = raw["usgs_mcs_strays"].groupby(["file_name", "reason"]).size()
    assert dict(strays) == {
        ("mcs2023-antim_world.csv", "figure_in_note_column"): 1,
        ("mcs2024-antim_world.csv", "figure_in_note_column"): 1,
        ("mcs2024-barit_world.csv", "figure_in_unnamed_column"): 12,
        ("mcs2024-niobi_world.csv", "figure_in_note_column"): 1,
        ("mcs2024-vermi_world.csv", "figure_in_note_column"): 7,
        ("mcs2024-vermi_world.csv", "note_in_unnamed_column"): 3,
    }


def test_governance_and_gap_minerals(raw: dict[str, pd.DataFrame]) -> None:
    assert len(raw["wgi_scores"]) == 5246
    wmd = raw["wmd_cells"]
    assert len(wmd) == 378
    assert (wmd["country_as_printed"] == "Total").sum() == 28
    uranium = wmd[(wmd["mineral_as_printed"] == "Uranium (U3O8)") & (wmd["year"] == 2023)]
    assert "Kazakhstan" in set(uranium["country_as_printed"])
