"""Revision intervals of a whole build: recomputed from the prints, and what they were worth.

The recomputation knows the method as in `measures.md`, not its SQL: plain loops over lists of
scores, one class at a time.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT_ROOT

pytestmark = pytest.mark.slow

LEVELS = (80, 90)
LEAST_TABLES = 20
Scores = list[tuple[str, str, float]]  # table, pair of editions, score
Class = tuple[str, str]  # statistic, class of row


@pytest.fixture(scope="module")
def built(built_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        yield connection


def on_its_scale(statistic: str, value: float) -> float:
    if statistic == "share":
        kept = min(max(value, 0.05), 99.95)
        return math.log(kept / (100 - kept))
    return math.log(value)


def score(statistic: str, first: float, second: float) -> float:
    if statistic != "share" and second == 0:
        return 99
    return abs(on_its_scale(statistic, second) - on_its_scale(statistic, first))


def quantile(found: Scores, level: int) -> float:
    """The score in place n · ⌈(G + 1) · level⌉ / G of n scores from G tables."""
    tables = len({table for table, _, _ in found})
    if tables < LEAST_TABLES:
        return -1
    place = math.ceil(len(found) * math.ceil((tables + 1) * level / 100) / tables)
    return sorted(value for _, _, value in found)[place - 1]


def worst_quantile(found: Scores, level: int) -> float:
    pairs = {pair for _, pair, _ in found}
    pools = [found, *([one for one in found if one[1] == pair] for pair in pairs)]
    return max(quantile(pool, level) for pool in pools)


def scores_known_to(built: duckdb.DuckDBPyConnection, edition: str) -> dict[Class, Scores]:
    known: dict[Class, Scores] = defaultdict(list)
    for statistic, kind, table, older, newer, first, second in built.execute(
        """
        select statistic, revision_class, first_table_id, first_edition_id, second_edition_id,
            first_value, second_value
        from marts.fct_revision_history
        where first_value > 0 and second_value is not null and second_edition_id <= $edition
        """,
        {"edition": edition},
    ).fetchall():
        known[statistic, kind].append((table, f"{older} {newer}", score(statistic, first, second)))
    return known


@pytest.mark.parametrize("edition", ["usgs_mcs_2024", "usgs_mcs_2025", "usgs_mcs_2026"])
def test_quantiles_follow_from_the_prints_that_the_edition_knew(
    built: duckdb.DuckDBPyConnection, edition: str
) -> None:
    found = {
        (statistic, kind, level): value
        for statistic, kind, level, value in built.execute(
            """
            select distinct statistic, revision_class, level_pct, score_quantile
            from marts.fct_revision_interval where edition_id = $edition
            """,
            {"edition": edition},
        ).fetchall()
    }
    known = scores_known_to(built, edition)
    expected = {
        (*kind, level): worst
        for kind, scores in known.items()
        for level in LEVELS
        if (worst := worst_quantile(scores, level)) >= 0
    }
    assert len(expected) >= 24
    assert set(found) == set(expected)
    for key, value in expected.items():
        assert found[key] == pytest.approx(value, abs=2e-6), key


def test_an_edition_that_knows_too_little_promises_nothing(
    built: duckdb.DuckDBPyConnection,
) -> None:
    found = built.execute("select distinct edition_id from marts.fct_revision_interval").fetchall()
    assert {edition for (edition,) in found} == {
        "usgs_mcs_2024",
        "usgs_mcs_2025",
        "usgs_mcs_2026",
    }


def test_coverage_and_its_error_follow_from_the_tables(built: duckdb.DuckDBPyConnection) -> None:
    """Every rate once more, with the variance between tables as textbooks write it."""
    inside: dict[tuple[object, ...], dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for *key, kind, table, covered in built.execute(
        """
        select i.statistic, i.level_pct, i.edition_id, i.revision_class, i.table_id,
            h.second_value between i.interval_min and i.interval_max
        from marts.fct_revision_interval as i
        inner join marts.fct_revision_history as h
            on i.table_id = h.first_table_id and i.statistic = h.statistic
            and i.subject_id = h.subject_id
        where h.second_value is not null
        """
    ).fetchall():
        inside[(*key, "all")][table].append(covered)
        if kind not in ("world", "index"):
            inside[(*key, kind)][table].append(covered)
    rows = built.execute(
        """
        select statistic, level_pct, from_edition_id, revision_class, pairs, tables, missed,
            covered_pct, covered_min_pct, covered_max_pct
        from marts.fct_revision_backtest where statistic <> 'cap_verdict'
        """
    ).fetchall()
    assert len(rows) == len(inside) > 40
    for *key, pairs, tables, missed, rate, least, most in rows:
        drawn = inside[tuple(key)]
        flat = [one for table in drawn.values() for one in table]
        assert (pairs, tables, missed) == (len(flat), len(drawn), flat.count(False))
        assert rate == pytest.approx(100 * sum(flat) / len(flat))
        assert (least, most) == pytest.approx(interval_of(list(drawn.values())), abs=1e-4)


def interval_of(drawn: list[list[bool]]) -> tuple[float, float]:
    """Wilson's interval of as many rows as the variance between tables leaves, in percent."""
    rows, tables = sum(map(len, drawn)), len(drawn)
    rate = sum(map(sum, drawn)) / rows
    apart = sum((sum(table) - rate * len(table)) ** 2 for table in drawn)
    if rate in (0, 1) or tables == 1:
        count = float(tables)
    else:
        variance = tables / (tables - 1) * apart / rows**2
        count = min(rows, rate * (1 - rate) / variance)
    centre = (rate + 1.96**2 / (2 * count)) / (1 + 1.96**2 / count)
    reach = math.sqrt(rate * (1 - rate) / count + 1.96**2 / (4 * count**2)) * 1.96
    reach /= 1 + 1.96**2 / count
    return 100 * max(0, centre - reach), 100 * min(1, centre + reach)


def test_the_pair_that_the_method_never_saw_is_covered(built: duckdb.DuckDBPyConnection) -> None:
    """Not more than three points below what was promised, or within the sampling error."""
    rows = built.execute(
        """
        select statistic, revision_class, level_pct, covered_pct, covered_max_pct
        from marts.fct_revision_backtest
        where pair_role = 'test' and statistic <> 'cap_verdict'
        """
    ).fetchall()
    assert len(rows) >= 26
    short = [row for row in rows if max(row[3] + 3, row[4]) < row[2]]
    assert not short


def test_firm_verdicts_were_seldom_turned_round(built: duckdb.DuckDBPyConnection) -> None:
    rows = built.execute(
        """
        select pair_role, pairs, missed from marts.fct_revision_backtest
        where statistic = 'cap_verdict' and revision_class = 'firm'
        """
    ).fetchall()
    assert {role for role, _, _ in rows} == {"validation", "test"}
    assert all(pairs >= 50 and missed <= 0.02 * pairs for _, pairs, missed in rows)


def test_the_readme_says_what_the_backtest_says(built: duckdb.DuckDBPyConnection) -> None:
    said = " ".join((PROJECT_ROOT / "README.md").read_text(encoding="utf-8").split())
    (sentence,) = re.findall(r"How good is that expectation\?.*?turned round", said)
    found = {
        (statistic, level, kind): (pairs, pairs - missed, round(covered))
        for statistic, level, kind, pairs, missed, covered in built.execute(
            """
            select statistic, level_pct, revision_class, pairs, missed, covered_pct
            from marts.fct_revision_backtest where pair_role = 'test'
            """
        ).fetchall()
    }
    eighty, ninety = (found["share", level, "all"] for level in LEVELS)
    worlds = [found["world", level, "all"] for level in LEVELS]
    firm = found["cap_verdict", 90, "firm"]
    assert f"Of {eighty[0]} shares" in sentence
    assert f"put {eighty[1]} ({eighty[2]}%) inside" in sentence
    assert f"and {ninety[1]} ({ninety[2]}%) inside" in sentence
    assert f"{worlds[0][2]}% and {worlds[1][2]}% of {worlds[0][0]};" in sentence
    assert f"of {firm[0]} verdicts" in sentence
    assert f"marked firm, {firm[0] - firm[1]} was turned round" in sentence


def test_firmness_and_the_verdict_of_the_cap_read_the_same_bounds(
    built: duckdb.DuckDBPyConnection,
) -> None:
    """The printed text leaves the cap open where the verdict is open, and nowhere else."""
    found = built.execute(
        """
        select c.cap_firmness = 'weak', k.is_above_cap is null, count(*)
        from marts.fct_concentration as c
        inner join marts.fct_single_country_cap as k
            on c.table_id = k.table_id and k.measure = 'world_production'
        group by all order by all
        """
    ).fetchall()
    assert [(weak, undecided) for weak, undecided, _ in found] == [(False, False), (True, True)]
    assert all(count > 100 for *_, count in found)


def test_the_worked_example_is_what_the_release_holds(built: duckdb.DuckDBPyConnection) -> None:
    measures = PROJECT_ROOT / "dbt_project/models/figures/measures.md"
    said = " ".join(measures.read_text(encoding="utf-8").split())
    asked = r"\*Example\.\* The edition of 2025 printed antimony.*?the backtest counts\."
    (example,) = re.findall(asked, said)
    (row,) = built.execute(
        """
        select i.first_value, i.interval_min, i.interval_max, i.score_quantile,
            i.calibration_pairs, i.calibration_tables, h.second_value, p.share_min_pct,
            p.share_max_pct, c.cap_firmness
        from marts.fct_revision_interval as i
        inner join marts.fct_revision_history as h
            on i.table_id = h.first_table_id and i.statistic = h.statistic
            and i.subject_id = h.subject_id
        inner join marts.fct_production as p
            on i.table_id = p.table_id and i.subject_id = p.country_id
        inner join marts.fct_concentration as c on i.table_id = c.table_id
        where i.edition_id = 'usgs_mcs_2025' and i.mineral_id = 'antimony' and i.level_pct = 90
            and i.statistic = 'share' and i.subject_id = 'CHN'
        """
    ).fetchall()
    first, least, most, moved, pairs, tables, second, printed_min, printed_max, firmness = row
    printed = f"between {printed_min:.1f} and {printed_max:.1f}%"
    expected = f"{least:.1f} and {most:.1f}%: {firmness}"
    assert f"China had {first:.1f}% of it, {printed}" in example
    assert f"knew {pairs} such scores from {tables} tables" in example
    assert f"moved down and up by {moved:.3f} it is {expected}" in example
    assert f"printed with {second:.1f}%" in example
