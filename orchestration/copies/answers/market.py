"""Prices, the United States' imports, and what is projected for later years.

Belongs here: those queries.
Does not belong here: shares of today (`shares.py`), trade by code of goods (`trade.py`).
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

_PRICES = """
select p.*, m.mineral_name, e.licence
from marts.fct_price as p
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_edition as e using (edition_id)
where p.mineral_id = $mineral and p.is_latest_vintage
qualify p.year = coalesce(
    $year,
    max(p.year) filter (p.value is not null) over (partition by p.source_id, p.form),
    max(p.year) over (partition by p.source_id, p.form)
)
order by p.form
"""
_RELIANCE = """
select n.*, m.mineral_name, e.licence
from marts.fct_net_import_reliance as n
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_edition as e using (edition_id)
where n.mineral_id = $mineral and n.is_latest_vintage
qualify n.year = coalesce($year, max(n.year) over ())
order by n.form
"""
_SOURCES = """
select s.*, m.mineral_name, c.country_name, e.licence
from marts.fct_import_source as s
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_country as c using (country_id)
inner join marts.dim_edition as e using (edition_id)
where s.mineral_id = $mineral and s.is_latest_vintage
order by s.is_headline desc, s.form, s.share_rank nulls last, c.country_name
"""
_OUTLOOK = """
select o.*, m.mineral_name, c.country_name, e.licence
from marts.fct_outlook as o
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_edition as e using (edition_id)
left join marts.dim_country as c on o.country_id = c.country_id
where o.mineral_id = $mineral and o.year = coalesce($year, o.year) and e.is_latest
order by o.stage, o.form, o.year, o.quantity_tonnes desc
"""


def prices(served: Served, mineral: str, year: int | None = None) -> list[Row]:
    """Printed prices of a mineral: of each form the newest year that has one, or a named year."""
    return served.rows(_PRICES, mineral=mineral, year=year)


def import_reliance(served: Served, mineral: str, year: int | None = None) -> list[Row]:
    """How much of what it uses the United States imports, net."""
    return served.rows(_RELIANCE, mineral=mineral, year=year)


def import_sources(served: Served, mineral: str) -> list[Row]:
    """Whom the United States imports a mineral from, newest edition."""
    return served.rows(_SOURCES, mineral=mineral)


def outlook(served: Served, mineral: str, year: int | None = None) -> list[Row]:
    """What the newest edition projects, kept apart from every figure of today."""
    return served.rows(_OUTLOOK, mineral=mineral, year=year)
