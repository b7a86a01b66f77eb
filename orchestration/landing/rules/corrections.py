"""What is known to be misprinted is no measure for the next edition.

Belongs here: correcting the raw cells of an edition that was read before, where the model of
corrections finds them.
Does not belong here: the corrections and how a cell is found (`dbt_project`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from orchestration.landing.rules.models import Models

if TYPE_CHECKING:
    import pandas as pd

    from orchestration.settings import Settings

TABLE = "usgs_mcs_cells"
CELL = ["file_name", "source_row", "source_column"]


def corrected(settings: Settings, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The same tables with printed errors corrected that somebody has written down."""
    if TABLE not in tables:
        return dict(tables)
    import pandas as pd

    with Models(settings, tables) as models:
        found = models.frame("int_cell_corrections")
    cells = tables[TABLE].copy()
    place = pd.MultiIndex.from_frame(cells[CELL].astype("str"))
    for row in found[found["printed"] == found["expect"]].astype("str").to_dict("records"):
        cells.loc[place == tuple(row[name] for name in CELL), row["field"]] = row["correct_to"]
    return {**tables, TABLE: cells}
