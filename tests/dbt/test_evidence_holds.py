"""Evidence holds: no answer says more than the printed rows of its window, of whatever source.

The rules are found here anew from the published rows: what a row allows, and whether a country that
a table does not name could have made something.

Belongs here: properties of the answers over the whole build, every window of it.
Does not belong here: the rules on small rows (unit tests beside the models).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.slow

# every row that counts as evidence in a window, and whether it allows any output
ROWS = """
create or replace temp view window_rows as
select w.window_id, w.table_id, p.country_id, p.mineral_id, p.stage, p.form,
    p.value_status <> 'zero' as allows_output, c.is_residual,
    coalesce(p.quantity_tonnes > 0 or p.quantity_min_tonnes > 0, false)
    or p.value_status = 'below_unit' as prints_output
from core.core_evidence_window as w
inner join marts.fct_production as p using (table_id)
inner join marts.dim_country as c on p.country_id = c.country_id
"""
VERBS = {"produced": "true", "mined": "stage = 'mine'", "processed": "stage <> 'mine'"}


@pytest.fixture(scope="module")
def build(built_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        connection.execute(ROWS)
        yield connection


@pytest.mark.parametrize("verb", VERBS)
def test_a_no_stands_beside_no_row_that_allows_output(
    verb: str, build: duckdb.DuckDBPyConnection
) -> None:
    answers, beside = build.execute(
        f"""
        select count(*), count(r.country_id)
        from intermediate.int_mineral_evidence as e
        left join (
            select distinct window_id, country_id, mineral_id from window_rows
            where allows_output and {VERBS[verb]}
        ) as r using (window_id, country_id, mineral_id)
        where e.country_id is not null and e.{verb}_no >= 40
        """  # noqa: S608
    ).fetchall()[0]
    assert answers > 0 or verb == "produced"
    assert beside == 0


@pytest.mark.parametrize("verb", VERBS)
def test_a_printed_figure_is_a_yes_and_a_yes_is_a_printed_figure(
    verb: str, build: duckdb.DuckDBPyConnection
) -> None:
    different = build.execute(
        f"""
        with printed as (
            select distinct window_id, country_id, mineral_id from window_rows
            where prints_output and not is_residual and {VERBS[verb]}
        ), said as (
            select window_id, country_id, mineral_id from intermediate.int_mineral_evidence
            where {verb}_no < 20
        )
        (from printed except from said) union all (from said except from printed)
        """  # noqa: S608
    ).fetchall()
    assert different == []
    assert build.execute("select count(*) from window_rows where prints_output").fetchone() > (500,)


@pytest.mark.parametrize(("verb", "condition"), [(v, VERBS[v]) for v in ("mined", "processed")])
def test_a_no_for_whoever_is_not_named_is_a_table_without_room(
    verb: str, condition: str, build: duckdb.DuckDBPyConnection
) -> None:
    """Half a printed unit more than the rows' least does not fit under the most of the total."""
    roomy = build.execute(
        f"""
        with silent as (
            select window_id, mineral_id from intermediate.int_mineral_evidence
            where country_id is null and {verb}_no between 40 and 49
        ), tables as (
            select w.table_id,
                bool_or(r.is_residual and r.allows_output) as others_open,
                bool_or(r.is_residual) as others_printed,
                max(t.printed_max_tonnes) as total_max,
                sum(p.quantity_min_tonnes) filter (where not r.is_residual) as rows_min,
                min(p.quantity_max_tonnes - p.quantity_min_tonnes) filter (
                    where p.quantity_max_tonnes > p.quantity_min_tonnes
                ) / 2 as half_unit
            from silent
            inner join core.core_evidence_window as w using (window_id, mineral_id)
            inner join window_rows as r using (window_id, table_id)
            inner join marts.fct_production as p
                on r.table_id = p.table_id and r.country_id = p.country_id
            left join marts.fct_world_total as t on r.table_id = t.table_id
            where w.{condition}
            group by all
        )
        select table_id from tables
        where others_open
            or not others_printed
            and (total_max is null or total_max - rows_min > coalesce(half_unit, 0) + 1e-9)
        """  # noqa: S608
    ).fetchall()
    assert roomy == []


def test_a_whole_mineral_is_a_no_only_where_every_step_is_counted(
    build: duckdb.DuckDBPyConnection,
) -> None:
    uncounted = build.execute(
        """
        select distinct e.window_id, e.mineral_id
        from intermediate.int_mineral_evidence as e
        inner join marts.dim_stage_chain as chain using (mineral_id)
        left join core.core_evidence_window as w
            on e.window_id = w.window_id and chain.mineral_id = w.mineral_id
            and chain.stage = w.stage and list_contains(string_split(chain.forms, ';'), w.form)
        where e.produced_no >= 40 and chain.has_step and w.table_id is null
        """
    ).fetchall()
    assert uncounted == []


def test_tables_of_mines_alone_leave_every_other_country_open(
    build: duckdb.DuckDBPyConnection,
) -> None:
    """The case that showed the fault: a mine printed as zero, or silent, is no no for the metal."""
    found = build.execute(
        """
        select count(*), count(*) filter (where is_produced is null)
        from marts.fct_country_list_evidence
        where is_mined = false and not coalesce(is_produced, false)
            and processed_reason in ('no_source_counts_it', 'may_be_in_other_countries')
        """
    ).fetchone()
    assert found is not None
    assert found[0] == found[1] > 1000
