"""Numbers of a whole file or table that are nought, or of another size, wait for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

import pandas as pd
import pytest

from orchestration.landing.rules import printed
from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.types import EditionRow, Revision
from orchestration.publishers import read_edition
from orchestration.publishers.registry import RAW_TABLES
from tests.landing.printer import EMBEDDED

EDITIONS = [f"usgs_mcs_{year}" for year in range(2022, 2027)]
VALUE = "value_as_printed"
KNOWN = {"usgs_mcs_2024": "lead / usprod_refinery_secondary"}
"""What became nought in truth: a person has to see it once."""
OF_TABLES = [
    ("usgs_mcs_2026", "usgs_mcs_cells"),
    ("usgs_mcs_2026", "usgs_mcs_net_import_reliance"),
    ("usgs_mcs_2026", "usgs_mcs_import_sources"),
    ("usgs_mcs_2026", "usgs_mcs_salient"),
    ("iea_2025", "iea_cells"),
    ("wmd_2026", "wmd_cells"),
]


@lru_cache
def tables(edition_id: str) -> dict[str, pd.DataFrame]:
    """Raw tables that ship."""
    found = read_edition(edition_id, EMBEDDED)
    return {name: frame for name, frame in found.items() if name in RAW_TABLES}


def judged(was: dict[str, pd.DataFrame], has: dict[str, pd.DataFrame]) -> list[str]:
    """What the rules say of tables beside others."""
    row = EditionRow("", "", None, "", "", "")
    revision = Revision("new", "usgs_mcs", 1, "accepted", datetime.now(UTC), "", (), row)
    return printed.judge(Comparison(revision, "old", before=was, now=has))


@pytest.mark.parametrize(("before", "now"), list(pairwise(EDITIONS)))
def test_real_editions_follow_each_other(before: str, now: str) -> None:
    reasons = judged(tables(before), tables(now))
    assert [reason for reason in reasons if KNOWN.get(now, "-") not in reason] == []
    assert len(reasons) == (now in KNOWN)


def scaled(by: float) -> Callable[[pd.Series[str]], pd.Series[str]]:
    """Every plain number times something; text stays."""

    def made(values: pd.Series[str]) -> pd.Series[str]:
        numbers = pd.to_numeric(values.astype("object").str.replace(",", ""), errors="coerce")
        return values.astype("object").where(numbers.isna(), (numbers * by).astype("str"))

    return made


@pytest.mark.parametrize(("edition_id", "table"), OF_TABLES)
@pytest.mark.parametrize(
    ("by", "word"), [(0.0, "nought"), (0.01, "middle one"), (1000.0, "middle one")]
)
def test_a_table_that_is_nought_or_of_another_size_is_questioned(
    edition_id: str, table: str, by: float, word: str
) -> None:
    was = tables(edition_id)[table]
    now = was.assign(**{VALUE: scaled(by)(was[VALUE])})
    assert judged({table: was}, {table: was}) == []
    reasons = judged({table: was}, {table: now})
    assert reasons
    assert all(word in reason and table in reason for reason in reasons)


def test_the_next_years_of_a_file_may_not_all_be_nought() -> None:
    """No figure is printed by both editions, and no place has been nought before."""
    was = tables("usgs_mcs_2026")["usgs_mcs_net_import_reliance"]
    now = was.assign(year=was["year"] + 10, **{VALUE: scaled(0.0)(was[VALUE])})
    (reason,) = judged({"usgs_mcs_net_import_reliance": was}, {"usgs_mcs_net_import_reliance": now})
    assert reason.startswith("100% of the numbers of usgs_mcs_net_import_reliance are nought, 0%")


def test_one_table_of_many_may_not_be_nought() -> None:
    was = tables("iea_2025")["iea_cells"]
    is_it = (was["mineral_as_printed"] == "Cobalt") & (was["stage_as_printed"] == "refining")
    now = was.assign(**{VALUE: was[VALUE].where(~is_it, "0")})
    (reason,) = judged({"iea_cells": was}, {"iea_cells": now})
    assert "are nought now: cobalt / refining" in reason
