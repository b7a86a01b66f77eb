"""The printed editions are the embedded figures, moved by years, and nothing else."""

from __future__ import annotations

import pandas as pd
import pytest

from orchestration.landing.rules.understood import understood
from orchestration.publishers import read_edition
from orchestration.publishers.editions import parse_landed
from orchestration.publishers.frames import to_frame
from orchestration.settings import Settings
from tests.landing.conftest import Printed
from tests.landing.printer import EMBEDDED, print_edition

TABLES = (
    "usgs_mcs_cells",
    "usgs_mcs_net_import_reliance",
    "usgs_mcs_import_sources",
    "usgs_mcs_salient",
)


def printed(year: int) -> dict[str, pd.DataFrame]:
    files = [Printed(name, content) for name, content in print_edition(year).items()]
    rows = parse_landed({f"usgs_mcs_{year}": files})
    return {table: in_order(to_frame(table, rows[table])) for table in TABLES}


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["file_name", "source_row"], ignore_index=True)


@pytest.fixture(scope="module")
def shipped() -> dict[str, pd.DataFrame]:
    tables = understood(Settings(), read_edition("usgs_mcs_2026", EMBEDDED)).tables
    cells = tables["usgs_mcs_cells"]
    # the publisher's one shifted row is printed straight
    cells["note_marks"] = cells["note_marks"].replace("shifted_row", "")
    return {table: in_order(tables[table]) for table in TABLES}


@pytest.mark.slow
def test_moved_by_no_year_they_are_the_embedded_figures(shipped: dict[str, pd.DataFrame]) -> None:
    for table, frame in printed(2026).items():
        pd.testing.assert_frame_equal(frame, shipped[table])


def test_moved_by_a_year_only_years_and_names_differ(shipped: dict[str, pd.DataFrame]) -> None:
    for table, frame in printed(2027).items():
        before = shipped[table]
        assert set(frame["edition_id"]) == {"usgs_mcs_2027"}
        assert set(frame["file_name"]) == {
            name.replace("2026", "2027") for name in before["file_name"]
        }
        if "year" in frame:
            assert list(frame["year"]) == [year + 1 for year in before["year"]]
        moved = ["edition_id", "file_name", "year", "period_as_printed"]
        if table == "usgs_mcs_salient":
            moved += ["value_as_printed"]  # it is the year's, wherever the edition prints that year
        pd.testing.assert_frame_equal(
            frame.drop(columns=moved, errors="ignore"), before.drop(columns=moved, errors="ignore")
        )
