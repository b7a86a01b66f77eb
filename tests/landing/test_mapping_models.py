"""Every model that the landing asks is made without dbt, and answers: a broken one holds up all.

Belongs here: that each can be rendered and run on an arrival of a few rows, which `make quick`
asks. Does not belong here: that both sides answer alike (`tests/dbt/test_one_mapping.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from orchestration.landing.rules.models import Models
from orchestration.landing.rules.names import TESTS
from orchestration.publishers import embedded
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT
from tests.landing.printer import EMBEDDED

RULES = PROJECT_ROOT / "orchestration" / "landing" / "rules"
MODELS = ("int_cell_corrections", "int_resolved_cells")
CORRECTED = {
    "edition_id": "usgs_mcs_2023",
    "file_name": "mcs2023-chrom_world.csv",
    "commodity_as_printed": "chrom",
    "statistic": "production",
}
"""A cell that `seeds/cells/corrections.csv` corrects, had it the unit that is expected there."""
ODD = {
    "usgs_mcs_cells": {**CORRECTED, "unit_as_printed": "pinches"},
    "usgs_mcs_import_sources": {"commodity_as_printed": "Unobtainium"},
    "usgs_mcs_net_import_reliance": {"commodity_as_printed": "Unobtainium"},
    "usgs_mcs_salient": {"commodity_as_printed": "unobtainium"},
    "wgi_scores": {"country_iso3": "XXX"},
    "critical_list_members": {"member_as_printed": "unobtainium"},
}
"""What a row of each raw table prints that no seed knows."""


def odd_row(table: str) -> pd.DataFrame:
    frame = embedded.read(EMBEDDED, table)
    return frame.iloc[:1].assign(**ODD[table]).astype(frame.dtypes)


@pytest.fixture(scope="module")
def models() -> Iterator[Models]:
    with Models(Settings(), {table: odd_row(table) for table in ODD}) as asked:
        yield asked


@pytest.mark.parametrize("name", [*TESTS, *MODELS])
def test_what_the_landing_asks_is_rendered_and_answers(models: Models, name: str) -> None:
    assert len(models.frame(name)) > 0


def test_the_landing_asks_no_other_model() -> None:
    texts = [path.read_text() for path in sorted(RULES.glob("*.py"))]
    asked = {name for text in texts for name in re.findall(r'\.frame\("(\w+)"\)', text)}
    assert asked == set(MODELS)
