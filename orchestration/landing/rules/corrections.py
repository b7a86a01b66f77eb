"""What is known to be misprinted is no measure for the next edition: the corrections of the seeds.

Belongs here: applying `corrections.csv` to the raw cells of an edition that has been read before.
Does not belong here: the corrections (`dbt_project/seeds`), the build (the models apply them too).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from orchestration.settings import Settings

TABLE = "usgs_mcs_cells"
ANY = "*"


def corrected(settings: Settings, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The same tables with printed errors mended that somebody has written down."""
    if TABLE not in tables:
        return dict(tables)
    cells = tables[TABLE].copy()
    releases = set(cells["edition_id"])
    for row in _corrections(settings.dbt_project_dir / "seeds/cells/corrections.csv"):
        if row["edition_id"] in releases:
            cells.loc[_located(cells, row), row["field"]] = row["correct_to"]
    return {**tables, TABLE: cells}


def _located(cells: pd.DataFrame, row: Mapping[str, str]) -> pd.Series:
    """Which cells a correction means: as the model `int_resolved_cells` finds them."""
    found = (cells["file_name"] == row["file_name"]) & (
        cells["commodity_as_printed"] == row["commodity_as_printed"]
    )
    for column in ("country_as_printed", "statistic"):
        if row[column] != ANY:
            found &= cells[column] == row[column]
    if row["year"] != ANY:
        found &= cells["year"].astype("str") == row["year"]
    if row["table_pattern"]:
        pattern = re.compile(row["table_pattern"])
        types = cells["type_as_printed"].fillna("").str.lower()
        found &= types.map(lambda text: bool(pattern.search(text)))
    return found & (cells[row["field"]].fillna("") == row["expect"])


def _corrections(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
