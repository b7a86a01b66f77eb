"""Projections, plants, prices and the American account on the page of a mineral."""

from __future__ import annotations

import html
import re
from pathlib import Path

import duckdb
import pytest

from orchestration.copies.site.labels import load_labels
from orchestration.copies.site.words import range_of

SECTIONS = ("outlook", "prices", "account", "plants")


def section(site: Path, mineral: str, name: str) -> str:
    text = (site / "minerals" / f"{mineral}.html").read_text(encoding="utf-8")
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', text, re.DOTALL)
    return html.unescape(found.group(0)) if found else ""


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


@pytest.mark.parametrize(
    ("mineral", "there"),
    [
        ("cobalt", {"outlook", "prices", "account"}),
        ("gallium", {"prices", "account", "plants"}),
        ("graphite_battery", {"outlook", "prices"}),
    ],
)
def test_a_part_stands_where_something_is_printed(
    site: Path, mineral: str, there: set[str]
) -> None:
    assert {name for name in SECTIONS if section(site, mineral, name)} == there


def test_a_projection_is_seen_to_be_one(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    part = section(site, "cobalt", "outlook")
    say = load_labels()
    assert say("outlook.about") in words(part)
    for year in (2030, 2035, 2040):
        assert say("outlook.projected", year=year) in part
    shares = served.execute(
        "select share_pct from marts.fct_outlook where mineral_id = 'cobalt' and not is_world"
    ).fetchall()
    marked = re.findall(r'<td class="num later" data-v="([\d.]+)"><span class="v soft">', part)
    assert sorted(map(float, marked)) == sorted(value for (value,) in shares)
    assert len(marked) == 33


def test_prices_and_account_have_every_edition(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    asked = "select count(*) from marts.fct_price where mineral_id = 'cobalt'"
    (count,) = served.execute(asked).fetchone() or (0,)
    rows = re.findall(r'<tr><th scope="row">', section(site, "cobalt", "prices").split("<h3>")[0])
    assert len(rows) == count > 20
    account = words(section(site, "cobalt", "account"))
    for line in ("Production, mine", "Imports", "Exports", "Apparent consumption"):
        assert line in account
    assert "USGS 2023" in account
    assert "USGS 2026" in account


def test_money_says_why_it_is_unknown(site: Path) -> None:
    say = load_labels()
    assert say("value_unknown.no_price_of_this_form") in words(section(site, "cobalt", "prices"))
    gallium = words(section(site, "gallium", "prices"))
    assert say("price_market.united_states") in gallium
    assert say("idle_unknown.residual") in words(section(site, "gallium", "plants"))


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(None, None, ""), (None, 50.5, "≤ 50.5"), (50, None, "≥ 50"), (50, 50, "50")],
)
def test_the_end_that_is_known_is_shown(low: float | None, high: float | None, text: str) -> None:
    assert range_of(low, high, load_labels()) == text
