"""Which lines of a list a country produces, and the row behind each yes.

Belongs here: that query.
Does not belong here: when a line counts as produced (`models/evidence`).
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

_LINES = """
select v.*, c.country_name, l.list_name, r.meaning as reason_meaning, e.licence
from marts.fct_country_list_evidence as v
inner join marts.dim_country as c using (country_id)
inner join marts.dim_critical_list as l using (list_id)
left join marts.dim_evidence_reason as r using (reason)
left join marts.dim_edition as e on v.edition_id = e.edition_id
where
    v.country_id = $country and v.list_id = $list_id
    and ($mineral is null or v.member_no in (
        select member_no from marts.fct_list_member
        where list_id = $list_id and mineral_id = $mineral
    ))
order by v.member_no
"""


def lines(served: Served, country: str, list_id: str, mineral: str | None = None) -> list[Row]:
    """Every line of a list for a country, or the lines that name a mineral."""
    return served.rows(_LINES, country=country, list_id=list_id, mineral=mineral)
