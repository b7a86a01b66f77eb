"""Prices, the account of the United States, and what supply is worth.

Belongs here: those queries, as the survey prints it: unit, edition and source row beside each.
Does not belong here: trade between countries (`trade.py`).
"""

from __future__ import annotations

from orchestration.copies.file.served import Row, Served

PRICES = """
select
    p.mineral_id, p.form, p.year, p.value, p.value_min, p.value_max, p.unit, p.value_status,
    p.is_estimated, p.value_as_printed, p.unit_as_printed, p.series_as_printed, p.edition_id,
    p.is_latest_vintage, p.source_file_id, p.source_row, e.licence
from marts.fct_price as p
inner join marts.dim_edition as e using (edition_id)
where {where}
order by p.mineral_id, p.form, p.year desc, e.edition_order desc
"""

ACCOUNT = """
select
    p.mineral_id, p.statistic, p.step, p.form, p.year, p.value, p.value_min, p.value_max, p.unit,
    p.value_status, p.is_estimated, p.value_as_printed, p.unit_as_printed, p.series_as_printed,
    p.edition_id, p.is_latest_vintage, p.source_file_id, p.source_row, e.licence
from marts.fct_us_salient as p
inner join marts.dim_edition as e using (edition_id)
where
    p.statistic in (
        'production', 'imports', 'exports', 'consumption_apparent', 'consumption_reported',
        'consumption_estimated', 'consumption', 'net_import_reliance'
    ) and {where}
order by
    p.mineral_id,
    case p.statistic
        when 'production' then 1 when 'imports' then 2 when 'exports' then 3
        when 'net_import_reliance' then 5 else 4
    end,
    p.statistic, p.step, p.form, p.year desc, e.edition_order desc
"""

WORTH = """
select
    p.mineral_id, p.stage, p.form, p.year, p.edition_id, p.price_form, p.price_market,
    p.price_edition_id, p.price_as_printed, p.price_unit_as_printed, p.units_per_tonne,
    p.usd_per_tonne, p.usd_per_tonne_min, p.usd_per_tonne_max, p.world_tonnes, p.world_usd,
    p.world_min_usd, p.world_max_usd, p.tonnes_to_cap, p.gap_usd, p.gap_min_usd, p.gap_max_usd,
    p.value_unknown_because, p.price_source_file_id as source_file_id,
    p.price_source_row as source_row, e.licence
from marts.fct_supply_value as p
inner join marts.dim_edition as e using (edition_id)
where {where}
order by p.mineral_id, p.stage, p.form, p.price_form, p.year desc, p.edition_id
"""

QUERIES = {"prices": PRICES, "account": ACCOUNT, "worth": WORTH}
_OF_MINERAL = "p.mineral_id = $mineral"


def prices(served: Served, mineral: str) -> list[Row]:
    """Every printed price of a mineral, all editions."""
    return served.rows(PRICES.format(where=_OF_MINERAL), mineral=mineral)


def account(served: Served, mineral: str) -> list[Row]:
    """Production, imports, exports, consumption and reliance of the United States, all editions."""
    return served.rows(ACCOUNT.format(where=_OF_MINERAL), mineral=mineral)


def worth(served: Served, mineral: str) -> list[Row]:
    """What the world's output and the gap to the cap are worth, or why that is unknown."""
    return served.rows(WORTH.format(where=_OF_MINERAL), mineral=mineral)
