"""What if a country made less and another one more: the shares of a table after that.

Belongs here: that query, which the pages compute by the same formula (`docs block what_if`), and
of which tables of a mineral it can be asked.
Does not belong here: who could make more (`caps.py`), how much is wanted or bought.
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError

CAP_PCT = 60

# {stops} and {grows} are countries, {stop_pct} and {grow_pct} percent of their own output
WHAT_IF = """
with shares as (
    select
        s.country_id, c.country_name, s.share_pct as p,
        least(
            coalesce(s.share_min_pct, s.share_all_min_pct, 0),
            coalesce(s.share_all_min_pct, s.share_min_pct, 0)
        ) as lo,
        greatest(
            coalesce(s.share_max_pct, s.share_all_max_pct, 100),
            coalesce(s.share_all_max_pct, s.share_max_pct, 100)
        ) as hi,
        case s.country_id
            when {stops} then -{stop_pct} / 100.0 when {grows} then {grow_pct} / 100.0 else 0.0
        end as change
    from marts.fct_country_share as s
    inner join marts.dim_country as c using (country_id)
    where s.table_id = {table_id} and not c.is_residual
),

world as (
    select
        shares.*,
        change * p as moved,
        change * case when change < 0 then hi else lo end as moved_least,
        change * case when change < 0 then lo else hi end as moved_most,
        bool_or(change <> 0 and p is null) over () as is_moved_unknown
    from shares
),

after as (
    select
        country_id, country_name, p, lo, hi,
        case when not is_moved_unknown then
            100 * (1 + change) * p / nullif(100 + sum(moved) over (), 0)
        end as share_after_pct,
        100 * (1 + change) * lo
        / nullif(100 + change * lo + sum(moved_most) over () - moved_most, 0) as after_min,
        100 * (1 + change) * hi
        / nullif(100 + change * hi + sum(moved_least) over () - moved_least, 0) as after_max
    from world
),

bounded as (
    select
        country_id, country_name, p as share_pct, lo as share_min_pct, hi as share_max_pct,
        share_after_pct,
        greatest(0, coalesce(after_min, 0)) as share_after_min_pct,
        least(100, case when after_max >= 0 then after_max else 100 end) as share_after_max_pct
    from after
)

select
    bounded.*,
    case
        when max(share_after_min_pct) over () > {cap_pct} then true
        when
            greatest(
                max(share_after_max_pct) over (), 100 - sum(share_after_min_pct) over ()
            ) <= {cap_pct}
            then false
    end as is_above_cap
from bounded
order by share_after_pct desc nulls last, share_after_max_pct desc, country_name
"""


# tables of a mineral whose newest year has shares, the one that stands for the mineral first
TABLES = """
select distinct
    s.table_id, s.mineral_id, m.mineral_name, s.source_id, s.edition_id, s.stage, s.form, s.basis,
    s.year, e.licence,
    s.edition_id = m.edition_id and s.stage = m.stage and s.form = m.form as stands_for_mineral
from marts.fct_country_share as s
inner join marts.dim_country as c using (country_id)
inner join marts.dim_edition as e using (edition_id)
inner join marts.rpt_mineral_profile as m using (mineral_id)
where s.mineral_id = $mineral and s.is_latest_vintage and not c.is_residual
qualify
    s.year = max(s.year) over (partition by s.source_id, s.stage, s.form)
    and max(s.share_pct) over (partition by s.table_id) > 0
order by stands_for_mineral desc nulls last, s.stage, s.form, s.source_id
"""


def tables_of(served: Served, mineral: str) -> list[Row]:
    """The tables of a mineral of which `what_if` can be asked, by its newest year."""
    return served.rows(TABLES, mineral=mineral)


def sql_of(table_id: str, stops: str, stop_pct: float, grows: str, grow_pct: float) -> str:
    """The query of one setting, to be copied and run; the page of a mineral shows the same."""
    texts = {"stops": stops, "grows": grows, "table_id": table_id}
    quoted = {name: "'" + text.replace("'", "''") + "'" for name, text in texts.items()}
    asked = WHAT_IF.format(**quoted, stop_pct=stop_pct, grow_pct=grow_pct, cap_pct=CAP_PCT)
    return asked.strip() + ";"


def what_if(
    served: Served, table_id: str, stops: str, stop_pct: float, grows: str, grow_pct: float
) -> list[Row]:
    """Shares after one country stops by a part and another one grows by a part, in percent.

    Raises:
        AskedError: when the table does not name one of the two: nothing is known of its output;
            or when one country is to do both.
    """
    if stops == grows and grow_pct:
        raise AskedError(
            "One country cannot make less and more",
            found=stops,
            way_out="choose two countries, or only one of the two changes",
        )
    given = {
        "stops": stops,
        "stop_pct": stop_pct,
        "grows": grows,
        "grow_pct": grow_pct,
        "table_id": table_id,
    }
    asked = WHAT_IF.format(**{name: f"${name}" for name in given}, cap_pct=CAP_PCT)
    rows = served.rows(asked, **given)
    lacking = {stops, grows} - {row["country_id"] for row in rows}
    if lacking:
        raise AskedError(
            "What happens to a country that a table does not name is unknown",
            where=table_id,
            found=", ".join(sorted(lacking)),
            way_out="ask for countries of the table; the others are in what is not attributed",
        )
    return rows
