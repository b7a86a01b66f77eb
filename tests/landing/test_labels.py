"""A label that names what is weighed must agree with the rule of its table, whatever it names."""

from __future__ import annotations

import pandas as pd
import pytest

from orchestration.landing.rules.models import Models
from orchestration.publishers import read_edition
from orchestration.settings import Settings
from tests.landing.printer import EMBEDDED

CELLS = "usgs_mcs_cells"
COMPOUNDS = ("oxide equivalent", "rare-earth-oxide", "LCE", "U3O8", "Li2O", "V2O5", "as oxide")
SALTS = ("carbonate", "hydroxide equivalent", "chloride equivalent", "pentoxide", "chemicals")
ROCK = ("gross weight", "ore", "ore and concentrate", "alloy, gross")
METAL = ("contained", "metal content", "recoverable content", "as metal")
HARMLESS = ("rounded", "dry weight", "estimated")
DIFFERS = {
    "Cobalt": (*COMPOUNDS, *SALTS, *ROCK),
    "Lithium": (*COMPOUNDS, *SALTS, *ROCK),
    "Barite": ("oxide equivalent", "hydroxide equivalent", "LCE", "U3O8", *METAL),
    "Zirconium": ("oxide equivalent", "hydroxide equivalent", "LCE", "U3O8", *METAL),
    "Potash": ("gross weight", "ore", "chloride equivalent", "metal content", "carbonate"),
}
AGREES = {
    "Cobalt": (*METAL, *HARMLESS),
    "Lithium": ("lithium content", *HARMLESS),
    "Barite": (*ROCK, *HARMLESS),
    "Zirconium": ("gross weight", "concentrate", *HARMLESS),
    "Potash": ("K2O equivalent", *HARMLESS),
}


def questioned(commodity: str, labels: tuple[str, ...]) -> set[str]:
    """Labels that the arrival rules ask about when a table of the newest edition gets them."""
    raw = read_edition("usgs_mcs_2026", EMBEDDED)
    cells = raw[CELLS]
    is_it = cells["commodity_as_printed"].eq(commodity) & cells["statistic"].eq("production")
    printed = pd.concat([cells[is_it].iloc[:1]] * len(labels), ignore_index=True)
    printed["source_row"] = [str(number) for number in range(len(labels))]
    printed["type_as_printed"] = [f"{printed['type_as_printed'][0]}, {each}" for each in labels]
    with Models(Settings(), {**raw, CELLS: printed.astype(cells.dtypes)}) as models:
        found = models.frame("assert_cells_are_understood")
    texts = found.loc[found["problem"].str.contains("basis"), "printed_text"]
    return {each for each in labels if any(f", {each} |" in text for text in texts)}


@pytest.mark.parametrize("commodity", DIFFERS)
@pytest.mark.slow
def test_a_label_that_weighs_something_else_is_questioned(commodity: str) -> None:
    assert questioned(commodity, DIFFERS[commodity]) == set(DIFFERS[commodity])


@pytest.mark.parametrize("commodity", AGREES)
@pytest.mark.slow
def test_a_label_that_agrees_is_not(commodity: str) -> None:
    assert questioned(commodity, AGREES[commodity]) == set()
