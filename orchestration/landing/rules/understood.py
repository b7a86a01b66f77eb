"""An edition as the build understands it: misprints corrected, figures in tonnes.

Belongs here: correcting the raw cells of an edition where the model of corrections finds them, and
its figures by mineral, stage, form, country and year.
Does not belong here: the corrections and the mappings (`dbt_project`), rules about figures
(`scale.py`).

Both sides of every comparison come through here. A known misprint is then no measure for the next
edition, and a revision that still has it is not taken for a change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from orchestration.landing.pins import landed_frame
from orchestration.landing.rules.models import Models
from orchestration.publishers.registry import RAW_TABLES

if TYPE_CHECKING:
    import pandas as pd

    from orchestration.landing.types import PinnedEdition
    from orchestration.settings import WarehouseSettings

TABLE = "usgs_mcs_cells"
CELL = ["file_name", "source_row", "source_column"]
WORLD = "the world"


class Place(NamedTuple):
    """What a figure counts: a table (statistic, mineral, stage, form), a country, a year."""

    table: tuple[str, ...]
    country: str
    year: int


class Understood(NamedTuple):
    """An edition with its misprints corrected.

    Args:
        tables: its raw tables.
        figures: tonnes by place; what is printed twice or is no plain number is not among them.
    """

    tables: dict[str, pd.DataFrame]
    figures: dict[Place, float]


def understood(
    settings: WarehouseSettings,
    tables: Mapping[str, pd.DataFrame],
    landed: Sequence[PinnedEdition] = (),
) -> Understood:
    """Run the models of the build on one edition.

    Args:
        settings: where the dbt project is.
        tables: raw tables of one edition.
        landed: what is known of the edition, if it does not ship.

    Raises:
        duckdb.Error: when the models break on it.
    """
    with Models(settings, {**tables, "landed_editions": landed_frame(landed)}) as models:
        return understood_by(models, tables)


def understood_by(models: Models, tables: Mapping[str, pd.DataFrame]) -> Understood:
    """The same by models that stand on these tables already."""
    if not _has_quantities(tables):
        return Understood(dict(tables), {})
    figures = _figures(models.frame("int_resolved_cells"))
    if TABLE not in tables:
        return Understood(dict(tables), figures)
    corrections = models.frame("int_cell_corrections")
    return Understood({**tables, TABLE: _corrected(tables[TABLE], corrections)}, figures)


def _has_quantities(tables: Mapping[str, pd.DataFrame]) -> bool:
    shapes = (RAW_TABLES[name].shape for name in tables if name in RAW_TABLES)
    return any(shape is not None and shape.commodity for shape in shapes)


def _corrected(printed: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Cells with the printed errors corrected that somebody has written down."""
    import pandas as pd

    cells = printed.copy()
    place = pd.MultiIndex.from_frame(cells[CELL].astype("str"))
    found = corrections[corrections["printed"] == corrections["expect"]]
    for row in found.astype("str").to_dict("records"):
        cells.loc[place == tuple(row[name] for name in CELL), row["field"]] = row["correct_to"]
    return cells


def _figures(cells: pd.DataFrame) -> dict[Place, float]:
    counted = cells[(cells["quantity_tonnes"] > 0) & cells["mineral_id"].notna()]
    columns = ("statistic", "mineral_id", "stage", "form")
    read = [*columns, "is_world", "country_id", "year", "quantity_tonnes"]
    found: dict[Place, float] = {}
    twice: set[Place] = set()
    for row in counted[read].to_dict("records"):
        country = WORLD if row["is_world"] else str(row["country_id"])
        # reserves and capacity are of the edition's own day: their year moves with it
        year = int(row["year"]) if row["statistic"] == "production" and row["year"] > 0 else 0
        place = Place(tuple(str(row[name]) for name in columns), country, year)
        if place in found:
            twice.add(place)
        found[place] = float(row["quantity_tonnes"])
    return {place: tonnes for place, tonnes in found.items() if place not in twice}
