"""What one edition of a publisher prints otherwise than the edition before.

Belongs here: that query, and the pairs of editions there are.
Does not belong here: how far revisions usually go (`fct_revision_interval`).
"""

from __future__ import annotations

from orchestration.copies.answers.editions import one_edition
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError

_PAIRS = """
select distinct from_edition_id, to_edition_id
from marts.fct_revision
order by from_edition_id, to_edition_id
"""
_REVISIONS = """
select
    r.mineral_id, m.mineral_name, r.stage, r.form, r.basis, r.country_id, c.country_name, r.year,
    r.from_tonnes, r.to_tonnes, r.change_pct, r.revision_kind, r.is_beyond_rounding,
    r.from_value_as_printed, r.to_value_as_printed, r.from_edition_id, r.from_source_file_id,
    r.from_source_row, r.to_edition_id, r.to_source_file_id, r.to_source_row, e.licence
from marts.fct_revision as r
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_country as c using (country_id)
inner join marts.dim_edition as e on r.to_edition_id = e.edition_id
where
    r.from_edition_id = $from_edition and r.to_edition_id = $to_edition
    and ($mineral is null or r.mineral_id = $mineral)
order by
    r.is_beyond_rounding desc nulls last, abs(r.change_pct) desc nulls last, m.mineral_name,
    r.stage, r.form, c.country_name, r.year
"""


def revisions(
    served: Served, from_edition: str, to_edition: str, mineral: str | None = None
) -> list[Row]:
    """Every figure of both editions, those that moved beyond rounding first.

    None where the two were compared and neither prints the mineral.

    Raises:
        AskedError: when there is no such edition, or the two were not compared.
    """
    from_edition, to_edition = (one_edition(served, text) for text in (from_edition, to_edition))
    rows = served.rows(
        _REVISIONS, from_edition=from_edition, to_edition=to_edition, mineral=mineral
    )
    if rows:
        return rows
    pairs = [f"{row['from_edition_id']} {row['to_edition_id']}" for row in served.rows(_PAIRS)]
    if f"{from_edition} {to_edition}" in pairs:
        return []
    raise AskedError(
        "Those two editions were not compared",
        where="marts.fct_revision",
        expected="two editions of one publisher that follow each other: " + "; ".join(pairs),
        found=f"{from_edition} {to_edition}",
        way_out=f"minerals revisions {pairs[-1]}" if pairs else "",
    )
