"""A second edition of every source lands; wherever two editions overlap the newer one wins.

The editions are printed from the embedded figures: the survey's with every year moved, the others'
with other numbers for the same years. World Mining Data comes without a day, as by hand.

Belongs here: which edition wins in the marts. Does not belong here: how editions arrive
(`test_live.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.landing import accept, land, quarantined
from orchestration.publishers import embedded
from orchestration.settings import Settings
from tests.conftest import new_warehouse, run_minerals, take_over_project
from tests.landing.printer import EMBEDDED, announce, fetched, print_edition

pytestmark = pytest.mark.long

WGI = ("va", "pv", "ge", "rq", "rl", "cc")
WMD = {
    "mineral": "mineral_as_printed",
    "country": "country_as_printed",
    "country_iso": "country_iso_as_printed",
    "unit": "unit_as_printed",
    "data_source": "data_source_as_printed",
    "year": "year",
    "production": "value_as_printed",
}
IEA = {
    "mineral_as_printed": "mineral_as_printed",
    "stage_as_printed": "stage_as_printed",
    "country_as_printed": "country_as_printed",
    "year": "year",
    "value_kt": "value_as_printed",
    "is_projection": "is_projection_as_printed",
}
LARGER = 1.05
BETTER = 0.25  # of every score in the second edition, so that the two never agree


def print_governance() -> dict[str, bytes]:
    """The scores that ship, every one a little better, as the edition of 2025."""
    frame = embedded.read(EMBEDDED, "wgi_scores").fillna("")
    rows = [
        [row["country_iso3"], row["year"], *(_better(row[name]) for name in WGI)]
        for row in frame.to_dict("records")
    ]
    return {"wgi_2025_scores.csv": _csv([["iso3", "year", *WGI], *rows])}


def _better(score: str) -> str:
    return f"{float(score) + BETTER:.6f}" if score else ""


def print_mining_data() -> dict[str, bytes]:
    """The extract that ships, every figure a tenth larger, as the edition of 2027."""
    frame = embedded.read(EMBEDDED, "wmd_cells").fillna("")
    frame["value_as_printed"] = [
        f"{float(value) * 1.1:.1f}" if value else "" for value in frame["value_as_printed"]
    ]
    rows = frame[list(WMD.values())].values.tolist()
    return {"wmd_2027_gap_minerals.csv": _csv([list(WMD), *rows])}


def print_supply_by_country() -> dict[str, bytes]:
    """The agency's figures that ship, each a twentieth larger, as the edition of 2026.

    Its totals are the sums of its rows: that the first edition's are not was accepted for it alone.
    """
    frame = embedded.read(EMBEDDED, "iea_cells")
    frame["value_as_printed"] = frame["value_as_printed"].astype(float) * LARGER
    table = ["mineral_as_printed", "stage_as_printed", "year"]
    is_total = frame["country_as_printed"] == "Total"
    sums = frame[~is_total].groupby(table)["value_as_printed"].sum()
    frame.loc[is_total, "value_as_printed"] = [
        sums[tuple(row)] for row in frame.loc[is_total, table].values.tolist()
    ]
    rows = frame[list(IEA.values())].astype(str).values.tolist()
    return {"iea_2026_supply_by_country.csv": _csv([list(IEA), *rows])}


def _csv(rows: list[list[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


@pytest.fixture(scope="module")
def marts(
    released: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Released figures after the four editions have landed and were accepted."""
    folder = tmp_path_factory.mktemp("second_editions")
    settings = new_warehouse(folder / "warehouse")
    take_over_project(released, settings)
    _land_all(settings, folder)
    finished = run_minerals(settings, "refresh")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    with duckdb.connect(str(settings.served_database), read_only=True) as connection:
        yield connection


def _land_all(settings: Settings, folder: Path) -> None:
    for edition_id, source_id, files in (
        ("usgs_mcs_2027", "usgs_mcs", print_edition(2027)),
        ("wgi_2025", "wgi", print_governance()),
        ("wmd_2027", "wmd", print_mining_data()),
        ("iea_2026", "iea", print_supply_by_country()),
    ):
        edition = announce(files, edition_id, source_id=source_id)
        if source_id == "wmd":
            edition = replace(edition, published_on=None)
        land(settings, edition, fetched(files, folder / edition_id))
    for revision in quarantined(settings):
        accept(settings, revision.id, "printed for a test", who="a test")


def test_every_source_of_figures_has_two_editions_in_order(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    found = marts.execute(
        "select edition_id, published_on is null, known_from_basis from marts.dim_edition"
        " where is_latest and source_id in ('iea', 'usgs_mcs', 'wgi', 'wmd') order by 1"
    ).fetchall()
    assert found == [
        ("iea_2026", False, "published"),
        ("usgs_mcs_2027", False, "published"),
        ("wgi_2025", False, "published"),
        ("wmd_2027", True, "retrieved"),
    ]


@pytest.mark.parametrize(
    ("table", "source"),
    [
        ("fct_production", "usgs_mcs"),
        ("fct_production", "wmd"),
        ("fct_production", "iea"),
        ("fct_world_total", "usgs_mcs"),
        ("fct_concentration", "usgs_mcs"),
        ("fct_concentration", "wmd"),
        ("fct_concentration", "iea"),
        ("fct_reserves", "usgs_mcs"),
        ("fct_capacity", "usgs_mcs"),
        ("fct_stock_total", "usgs_mcs"),
        ("fct_import_source", "usgs_mcs"),
        ("fct_net_import_reliance", "usgs_mcs"),
    ],
)
def test_what_the_newer_edition_prints_is_the_latest(
    marts: duckdb.DuckDBPyConnection, table: str, source: str
) -> None:
    newest = {"usgs_mcs": "usgs_mcs_2027", "wmd": "wmd_2027", "iea": "iea_2026"}[source]
    rows = marts.execute(
        f"select edition_id, is_latest_vintage, count(*) from marts.{table}"  # noqa: S608
        f" where edition_id in (select edition_id from marts.dim_edition where source_id = ?)"
        " group by all",
        [source],
    ).fetchall()
    found = {(edition, latest) for edition, latest, _ in rows}
    assert (newest, True) in found
    assert (newest, False) not in found
    if source != "usgs_mcs":
        assert all(edition == newest for edition, latest in found if latest)


def test_the_newer_governance_weighs_the_index(marts: duckdb.DuckDBPyConnection) -> None:
    """Gallium is China's alone: its index is weighted with the better score of the new edition."""
    scores = embedded.read(EMBEDDED, "wgi_scores")
    china = scores[(scores["country_iso3"] == "CHN") & (scores["year"] == 2023)].iloc[0]
    mean = sum(float(china[name]) for name in WGI) / len(WGI)
    found = marts.execute(
        "select hhi_wgi / hhi from marts.fct_concentration where mineral_id = 'gallium'"
        " and edition_id = 'usgs_mcs_2025' and year = 2023"
    ).fetchone()
    assert found is not None
    assert found[0] == pytest.approx((2.5 - mean - BETTER) / 5, abs=0.01)
