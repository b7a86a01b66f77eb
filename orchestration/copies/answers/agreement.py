"""What two publishers print about the same output.

Belongs here: that query.
Does not belong here: why they differ (`models/figures`, the rules of agreement).
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

_AGREEMENT = """
select
    a.*, m.mineral_name, c.country_name, l.licence as left_licence, r.licence as right_licence,
    concat_ws(', ', l.licence, r.licence) as licence,
    a.left_edition_id as edition_id, a.left_source_file_id as source_file_id,
    a.left_source_row as source_row
from marts.fct_source_agreement as a
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_country as c using (country_id)
inner join marts.dim_edition as l on a.left_edition_id = l.edition_id
inner join marts.dim_edition as r on a.right_edition_id = r.edition_id
where
    a.mineral_id = $mineral
    and ($country is null or a.country_id = $country)
    and ($year is null or a.year = $year)
order by a.stage, a.form, a.country_id, a.year desc, a.left_source_id, a.right_source_id
"""


def agreement(
    served: Served, mineral: str, *, country: str | None = None, year: int | None = None
) -> list[Row]:
    """Pairs of prints, each side with its own edition, file and row."""
    return served.rows(_AGREEMENT, mineral=mineral, country=country, year=year)
