"""What the pages promise beside their numbers: table, year, edition, and how sure it is."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

CREDIT = re.compile(r"[a-z][^<]*, 20\d\d, (USGS|IEA|World Mining Data) 20\d\d")


def text_of(site: Path, pages: str) -> str:
    """Text of the pages that a pattern names; at least one."""
    found = sorted(site.glob(pages))
    assert found
    return html.unescape("".join(page.read_text(encoding="utf-8") for page in found))


def rows_of(text: str) -> list[str]:
    return re.findall(r"<tr\b.*?</tr>", text, re.DOTALL)


def figures_of(page: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Every chart of a page with the text in its place."""
    text = page.read_text(encoding="utf-8")
    found = re.search(
        r'<script type="application/json" id="charts">(.*?)</script>', text, re.DOTALL
    )
    for chart in json.loads(found.group(1)) if found else []:
        alternative = re.search(rf'id="{chart["id"]}-alt">(.*?)</p>', text, re.DOTALL)
        assert alternative, chart["id"]
        yield chart, html.unescape(alternative.group(1))


def test_a_leader_who_is_not_certain_is_not_called_the_largest(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    leaders = served.execute(
        "select mineral_id, is_leader_certain from marts.rpt_mineral_profile"
        " where top1_country is not null"
    ).fetchall()
    uncertain = {mineral for mineral, is_certain in leaders if not is_certain}
    assert uncertain, "or this test sees nothing"
    for mineral, is_certain in leaders:
        head = text_of(site, f"minerals/{mineral}.html").partition("</dl>")[0]
        assert (", largest producer</dt>" in head) is bool(is_certain), mineral
        assert ("who leads is not certain" in head) is not is_certain, mineral
    index = rows_of(text_of(site, "minerals/index.html"))
    marked = [row for row in index if "(not certain)" in row]
    assert len(marked) == len(uncertain)
    assert all('<span class="v soft"><a ' in row for row in marked)


def test_cards_count_verdicts_and_say_so(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    text = text_of(site, "index.html")
    for claim, count in served.execute(
        "select claim_id, count(*) from marts.fct_claim_check where is_latest_vintage group by all"
    ).fetchall():
        card = text[text.index(f'href="claims/{claim}.html"') :]
        card = card[: card.index("</li>")]
        assert f">{count} verdict{'s' if count > 1 else ''}: " in card, claim


def test_every_share_of_the_start_page_names_table_year_and_edition(site: Path) -> None:
    lists = text_of(site, "index.html").split('<table class="watch"')[1:]
    lines = [row for part in lists for row in rows_of(part.partition("</table>")[0])[1:]]
    assert len(lines) > 100
    thens = 0
    for line in lines:
        first, *then = re.split(r'<span class="then">', line)
        assert CREDIT.search(first), line
        assert all(CREDIT.search(part) for part in then), line
        thens += len(then)
    assert thens > 4
    for row in rows_of(text_of(site, "minerals/index.html"))[1:]:
        assert ("%</td>" in row) <= bool(re.search(r"<td>(USGS|IEA|World Mining Data) 20", row)), (
            row
        )


def test_the_head_of_a_mineral_names_table_year_and_edition(site: Path) -> None:
    for mineral, table in (("titanium", "mine, ilmenite"), ("cobalt", "mine"), ("uranium", "mine")):
        text = text_of(site, f"minerals/{mineral}.html")
        head = text[text.index('<dl class="headline">') :].partition("</dl>")[0]
        boxes = re.findall(r"<div>.*?</div>", head, re.DOTALL)
        assert len(boxes) >= 3
        assert all(re.search(r"[ >]20\d\d, (USGS|World Mining Data) 20\d\d", box) for box in boxes)
        assert any(f"<span>{table}, 20" in box for box in boxes if "World output" in box)


def test_years_of_a_bounded_reserve_are_bounded(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    reserves = served.execute(
        "select mineral_id, is_reserves_at_least from marts.rpt_mineral_profile"
        " where reserves_years is not null"
    ).fetchall()
    assert {True, False} == {bounded for _, bounded in reserves}
    for mineral, bounded in reserves:
        text = text_of(site, f"minerals/{mineral}.html")
        assert bool(re.search(r"≥ [\d.,]+ years at the present output", text)) is bounded, mineral


def test_coverage_is_credited_to_every_edition_of_its_window(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    joined = served.execute(
        "select count(*) from marts.fct_claim_check"
        " where evidence_table = 'fct_country_list_coverage' and evidence_key like '%+%'"
    ).fetchone()
    claims = text_of(site, "claims/*.html")
    assert joined is not None
    assert joined[0] > 0
    windows = claims.count("USGS 2026 + World Mining Data 2026</td>")
    assert windows == joined[0]
    assert claims.count("<td>IEA 2025 + USGS 2026 +") == windows / 2
    country = text_of(site, "countries/kaz.html")
    assert "Evidence window IEA 2025 + USGS 2026 + World Mining Data 2026, years" in country
    assert "Evidence window usgs" not in country


def test_what_cannot_be_measured_is_explained_once(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    claims = text_of(site, "claims/*.html")
    wanting = [row for row in rows_of(claims) if 'class="verdict not_measurable"' in row]
    assert wanting
    for row in wanting:
        assert '<td class="in-why"></td>' in row
        assert "?" not in re.sub(r"<[^>]*>", "", row)
    for (needed,) in served.execute(
        "select distinct would_measure from marts.fct_claim_check where would_measure is not null"
    ).fetchall():
        assert all(row.count(needed) <= 1 for row in wanting)


def test_evidence_without_a_file_leads_to_its_table(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    claims = text_of(site, "claims/*.html")
    dictionary = text_of(site, "dictionary.html")
    for table, count in served.execute(
        "select evidence_table, count(*) from marts.fct_claim_check"
        " where source_file_id is null and evidence_table is not null group by all"
    ).fetchall():
        described = f'<details class="dictionary" id="{table}">' in dictionary
        links = claims.count(f'<a href="../dictionary.html#{table}">{table}</a>')
        assert links == (count if described else 0), table
    assert '<a href="../countries/kaz.html#coverage">line by line</a>' in claims


def test_a_chart_is_described_only_with_marks_that_it_has(site: Path) -> None:
    seen: dict[str, set[bool]] = {name: set() for name in ("line", "hollow", "whiskers", "worlds")}
    for page in [*site.glob("minerals/*.html"), *site.glob("countries/*.html")]:
        for chart, text in figures_of(page):
            data = chart["data"]
            if chart["kind"] == "trend":
                has = bool(data["earlier"])
                assert ("Hollow dots" in text) is has, (page, chart["id"])
                seen["hollow"].add(has)
                left_out = {row["excludes"] for row in data["rows"]} - {None}
                worlds = bool(left_out)
                assert bool(data["everybody"]) == ("with everybody (hatched)" in text) == worlds
                assert all(f"{who} (20" in text for who in left_out), (page, chart["id"])
                seen["worlds"].add(worlds)
            elif chart["kind"] == "bars" and chart["id"] != "reserves":
                has = bool(data["lines"])
                assert ("dashed line" in text) is has, (page, chart["id"])
                seen["line"].add(has)
                ranged = any(not bar["soft"] and bar["lo"] < bar["hi"] for bar in data["rows"])
                assert ("Thin lines" in text) is ranged, (page, chart["id"])
                seen["whiskers"].add(ranged)
    both = {True, False}
    assert seen["line"] == seen["hollow"] == seen["worlds"] == both, "or this test sees nothing"
    assert True in seen["whiskers"]


def test_revisions_carry_the_printed_units(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    text = text_of(site, "minerals/cobalt.html")
    table = text[text.index('id="t1-revisions"') :].partition("</table>")[0]
    units = {
        unit
        for (unit,) in served.execute(
            "select distinct unit_as_printed from marts.fct_production where mineral_id = 'cobalt'"
        ).fetchall()
    }
    rows = rows_of(table)[1:]
    assert rows
    for row in rows:
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
        assert {cells[3], cells[6]} <= units


def test_no_form_is_shown_as_it_is_spelt_in_the_tables(site: Path) -> None:
    assert "Cr₂O₃ content" in text_of(site, "countries/kaz.html")
    for page in ("countries/kaz.html", "minerals/chromium.html"):
        shown = re.sub(r"<(code|script)\b.*?</\1>", "", text_of(site, page), flags=re.DOTALL)
        assert "cr2o3 content" not in shown


def test_no_phrase_of_a_claim_is_left_to_be_filled_in(site: Path) -> None:
    pages = [*site.rglob("claims*/*.html"), *site.rglob("claims.html")]
    assert len(pages) > 90
    for page in pages:
        text = re.sub(r"<(script|code)\b.*?</\1>", "", page.read_text(), flags=re.DOTALL)
        assert not re.search(r"\{\w*\}", text), page


def test_an_index_rose_or_fell_only_where_both_worlds_say_so(site: Path) -> None:
    moved = set()
    for page in site.glob("minerals/*.html"):
        text = page.read_text(encoding="utf-8")
        for chart, _ in figures_of(page):
            if chart["kind"] != "trend":
                continue
            title = text.split(f'id="{chart["id"]}-title">')[1].split("</h3>")[0]
            then, now = (chart["data"]["rows"][at] for at in (0, -1))
            rose = min(now["lo"], now["all_lo"]) > max(then["hi"], then["all_hi"])
            fell = max(now["hi"], now["all_hi"]) < min(then["lo"], then["all_lo"])
            assert (" rose from " in title, " fell from " in title) == (rose, fell), page
            moved.add((rose, fell))
    assert len(moved) == 3
