"""What the pages say is what the released tables say; what they quote gives what they show."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.copies.site.labels import load_labels
from tests.conftest import PROJECT_ROOT


def text_of(site: Path, pages: str) -> str:
    """Text of the pages that a pattern names; at least one."""
    found = sorted(site.glob(pages))
    assert found
    return "".join(page.read_text(encoding="utf-8") for page in found)


def charts_of(text: str) -> dict[str, dict[str, Any]]:
    found = re.search(
        r'<script type="application/json" id="charts">(.*?)</script>', text, re.DOTALL
    )
    assert found
    return {chart["id"]: chart for chart in json.loads(found.group(1))}


def query_of(text: str, figure: str) -> str:
    start = text.index('<figure class="chart', text.index(f'id="{figure}"') - 40)
    found = re.search(r"<code>(.*?)</code>", text[start:], re.DOTALL)
    assert found
    return html.unescape(found.group(1))


def test_bars_of_cobalt_are_the_marts_shares(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    bars = charts_of(text_of(site, "minerals/cobalt.html"))["t1-bars"]["data"]["rows"]
    mart = served.execute(
        """
        select c.country_name, s.share_pct, s.share_min_pct, s.share_max_pct
        from marts.fct_country_share as s inner join marts.dim_country as c using (country_id)
        where s.mineral_id = 'cobalt' and s.is_latest_vintage and s.country_id <> 'OTHER'
            and s.share_pct > 0
            and s.year = (select max(year) from marts.fct_country_share
                          where mineral_id = 'cobalt' and is_latest_vintage)
        order by s.share_pct desc limit 8
        """
    ).fetchall()
    shown = {bar["name"]: (bar["b"], bar["lo"], bar["hi"]) for bar in bars}
    assert len(mart) == 8
    for name, share, low, high in mart:
        assert shown[name] == (share, low, high)


@pytest.mark.parametrize("page", ["cobalt", "gallium", "uranium", "aluminium", "lithium"])
def test_every_query_gives_what_its_chart_shows(
    site: Path, served: duckdb.DuckDBPyConnection, page: str
) -> None:
    text = text_of(site, f"minerals/{page}.html")
    charts = charts_of(text)
    assert len(charts) >= 4
    for name, chart in charts.items():
        rows = served.execute(query_of(text, name)).df().to_dict("records")
        assert rows, name
        if chart["kind"] == "trend":
            points = chart["data"]["rows"] + chart["data"]["earlier"]
            columns = ("year", "hhi", "hhi_min", "hhi_max", "hhi_all_min", "hhi_all_max")
            mart = {tuple(row[column] for column in columns) for row in rows}
            drawn = ("year", "hhi", "lo", "hi", "all_lo", "all_hi")
            assert {tuple(p[name] for name in drawn) for p in points} <= mart
        elif chart["kind"] == "bars":
            column = "quantity_tonnes" if name == "reserves" else "share_pct"
            mart = {(row["country_name"], row[column]) for row in rows}
            hard = [bar for bar in chart["data"]["rows"] if not bar["soft"]]
            assert {(bar["name"], bar["b"]) for bar in hard} <= mart
        elif chart["kind"] == "area":
            mart = {(row["year"], row["country_name"], row["share_pct"]) for row in rows}
            named = [r for r in chart["data"]["rows"] if r["colour"].startswith("c") and r["share"]]
            assert {(r["year"], r["name"], r["share"]) for r in named} <= mart
        elif chart["kind"] == "tonnes":
            mart = {(row["year"], row["country_name"], row["quantity_tonnes"]) for row in rows}
            named = [r for r in chart["data"]["rows"] if r["colour"].startswith("c")]
            assert named, name
            assert {(r["year"], r["name"], r["tonnes"]) for r in named if r["tonnes"]} <= mart
        elif chart["kind"] == "map":
            known = {row["country_id"] for row in rows}
            assert {row["id"] for row in chart["data"]["rows"]} <= known
        elif chart["kind"] == "editions":
            mart = {(row["country_name"], row["quantity_tonnes"]) for row in rows}
            assert {(r["name"], r["x"]) for r in chart["data"]["rows"]} <= mart


def test_stacked_shares_add_up_to_the_world(site: Path) -> None:
    rows = charts_of(text_of(site, "minerals/cobalt.html"))["t1-area"]["data"]["rows"]
    for year in {row["year"] for row in rows}:
        assert sum(r["share"] for r in rows if r["year"] == year) == pytest.approx(100, abs=0.01)


def test_a_country_has_one_colour_on_every_page_and_a_chart_has_none_twice(site: Path) -> None:
    colours: dict[str, set[str]] = {}
    charts = 0
    for page in (site / "minerals").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        if 'id="charts"' not in text:
            continue
        for chart in charts_of(text).values():
            if chart["kind"] not in ("area", "tonnes"):
                continue
            charts += 1
            named = {r["name"]: r["colour"] for r in chart["data"]["rows"] if r["colour"][0] == "c"}
            assert len(set(named.values())) == len(named), page.name
            for country, colour in named.items():
                colours.setdefault(country, set()).add(colour)
    assert charts > 150
    assert len(colours) > 60
    assert {country for country, has in colours.items() if len(has) > 1} == set()


def test_withheld_looks_withheld(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    """The bauxite of the United States is withheld: hatched, with a range, never a zero."""
    withheld = served.execute(
        "select count(*) from marts.fct_production where mineral_id = 'aluminium'"
        " and form = 'bauxite' and country_id = 'USA' and value_status = 'withheld'"
    ).fetchone()
    assert withheld is not None
    assert withheld[0] > 0
    text = text_of(site, "minerals/aluminium.html")
    assert "W withheld</span>" in text
    bars = charts_of(text)["t1-bars"]["data"]["rows"]
    us = next(bar for bar in bars if bar["name"] == "United States")
    assert us["soft"]
    assert us["hi"] > 0


def test_every_printed_cell_of_a_mineral_is_on_its_page(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    text = text_of(site, "minerals/gallium.html")
    for file, row in served.execute(
        "select f.file_name, p.source_row from marts.fct_production as p"
        " inner join marts.dim_source_file as f using (source_file_id) where mineral_id = 'gallium'"
    ).fetchall():
        assert f"{file}:{row}</td>" in text


def test_coverage_and_claims_of_kazakhstan_are_the_marts(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    text = text_of(site, "countries/kaz.html")
    for yes, unknown, total, no in served.execute(
        "select produced_members, unknown_members, list_members, not_produced_members"
        " from marts.fct_country_list_coverage where country_id = 'KAZ' and is_latest_window"
    ).fetchall():
        sentence = (
            f"{yes} of {total} produced, up to {yes + unknown} possible; {unknown} unknown, {no}"
        )
        assert sentence in text
    cards = text_of(site, "claims.html")
    claims = text_of(site, "claims/*.html")
    for (claim,) in served.execute("select claim from marts.dim_claim").fetchall():
        assert html.escape(claim, quote=False).replace("'", "&#39;") in cards
    for verdict, count in served.execute(
        "select verdict, count(*) from marts.fct_claim_check group by verdict"
    ).fetchall():
        in_tables = re.findall(rf'<td><span class="verdict {verdict}">', claims)
        assert len(in_tables) == count


def test_the_dictionary_has_every_released_column(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    text = text_of(site, "dictionary.html")
    for table, columns in served.execute(
        "select table_name, list(column_name) from information_schema.columns"
        " where table_schema = 'marts' group by table_name"
    ).fetchall():
        block = text[text.index(f'id="{table}"') :]
        block = block[: block.index("</details>")]
        assert all(f"<code>{column}</code>" in block for column in columns)


def test_every_edition_is_credited(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    text = html.unescape(text_of(site, "licences.html"))
    for licence, attribution in served.execute(
        "select licence, attribution from marts.dim_edition"
    ).fetchall():
        assert licence in text
        assert attribution in text
    assert "Natural Earth" in text
    assert "Michael Bostock" in text


def test_the_pages_have_a_word_for_every_table() -> None:
    words = load_labels().group("moved_topics")
    tables = {path.stem for path in (PROJECT_ROOT / "expectations/suites/marts").glob("*.json")}
    assert len(tables) > 50
    assert tables <= set(words)
