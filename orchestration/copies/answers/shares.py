"""Who produces a mineral: shares with their bounds, and how concentrated the supply is.

Belongs here: those queries, and which edition and year is meant where none is named.
Does not belong here: computing a share or an index; both stand in released tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError

_SHARES = """
select
    p.mineral_id, p.stage, p.form, p.basis, p.year, p.edition_id, s.share_rank,
    p.country_id, c.country_name, p.quantity_tonnes, p.quantity_min_tonnes,
    p.quantity_max_tonnes, p.value_as_printed, p.unit_as_printed,
    p.value_status, p.is_estimated, s.share_pct,
    s.share_min_pct, s.share_max_pct, s.share_all_min_pct, s.share_all_max_pct, p.excludes,
    n.interval_min as next_min_pct, n.interval_max as next_max_pct,
    p.world_tonnes, p.world_basis, p.table_id,
    p.source_file_id, p.source_row, e.licence
from marts.fct_production as p
inner join marts.fct_country_share as s
    using (edition_id, mineral_id, stage, form, country_id, year)
inner join marts.dim_country as c using (country_id)
inner join marts.dim_edition as e using (edition_id)
left join marts.fct_revision_interval as n
    on p.table_id = n.table_id and p.country_id = n.subject_id and n.statistic = 'share'
    and n.level_pct = 90
where p.mineral_id = $mineral
order by p.edition_id, p.stage, p.form, p.year, s.share_rank nulls last, c.country_name
"""

_CONCENTRATION = """
select
    c.*, k.cap_pct, k.is_above_cap, k.top_share_all_min_pct, k.top_share_all_max_pct,
    n.country_name as top1_country, p.source_file_id, p.source_rows, e.licence
from marts.fct_concentration as c
inner join marts.dim_edition as e using (edition_id)
left join marts.dim_country as n on c.top1_country_id = n.country_id
left join marts.fct_single_country_cap as k
    on c.table_id = k.table_id and k.measure = 'world_production'
left join (
    select
        table_id, min(source_file_id) as source_file_id,
        list(source_row order by source_row) as source_rows
    from marts.fct_production
    where mineral_id = $mineral
    group by table_id
) as p on c.table_id = p.table_id
where c.mineral_id = $mineral
order by c.edition_id, c.stage, c.form, c.year
"""


def shares(served: Served, mineral: str) -> list[Row]:
    """Every printed row of a mineral's production, all editions and years."""
    return served.rows(_SHARES, mineral=mineral)


def concentration(served: Served, mineral: str) -> list[Row]:
    """The index of every table of a mineral, with the rows of the file that it was made from."""
    return served.rows(_CONCENTRATION, mineral=mineral)


def choose(
    rows: Sequence[Row],
    mineral: str,
    *,
    year: int | None,
    stage: str | None,
    edition: str | None,
    within: Sequence[str] = (),
) -> list[Row]:
    """Rows of the asked stage and edition; by default each table's newest year and edition.

    Args:
        rows: of a mineral.
        mineral: how it is called.
        year: only of this year.
        stage: only of this stage.
        edition: only of this edition.
        within: groups with figures that it is counted in.

    Raises:
        AskedError: when there is no row at all, or none in that choice.
    """
    if not rows:
        raise AskedError(
            f"No source held here prints any production of {mineral}",
            where="marts.fct_production",
            expected="it is counted within " + ", ".join(within) if within else "",
            way_out="the group: minerals show " + within[0].lower()
            if within
            else "other tables may hold it: minerals trade, minerals prices, minerals account",
        )
    wanted = [
        row
        for row in rows
        if (stage is None or row["stage"] == stage.casefold())
        and (edition is None or row["edition_id"] == edition.casefold())
        and (year is None or row["year"] == year)
    ]
    if not wanted:
        have = sorted({(r["edition_id"], r["stage"], r["year"]) for r in rows})
        raise AskedError(
            f"No production of {mineral} in that choice",
            expected="; ".join(f"{r} {s} {y}" for r, s, y in have),
            found=f"edition={edition}, stage={stage}, year={year}",
            way_out="leave an option out, or take one of the above",
        )
    newest: dict[tuple[str, str, str], tuple[int, str]] = {}
    for row in wanted:
        table = counted_in(row)
        newest[table] = max(newest.get(table, (0, "")), (row["year"], row["edition_id"]))
    return [row for row in wanted if newest[counted_in(row)] == (row["year"], row["edition_id"])]


def counted_in(row: Row) -> tuple[str, str, str]:
    """Source, stage and form: what one table of a publisher counts, year after year."""
    return (str(row["edition_id"]).rsplit("_", 1)[0], row["stage"], row["form"])
