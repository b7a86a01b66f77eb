"""Groups: of countries, their share of a table; of minerals, in which one a mineral is counted.

Belongs here: those queries.
Does not belong here: who belongs to a group (`dim_country_group`).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.copies.file.served import Row, Served

_SHARES = """
with members as (
    select distinct group_id, group_name, country_id
    from marts.dim_country_group
    where group_id = $group
)

select
    g.*, any_value(m.group_name) as group_name, any_value(e.licence) as licence,
    any_value(p.source_file_id) as source_file_id,
    list(distinct p.source_row order by p.source_row) as source_rows
from marts.fct_group_share as g
inner join members as m using (group_id)
inner join marts.dim_edition as e using (edition_id)
left join marts.fct_production as p
    on g.table_id = p.table_id and (m.country_id = p.country_id or g.named_members = 0)
where g.table_id in (select unnest($tables))
group by all
order by g.stage, g.form, g.year desc, g.edition_id
"""

_WITHIN = """
select m.mineral_name
from marts.dim_mineral_member as g
inner join marts.dim_mineral as m on g.group_id = m.mineral_id
where g.mineral_id = $mineral
    and exists (select 1 from marts.fct_production as p where p.mineral_id = g.group_id)
order by m.mineral_name
"""


def counted_within(served: Served, mineral: str) -> list[str]:
    """Names of the groups with figures that a mineral is a member of."""
    return [str(row["mineral_name"]) for row in served.rows(_WITHIN, mineral=mineral)]


def shares_of(served: Served, group: str, tables: Sequence[str]) -> list[Row]:
    """Shares of a group in some tables; source rows: of the members that
    are named, or of the whole table where none is."""
    return served.rows(_SHARES, group=group, tables=sorted(set(tables)))
