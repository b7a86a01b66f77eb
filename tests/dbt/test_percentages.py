"""A printed percentage: the parser takes what the build understands, and nothing else."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from orchestration.landing.rules.models import Models
from orchestration.publishers.frames import to_frame
from orchestration.publishers.usgs_mcs.us_trade import PERCENT
from orchestration.settings import Settings

NUMBERS = ("", "0", "5", "50", "100", "12.5", "0.05", "1,000", ".5", "1000", "1.", "half", "٥٠")
SIGNS = ("", ">", "<", "≥", "≤", "-", "−", "e", "?")
ENDS = ("", "-75", "–75", " – 75", "—75", "–75.5", "-", "%", " percent", " ", "\u00a0–75", "–>75")
MARKS = ("E", "e", "W", "w", "NA", "na", "n.a.", "XX", "xx", "s", "S", "—", "–", "-", "--", "−")
WORDS = ("Less than ½.", "less than 1/2 unit", "Large", "most", "E50", "NA.", "None", "nan")
TEXTS = sorted({"".join(parts) for parts in product(SIGNS, NUMBERS, ENDS)} | {*MARKS, *WORDS})


@pytest.fixture(scope="module")
def read() -> pd.DataFrame:
    """What the build makes of each text."""
    table = "usgs_mcs_net_import_reliance"
    fixed = ("usgs_mcs_2026", "a.csv", "TIN", "Tin", "refined", 1, "percent", 2025)
    rows = [
        (*fixed[:2], row, *fixed[2:], text, "", None) for row, text in enumerate(TEXTS, start=1)
    ]
    with Models(Settings(), {table: to_frame(table, rows)}) as models:
        found = models.frame(f"stg_usgs_mcs__{table.removeprefix('usgs_mcs_')}")
    return found.sort_values("source_row").reset_index(drop=True)


def test_the_parser_takes_what_has_a_meaning(read: pd.DataFrame) -> None:
    taken = [bool(PERCENT.fullmatch(text)) for text in TEXTS]
    understood = list(read["value_status"].notna())
    parted = [
        text for text, *sides in zip(TEXTS, taken, understood, strict=True) if len(set(sides)) > 1
    ]
    assert parted == []
    assert 30 < sum(taken) < len(TEXTS) / 2


def test_bounds_enclose_the_number_and_keep_the_order(read: pd.DataFrame) -> None:
    ordered = read["value_status"].notna() & (read["value_status"] != "range")
    known = read[ordered]
    assert (known["nir_min_pct"] <= known["nir_max_pct"]).all()
    printed = known[known["nir_pct"].notna()]
    assert len(printed) > 5
    assert printed["nir_pct"].between(printed["nir_min_pct"], printed["nir_max_pct"]).all()
