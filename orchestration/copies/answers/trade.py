"""Trade: who sells a mineral, where three importers buy it, what a country sells.

Belongs here: those queries, and which codes of goods are in no file here.
Does not belong here: what a code holds (`seeds/trade`), bounds of bundles (`models/trade`).

A flow is summed from many rows of BACI. Instead of a row, `source_key` names the edition of the
codes, the code, the year and the country that those rows have in common.
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

PLACES = 5
"""Exporters that are shown of each code."""

_EXPORTERS = """
select
    t.hs_edition, t.hs_code, c.trade_level, c.code_kind, t.year, t.rank_value, t.rank_weight,
    n.country_name, t.country_id, t.value_usd, t.net_kg, t.share_pct, t.may_be_reexport, c.goods,
    t.edition_id, e.licence,
    concat_ws(' ', t.hs_edition, t.hs_code, t.year, t.country_id) as source_key
from marts.fct_trade_exporter as t
inner join marts.dim_edition as e using (edition_id)
inner join marts.dim_trade_code as c using (hs_edition, hs_code)
inner join marts.dim_country as n using (country_id)
where c.mineral_id = $mineral and t.is_latest_vintage and t.rank_value <= $places
qualify t.year = coalesce($year, max(t.year) over (partition by t.hs_edition, t.hs_code))
order by t.hs_edition, t.hs_code, t.rank_value, t.country_id
"""
_ORIGINS = """
select
    o.importer_id, o.trade_level, o.hs_edition, o.year, n.country_name, o.share_pct,
    o.share_min_pct, o.share_max_pct, o.is_hub, o.codes_held, o.codes_in_list, o.partner_basis,
    o.edition_id, e.licence,
    concat_ws(' ', o.importer_id, o.trade_id, o.year, o.partner_id) as source_key
from marts.fct_import_origin as o
inner join marts.dim_edition as e using (edition_id)
inner join marts.dim_country as n on o.partner_id = n.country_id
where o.mineral_id = $mineral and o.is_latest_vintage
qualify o.year = coalesce($year, max(o.year) over (
    partition by o.importer_id, o.trade_id, o.partner_basis
))
    and row_number() over (
        partition by o.importer_id, o.trade_id, o.partner_basis, o.year
        order by coalesce(o.value_max_usd, o.value_max_gbp) desc, o.partner_id
    ) = 1
order by o.trade_level, o.hs_edition, o.importer_id
"""
_NOT_HELD = """
select trade_level, string_agg(hs_code, ', ' order by hs_code) as codes
from (
    select min(trade_level) as trade_level, hs_code
    from marts.dim_trade_code
    where mineral_id = $mineral
    group by hs_code
    -- the same goods have other codes in other editions: asked of the one held for most years
    having max(last_year_held) is null and bool_or(hs_edition = (
        select hs_edition
        from marts.fct_trade_exporter
        group by hs_edition
        order by count(distinct year) desc, hs_edition
        limit 1
    ))
)
group by trade_level
order by trade_level
"""
_EXPORTS = """
select
    t.rank_value, t.rank_weight, c.goods, t.hs_edition, t.hs_code, c.trade_level, t.year,
    t.value_usd, t.net_kg, t.share_pct, t.may_be_reexport, t.edition_id, e.licence,
    concat_ws(' ', t.hs_edition, t.hs_code, t.year, t.country_id) as source_key,
    string_agg(c.mineral_id, ', ' order by c.mineral_id) as minerals
from marts.fct_trade_exporter as t
inner join marts.dim_trade_code as c using (hs_edition, hs_code)
inner join marts.dim_edition as e using (edition_id)
where t.country_id = $country and t.is_latest_vintage and t.rank_value is not null
    and t.year = coalesce($year, (select max(year) from marts.fct_trade_exporter))
group by all
order by t.rank_value, t.value_usd desc
"""
_UK_CAP = """
select
    k.mineral_id, k.stage as trade_level, upper(k.form) as hs_edition, k.year,
    c.country_name as top_country, k.top_share_pct, k.top_share_min_pct, k.top_share_max_pct,
    k.top_share_all_min_pct, k.top_share_all_max_pct, k.cap_pct, k.is_above_cap, k.codes_held,
    k.codes_in_list, k.basis_of_imports, k.reads_as, k.edition_id, k.source_file_id, k.source_row,
    e.licence,
    concat_ws(' ', 'GBR', k.mineral_id, k.stage, upper(k.form), k.year) as source_key
from marts.fct_single_country_cap as k
inner join marts.dim_edition as e using (edition_id)
left join marts.dim_country as c on k.top_country_id = c.country_id
where k.measure = 'uk_import' and k.is_latest_vintage and k.mineral_id = $mineral
qualify k.year = coalesce($year, max(k.year) over (partition by k.source_id))
    -- a level of which nothing is held is said once, not for each edition of the codes
    and (k.codes_held > 0 or 1 = row_number() over (
        partition by k.source_id, k.stage, k.year order by k.codes_held desc, k.form desc
    ))
order by k.codes_held = 0, k.reads_as, k.stage, k.form
"""
_UK_CAP_OF_LIST = """
select
    k.list_id, k.cap_reading, split_part(k.evidence_window, '/', 2) as hs_edition, k.year,
    c.country_name as top_country, k.top_share_min_pct,
    k.top_share_max_pct, k.top_share_all_min_pct, k.top_share_all_max_pct, k.cap_pct,
    k.cap_verdict, k.lines_above, k.measured_lines, k.list_lines, k.codes_held, k.codes_in_list,
    k.basis_of_imports, k.reads_as, k.edition_id, e.licence,
    concat_ws(' ', k.list_id, k.cap_reading, k.evidence_window, k.year) as source_key
from marts.fct_list_single_country_cap as k
inner join marts.dim_edition as e using (edition_id)
left join marts.dim_country as c on k.top_country_id = c.country_id
where k.measure = 'uk_import' and k.is_latest_window and k.list_id = $list_id
order by k.cap_reading, k.codes_held desc, k.evidence_window
"""
_YEARS = """
select
    min(year) as first_year,
    (select min(year) from marts.fct_trade_concentration) as first_of_markets
from marts.fct_trade_exporter
"""


def exporters(served: Served, mineral: str, year: int | None) -> list[Row]:
    """The largest exporters of each code of a mineral, in the newest year unless one is named."""
    return served.rows(_EXPORTERS, mineral=mineral, year=year, places=PLACES)


def largest_origins(served: Served, mineral: str, year: int | None) -> list[Row]:
    """Where each importer buys most, by trade level."""
    return served.rows(_ORIGINS, mineral=mineral, year=year)


def not_held(served: Served, mineral: str) -> list[Row]:
    """Codes of a mineral that are in no file here: what they hold is not known, not zero."""
    return served.rows(_NOT_HELD, mineral=mineral)


def if_too_early(served: Served, year: int | None) -> str:
    """What is kept of a year before the first with exporters, whatever lands; otherwise nothing."""
    (first,) = served.rows(_YEARS)
    if year is None or first["first_year"] is None or year >= first["first_year"]:
        return ""
    kept = f"exporters are kept from {first['first_year']} on"
    if first["first_of_markets"] is None or year < first["first_of_markets"]:
        return kept
    return (
        f"{kept}; the concentration of each market, from {first['first_of_markets']} on, is in"
        " marts.fct_trade_concentration"
    )


def exports(served: Served, country: str, year: int | None) -> list[Row]:
    """What a country sells, best ranks first."""
    return served.rows(_EXPORTS, country=country, year=year)


def uk_cap(served: Served, mineral: str, year: int | None) -> list[Row]:
    """The largest partner of the United Kingdom beside its cap, by trade level."""
    return served.rows(_UK_CAP, mineral=mineral, year=year)


def uk_cap_of_list(served: Served, list_id: str) -> list[Row]:
    """A list of the United Kingdom beside its cap by imports, in the newest year."""
    return served.rows(_UK_CAP_OF_LIST, list_id=list_id)
