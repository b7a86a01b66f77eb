"""Which steps a mineral's chain has, and who measures each.

Belongs here: that query. A step that nobody measures is a row of the answer like any other.
Does not belong here: shares of a step (`shares.py`).
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

STEPS = """
select
    p.mineral_id, p.stage, p.step, p.has_step, p.step_coverage, p.by_source, p.edition_id, p.year,
    p.counted_in, p.top1_country_id, c.country_name, p.top1_share_pct, p.why_not
from marts.fct_stage_coverage as p
left join marts.dim_country as c on p.top1_country_id = c.country_id
where {where}
order by
    p.mineral_id,
    case p.stage when 'mine' then 0 when 'smelter' then 1 when 'refinery' then 2 else 3 end, p.step
"""


def steps(served: Served, mineral: str) -> list[Row]:
    """One row for each step of the chain, from the ore on; empty for a mineral without a chain."""
    return served.rows(STEPS.format(where="p.mineral_id = $mineral"), mineral=mineral)
