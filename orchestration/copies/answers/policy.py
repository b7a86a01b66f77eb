"""Export controls and agreements: what was taken or signed, by whom, about which minerals.

Belongs here: that query.
Does not belong here: what a measure is and where it is printed (the register, `seeds/evidence`).
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

CONTROL, AGREEMENT = "export_control", "agreement"
_MEASURES = """
select p.*
from marts.fct_policy_measure as p
where
    p.kind = $kind
    and ($country is null or $country in (p.party_a, p.party_b))
    and ($mineral is null or p.policy_measure_id in (
        select policy_measure_id from marts.fct_policy_measure_mineral
        where mineral_id = $mineral
    ))
order by coalesce(p.year, year(p.signed_first_day)) desc nulls last, p.party_a_name, p.instrument
"""


def measures(
    served: Served, kind: str, *, country: str | None = None, mineral: str | None = None
) -> list[Row]:
    """Measures of a kind, newest first, each with the page it is printed on (`source_url`)."""
    return served.rows(_MEASURES, kind=kind, country=country, mineral=mineral)
