"""The register of claims and the verdicts on each reading.

Belongs here: those queries.
Does not belong here: verdicts; they are computed in `marts.fct_claim_check`.
"""

from __future__ import annotations

from datetime import date

from orchestration.copies.file.served import Row, Served

_REGISTER = """
select
    c.claim_id, c.claim, c.speaker, c.reported_by, c.reported_on, c.is_in_scope,
    count(*) filter (k.verdict = 'supported') as supported,
    count(*) filter (k.verdict = 'refuted') as refuted,
    count(*) filter (k.verdict = 'undetermined') as undetermined,
    count(*) filter (k.verdict = 'not_measurable') as not_measurable
from marts.dim_claim as c
left join marts.fct_claim_check as k
    on c.claim_id = k.claim_id and k.reads_as = 'as_said' and k.is_latest_vintage
group by all
order by c.claim_id
"""
_CLAIM = "select * from marts.dim_claim where upper(claim_id) = upper($claim)"
_CHECKS = """
select k.*, concat_ws(' ', k.evidence_table, k.evidence_key) as source_key, e.licence
from marts.fct_claim_check as k
left join marts.dim_edition as e on k.edition_id = e.edition_id
where k.claim_id = $claim
    and ($all_editions or $known_on is not null or k.is_latest_vintage)
    and ($known_on is null or k.known_from is null
        or (k.known_from <= $known_on and ($all_editions or k.known_until is null
            or k.known_until > $known_on)))
order by k.reads_as, k.reading_id, k.year, k.edition_id
"""


def register(served: Served) -> list[Row]:
    """Every claim with the count of verdicts of its readings as said."""
    return served.rows(_REGISTER)


def one_claim(served: Served, claim_id: str) -> Row | None:
    """A claim of the register; None where it has none with that key."""
    found = served.rows(_CLAIM, claim=claim_id)
    return found[0] if found else None


def checks(
    served: Served, claim_id: str, known_on: date | None = None, *, all_editions: bool = False
) -> list[Row]:
    """Verdicts on every reading of a claim, newest editions or those known on a day."""
    return served.rows(_CHECKS, claim=claim_id, known_on=known_on, all_editions=all_editions)
