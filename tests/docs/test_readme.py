"""What the README says in numbers, beside the released tables.

Belongs here: sentences and tables of the README that state a result.
Does not belong here: its commands (`tests/conventions/test_house_rules.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

pytestmark = pytest.mark.slow

README = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
FLOWING = " ".join(README.split())
LISTS = ("uk_strategy_2025", "us_2025")


@pytest.fixture(scope="module")
def served(released: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_served(released) as connection:
        yield connection


def cells(line: str) -> list[str]:
    return [cell.strip(" *") for cell in line.strip("|").split("|")]


def table_under(heading: str) -> list[list[str]]:
    """Rows of the table whose header line begins with `heading`."""
    lines = README[README.index(heading) :].split("\n\n")[0].splitlines()
    return [cells(line) for line in lines[2:]]


def test_the_ranges_of_kazakhstan_are_the_marts(served: duckdb.DuckDBPyConnection) -> None:
    counts = {
        (list_id, rule): [yes, no, unknown, yes + unknown, total]
        for list_id, rule, yes, no, unknown, total in served.execute(
            """
            select list_id, counting_rule, produced_members, not_produced_members,
                unknown_members, list_members
            from marts.fct_country_list_coverage
            where country_id = 'KAZ' and is_latest_window
            """
        ).fetchall()
    }
    assert counts["us_2025", "lines"] == counts["us_2025", "minerals"]
    wanted = [("uk_strategy_2025", "lines"), ("uk_strategy_2025", "minerals"), ("us_2025", "lines")]
    rows = table_under("| list | said |")
    assert len(rows) == len(wanted)
    for row, key in zip(rows, wanted, strict=True):
        yes, no, unknown, most, total = counts[key]
        assert row[2:] == [str(yes), str(no), str(unknown), f"{yes} to {most}"]
        assert re.search(rf"\b{total}\b", row[0])


def test_the_lines_that_make_the_difference_are_all_named(
    served: duckdb.DuckDBPyConnection,
) -> None:
    wanted: dict[tuple[str, str], set[str]] = {}
    for meaning, list_id, line in served.execute(
        """
        select meaning, list_id, member_as_printed from marts.fct_country_list_evidence
        inner join marts.dim_evidence_reason using (reason)
        where country_id = 'KAZ' and list_id in ('uk_strategy_2025', 'us_2025')
            and fct_country_list_evidence.is_produced is null
        """
    ).fetchall():
        wanted.setdefault((meaning, list_id), set()).add(line)
    named = {
        (row[0], list_id): set(filter(None, names.split(", ")))
        for row in table_under("| why nobody knows |")
        for list_id, names in zip(LISTS, row[1:], strict=True)
    }
    assert {key: names for key, names in named.items() if names} == wanted


def test_the_best_evidence_of_each_line_is_the_marts(served: duckdb.DuckDBPyConnection) -> None:
    wanted = {
        (grade, list_id): set(lines)
        for grade, list_id, lines in served.execute(
            """
            select grade_name, list_id, list(member_as_printed)
            from marts.fct_country_list_evidence
            inner join marts.dim_evidence_grade on supply_grade = grade
            where country_id = 'KAZ' and list_id in ('uk_strategy_2025', 'us_2025')
                and is_produced is null
            group by all
            """
        ).fetchall()
    }
    named = {
        (row[0], list_id): set(names.split(", "))
        for row in table_under("| best evidence | UK strategy")
        for list_id, names in zip(LISTS, row[1:], strict=True)
        if names
    }
    assert named == wanted


def test_what_can_be_supplied_is_counted_as_in_the_marts(
    served: duckdb.DuckDBPyConnection,
) -> None:
    uk, us = (
        served.execute(
            "select can_supply_members, list_members, can_supply_unknown_members, only_said_members"
            " from marts.fct_country_list_coverage where country_id = 'KAZ' and list_id = ?"
            " and counting_rule = 'lines' and is_latest_window",
            [list_id],
        ).fetchall()[0]
        for list_id in LISTS
    )
    found = re.search(
        r"can supply (\d+) of the (\d+) lines and (\d+) of the (\d+); of the (\d+) and (\d+)"
        r" that stay unknown, (\d+) and (\d+) are named",
        FLOWING,
    )
    assert found
    wanted = (*uk[:2], *us[:2], uk[2], us[2], uk[3], us[3])
    assert tuple(map(int, found.groups())) == wanted


def test_the_lines_with_printed_output_are_named(served: duckdb.DuckDBPyConnection) -> None:
    found = re.search(r"output is printed for (.+?) and (\w+)\. ", FLOWING)
    assert found
    named = [*found[1].split(", "), found[2]]
    lines = [
        line
        for (line,) in served.execute(
            "select member_as_printed from marts.fct_country_list_evidence where is_produced"
            " and country_id = 'KAZ' and list_id = 'uk_strategy_2025' order by member_no"
        ).fetchall()
    ]
    assert named == lines


def test_the_range_of_mines_alone_is_the_marts(served: duckdb.DuckDBPyConnection) -> None:
    mined, unknown, lines = served.execute(
        "select mined_members, mined_unknown_members, list_members"
        " from marts.fct_country_list_coverage where country_id = 'KAZ' and is_latest_window"
        " and list_id = 'uk_strategy_2025' and counting_rule = 'lines'"
    ).fetchall()[0]
    sentence = (
        f"{mined} of the {lines} lines have printed output, and {mined + unknown} are possible"
    )
    assert sentence in FLOWING
