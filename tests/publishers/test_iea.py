"""The Critical Minerals Dataset: its flat layout, good and bad, and the switch of the source."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from orchestration.fetching.base import RemoteEdition
from orchestration.fetching.http import Http
from orchestration.ground.errors import FetchError, SourceError
from orchestration.publishers import embedded, publisher_of
from orchestration.publishers.connectors import connectors
from orchestration.publishers.frames import to_frame
from orchestration.publishers.iea import layouts as iea
from orchestration.publishers.iea.rows import IeaCell
from orchestration.settings import PROJECT_ROOT, Settings
from tests.landing.printer import announce
from tests.publishers.builders import csv_bytes

FILE = "iea_2025_supply_by_country.csv"
EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
HEADER = ["mineral_as_printed", "stage_as_printed", "country_as_printed"]
HEADER += ["year", "value_kt", "is_projection"]


def rows() -> list[list[str]]:
    return [
        HEADER,
        ["Cobalt", "refining", "China", "2024", "196.1433565869552", "false"],
        ["Cobalt", "refining", "Rest of world", "2024", "54.0", "false"],
        ["Cobalt", "refining", "Total", "2024", "250.14973829515156", "false"],
        ["Cobalt", "refining", "China", "2030", "251.70169564264117", "true"],
    ]


def parsed(changed: list[list[str]]) -> list[IeaCell]:
    tables = iea.parse_file(FILE, csv_bytes(changed, "utf-8")).tables
    return [row for row in tables["iea_cells"] if isinstance(row, IeaCell)]


def test_every_digit_the_total_and_the_mark_of_a_projection_are_kept() -> None:
    cells = parsed(rows())
    assert [cell.value_as_printed for cell in cells] == [row[4] for row in rows()[1:]]
    assert [cell.is_projection_as_printed for cell in cells] == ["false"] * 3 + ["true"]
    assert (cells[2].country_as_printed, cells[2].source_row) == ("Total", 4)
    assert {cell.edition_id for cell in cells} == {"iea_2025"}


@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        (0, "", "column mineral_as_printed"),
        (1, "smelting", "column stage_as_printed"),
        (2, "", "column country_as_printed"),
        (4, "", "column value_kt"),
        (5, "yes", "column is_projection"),
    ],
)
def test_a_word_that_is_not_of_the_layout_is_refused(column: int, text: str, problem: str) -> None:
    changed = rows()
    changed[2][column] = text
    with pytest.raises(SourceError, match="not of its layout") as caught:
        parsed(changed)
    assert f"record 3, {problem}" in caught.value.where


@pytest.mark.parametrize("value", ["-1", "about 5", "1;2"])
def test_what_is_no_quantity_is_refused(value: str) -> None:
    changed = rows()
    changed[1][4] = value
    with pytest.raises(SourceError, match="negative or not a number"):
        parsed(changed)


def test_other_layouts_are_refused() -> None:
    wider = [[*row, "x"] for row in rows()]
    with pytest.raises(SourceError, match="columns that are not of its layout"):
        parsed(wider)
    with pytest.raises(SourceError, match="column that this file must have is missing"):
        parsed([row[:5] for row in rows()])
    with pytest.raises(SourceError, match="the same key twice"):
        parsed([*rows(), rows()[1]])


@pytest.mark.parametrize(
    ("name", "edition_id"),
    [
        (FILE, "iea_2025"),
        ("IEA_2031_supply_by_country.CSV", "iea_2031"),
        ("iea_2025_demand.csv", None),
        ("iea_supply_by_country.csv", None),
    ],
)
def test_the_name_says_the_edition(name: str, edition_id: str | None) -> None:
    assert iea.edition_of_file_name(name) == edition_id


def test_the_real_file_gives_the_figures_that_ship(publisher_files: Path) -> None:
    content = (publisher_files / "iea" / FILE).read_bytes()
    fresh = to_frame("iea_cells", iea.parse_file(FILE, content).tables["iea_cells"])
    shipped = embedded.read(EMBEDDED, "iea_cells")
    assert fresh.equals(shipped)
    assert len(shipped) == 340
    assert (shipped["is_projection_as_printed"] == "true").sum() == 255


def test_rows_exceed_a_total_by_the_last_country_named() -> None:
    """The finding that the gates carry as accepted deviations, counted again without SQL."""
    sums: dict[tuple[str, str, int], float] = defaultdict(float)
    printed, last = {}, {}
    for cell in embedded.read(EMBEDDED, "iea_cells").itertuples():
        key = (cell.mineral_as_printed, cell.stage_as_printed, cell.year)
        if cell.country_as_printed == "Total":
            printed[key] = float(cell.value_as_printed)
            continue
        sums[key] += float(cell.value_as_printed)
        if cell.country_as_printed != "Rest of world":
            last[key] = (cell.country_as_printed, float(cell.value_as_printed))
    beyond = {key: sums[key] - printed[key] for key in printed}
    disagreeing = {key for key in beyond if abs(beyond[key]) > 1e-6}
    assert len(printed) == 48
    assert len(disagreeing) == 15
    assert all(beyond[key] == pytest.approx(last[key][1], abs=1e-6) for key in disagreeing)
    assert {(*key[:2], last[key][0]) for key in disagreeing} == {
        ("Nickel", "mining", "Australia"),
        ("Nickel", "refining", "Canada"),
        ("Graphite", "mining", "Tanzania"),
        ("Graphite", "refining", "Germany"),
    }


def test_it_comes_by_the_drop_folder_and_can_be_left_out(tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path)
    connector = connectors(settings)["iea"]
    edition: RemoteEdition = announce({FILE: b"x"}, "iea_2026", source_id="iea")
    with Http(settings, connector.hosts, lambda _: None) as http:
        assert connector.discover(http) == []
        with pytest.raises(FetchError, match="not fetched by script") as caught:
            connector.fetch(http, edition, tmp_path)
    assert "warehouse/drop" in caught.value.way_out
    off = Settings(warehouse_dir=tmp_path, iea_enabled=False)
    assert "iea" not in connectors(off)
    assert not publisher_of("iea_2025").is_on(off)
    assert not publisher_of("iea_2025").is_optional
