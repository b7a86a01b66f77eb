"""Who is no single country is asked of the register, so a second residual is drawn nowhere."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.copies.site import data, figures, layers, shared_files
from orchestration.copies.site.colours import largest_of
from orchestration.copies.site.labels import load_labels
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.explore import explore_data, explore_page
from orchestration.copies.site.pages.mineral import mineral_page
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

SAY = load_labels()
SITE = PROJECT_ROOT / "orchestration" / "copies" / "site"
BOTH = "United States and Canada"
COBALT = "cobalt.mine.all.usgs_mcs"
CONGO = "Congo (Kinshasa)"


def row(country: str, name: str, share: float, *, is_residual: bool = False) -> dict[str, Any]:
    numbers = {"share": share, "quantity": 10 * share}
    bounds = {
        f"{stem}{end}_{unit}": value
        for stem, unit in (("share", "pct"), ("quantity", "tonnes"))
        for end, value in (("", numbers[stem]), ("_min", numbers[stem]), ("_max", numbers[stem]))
    }
    who = {"country_id": country, "country_name": name, "is_residual": is_residual, "year": 2025}
    return {**who, **bounds, "value_status": "reported", "world_tonnes": 1000.0, "excludes": None}


ROWS = [
    row("USA_CAN", BOTH, 50.0, is_residual=True),
    row("CHN", "China", 30.0),
    row("OTHER", "Other countries", 20.0, is_residual=True),
]
DRAWINGS: dict[str, Callable[[], Any]] = {
    "bars of shares": lambda: figures.share_bars(ROWS, SAY)["data"]["rows"],
    "bars of reserves": lambda: figures.stock_bars(ROWS, SAY)["data"]["rows"],
    "dots": lambda: figures.dot_rows([ROWS], "share_pct", SAY, ["one"])["data"]["rows"],
    "map": lambda: figures.map_rows(ROWS, {}, SAY)["rows"],
}


def test_the_register_has_more_than_one_residual_and_the_site_names_none() -> None:
    seeds = PROJECT_ROOT / "dbt_project" / "seeds"
    (register,) = seeds.rglob("countries.csv")
    with register.open(encoding="utf-8", newline="") as file:
        residuals = [r["country_id"] for r in csv.DictReader(file) if r["is_residual"] == "true"]
    assert len(residuals) > 1
    files = [path for path in SITE.rglob("*") if path.suffix in (".py", ".js", ".j2")]
    assert len(files) > 50
    named = re.compile("|".join(rf"[\"']{one}[\"']" for one in residuals))
    assert [path.name for path in files if named.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("kind", DRAWINGS)
def test_no_residual_is_drawn_as_a_country(kind: str) -> None:
    drawn = DRAWINGS[kind]()
    assert [shown.get("name", shown.get("id")) for shown in drawn] in (["China"], ["CHN"])


def test_what_residuals_make_is_not_attributed() -> None:
    assert largest_of(ROWS) == ["CHN"]
    for stack, column, whole in (
        (layers.share_area, "share", 100.0),
        (layers.tonnes_area, "tonnes", 1000.0),
    ):
        stacked = stack(ROWS, {"CHN": 0}, SAY)
        assert [one[column] for one in stacked] == [0.3 * whole, 0.0, 0.7 * whole]


@pytest.fixture
def second(released: Settings, tmp_path: Path) -> data.SiteFacts:
    """The release, had the register called the largest producer of cobalt no single country."""
    settings = Settings(warehouse_dir=tmp_path)
    shutil.copytree(released.releases_dir, settings.releases_dir, symlinks=True)
    with duckdb.connect(str(data.read_facts(settings).database)) as connection:
        connection.execute(
            "update marts.dim_country set is_residual = true where country_id = 'COD'"
        )
    return data.read_facts(settings)


def test_a_second_residual_of_a_release_is_on_no_chart(second: data.SiteFacts) -> None:
    context = Context(second, SAY, shared_files.read_world()["points"])
    (profile,) = (one for one in second.rows["minerals"] if one["mineral_id"] == "cobalt")
    panels = mineral_page(context, profile).body["panels"]
    charts = [chart for panel in panels for chart in panel["figures"] if chart.kind != "trend"]
    assert {"bars", "area", "map"} <= {chart.kind for chart in charts}
    for chart in charts:
        assert CONGO not in json.dumps(chart.data), chart.id
    (first, *_) = explore_page(context).body["figures"]
    assert CONGO not in json.dumps(first.data)
    assert explore_data(second, context.points)["data"]["residuals"] == ["COD", "OTHER"]


@pytest.mark.parametrize("show_as", ["lines", "bars", "map"])
def test_the_explorer_draws_no_residual_that_its_data_name(
    chromium: Any, site: Path, show_as: str
) -> None:
    page = chromium.new_page()
    page.add_init_script(
        "let kept; Object.defineProperty(window, 'EXPLORE', { get: () => kept,"
        " set: (given) => { given.data.residuals.push('COD'); kept = given; } });"
    )
    page.goto(f"{(site / 'explore.html').as_uri()}#show=share&as={show_as}&tables={COBALT}")
    page.wait_for_selector("html[data-explored]")
    drawn = page.evaluate("document.querySelector('#x0').about.rows.flat().map(String)")
    page.close()
    assert any("Indonesia" in cell or cell == "IDN" for cell in drawn)
    assert not any(CONGO in cell or cell == "COD" for cell in drawn)
