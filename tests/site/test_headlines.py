"""One number for one question: what every surface puts first is the same row of the same mart.

Belongs here: headlines of pages, terminal, dashboard and README beside `rpt_headline`, and that
mart beside the lines and tables that it counts.
Does not belong here: other numbers of one surface (`test_numbers.py`, `tests/cli`).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, run_minerals
from tests.superset import bundle

Counts = dict[str, dict[str, int]]
CARDS = {
    "Above 60%": "lines_above_cap",
    "Cannot be told": "lines_undecided",
    "No share is known": "lines_without_share",
    "Lines on the list": "lines_on_list",
}


@pytest.fixture(scope="module")
def counts(served: duckdb.DuckDBPyConnection) -> Counts:
    found: Counts = {}
    for list_id, headline_id, lines in served.execute(
        "select list_id, headline_id, lines from marts.rpt_headline"
    ).fetchall():
        found.setdefault(list_id, {})[headline_id] = lines
    assert len(found) == 8
    return found


def test_the_mart_counts_lines_by_tables_of_their_own(
    counts: Counts, served: duckdb.DuckDBPyConnection
) -> None:
    """A list of single minerals counted anew: what its group counts is without a share."""
    by_hand = served.execute(
        """
        with newest as (
            select c.mineral_id, c.top_share_pct, c.is_above_cap,
                c.year = max(c.year) over (partition by c.edition_id, c.mineral_id, c.stage, c.form)
                    as is_last_year
            from marts.fct_single_country_cap as c
            inner join marts.dim_edition as e using (edition_id)
            where c.measure = 'world_production' and e.is_latest
        ), lines as (
            select m.member_no, bool_or(n.is_above_cap) as above,
                bool_or(n.top_share_pct is not null) as measured
            from marts.fct_list_member as m
            left join newest as n on m.mineral_id = n.mineral_id and n.is_last_year
            where m.list_id = 'us_2025' and not m.is_watched
            group by m.member_no
        )
        select count(*), count(*) filter (measured), count(*) filter (above) from lines
        """
    ).fetchone()
    us = counts["us_2025"]
    assert (us["lines_on_list"], us["lines_with_share"], us["lines_above_cap"]) == by_hand


def test_the_parts_of_a_list_make_the_list(counts: Counts) -> None:
    for parts in counts.values():
        assert parts["lines_with_share"] + parts["lines_without_share"] == parts["lines_on_list"]
        answers = ("lines_above_cap", "lines_undecided", "lines_not_above_cap")
        assert sum(parts[answer] for answer in answers) == parts["lines_with_share"]


def test_the_start_page_says_what_the_mart_says(site: Path, counts: Counts) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    for list_id, parts in counts.items():
        block = text[text.index(f'id="watch-{list_id}"') :]
        sentence = re.search(
            r'<p class="alternative">(\d+) of (\d+) lines .*? In (\d+) of them', block
        )
        assert sentence
        wanted = ("lines_with_share", "lines_on_list", "lines_above_cap")
        assert tuple(map(int, sentence.groups())) == tuple(parts[name] for name in wanted)
    lead = re.findall(r"Of the (\d+) lines of the list “.*?”, (\d+) have figures; for (\d+)", text)
    assert {tuple(map(int, numbers)) for numbers in lead} == {
        (parts["lines_on_list"], parts["lines_with_share"], parts["lines_above_cap"])
        for list_id, parts in counts.items()
        if list_id in {"us_2025", "uk_strategy_2025"}
    }


def test_a_group_stands_on_the_start_page_once(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    block = text[text.index('id="watch-us_2025"') :]
    block = block[: block.index('id="watch-', 20)] if 'id="watch-' in block[20:] else block
    assert block.count("Counted only within Rare earths") == 1
    rows, figures = served.execute(
        "select count(*), count(top1_share_pct) from marts.rpt_watchlist"
        " where counted_within = 'Rare earths' and list_id = 'us_2025'"
    ).fetchall()[0]
    assert rows == 15
    assert figures == 0


def test_the_terminal_says_what_the_mart_says(released: Settings, counts: Counts) -> None:
    finished = run_minerals(released, "headlines", "--json")
    assert finished.returncode == 0, finished.stderr
    printed: Counts = {}
    for row in json.loads(finished.stdout):
        printed.setdefault(row["list_id"], {})[row["headline_id"]] = row["lines"]
    assert printed == counts
    drawn = run_minerals(released, "headlines").stdout
    for list_id, parts in counts.items():
        (line,) = [line for line in drawn.splitlines() if line.startswith(list_id)]
        assert sorted(map(int, line.split()[1:])) == sorted(parts.values())


def test_the_dashboard_asks_for_what_the_mart_says(
    counts: Counts, served: duckdb.DuckDBPyConnection
) -> None:
    cards = {
        chart.title: chart
        for chart in bundle.charts().values()
        if bundle.datasets()[chart.content["dataset_uuid"]]["table_name"] == "rpt_headline"
        and chart.content["viz_type"] == "big_number_total"
    }
    assert set(cards) == set(CARDS)
    for title, headline_id in CARDS.items():
        (metric,) = cards[title].metrics.values()
        (rule,) = cards[title].filters
        assert (rule["subject"], rule["comparator"]) == ("headline_id", headline_id)
        shown = dict(
            served.execute(
                f"select list_id, {metric} from marts.rpt_headline"  # noqa: S608
                f" where {rule['subject']} = ? group by list_id",
                [rule["comparator"]],
            ).fetchall()
        )
        assert shown == {list_id: parts[headline_id] for list_id, parts in counts.items()}


def test_the_readme_says_what_the_mart_says(counts: Counts) -> None:
    text = " ".join((PROJECT_ROOT / "README.md").read_text(encoding="utf-8").split())
    for list_id, name in (("uk_strategy_2025", "UK strategy"), ("us_2025", "US list")):
        parts = counts[list_id]
        sentence = (
            f"{parts['lines_on_list']} lines of the {name} {parts['lines_with_share']} have a share"
            f" and {parts['lines_above_cap']} are above 60%"
        )
        assert sentence in text


def test_a_control_on_a_group_is_the_groups(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    """Dysprosium: no figure, no control, no sign of its own, and the group that has them."""
    counted = served.execute(
        """
        select p.mineral_id, p.export_control_count, p.top1_share_pct,
            (
                select count(*) from marts.fct_policy_measure_mineral as m
                where m.mineral_id = p.mineral_id and m.kind = 'export_control'
            )
        from marts.rpt_mineral_profile as p
        """
    ).fetchall()
    assert all(controls == named for _, controls, _, named in counted)
    text = (site / "minerals" / "dysprosium.html").read_text(encoding="utf-8")
    assert "controlled for Rare earths as a group bears on it too" in text
    assert text.count('rare_earths.html"') >= 2
    of = {mineral: (controls, share) for mineral, controls, share, _ in counted}
    assert of["dysprosium"] == (0, None)
    assert of["rare_earths"][0] > 0
    assert of["rare_earths"][1] > 0
