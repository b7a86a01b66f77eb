"""The questions that the pages ask of the released tables of trade and of the cap.

Belongs here: SQL on public tables of trade and of the cap, by output and by imports, each with
`{where}`.
Does not belong here: other domains (`queries.py`), measures.
"""

from __future__ import annotations

EXPORTS = """
select *
from (
    select
        c.mineral_id, p.hs_edition, p.hs_code, c.trade_level, c.code_kind, c.goods, p.year,
        p.rank_value, p.rank_weight, p.country_id, n.country_name, p.value_usd, p.net_kg,
        p.share_pct, p.is_price_outlier, p.may_be_reexport, p.edition_id
    from marts.fct_trade_exporter as p
    inner join marts.dim_trade_code as c using (hs_edition, hs_code)
    inner join marts.dim_country as n using (country_id)
    where p.is_latest_vintage and p.rank_value is not null
        and p.year = (select max(year) from marts.fct_trade_exporter)
) as p
where {where}
order by p.mineral_id, p.hs_edition, p.hs_code, p.rank_value, p.country_name
"""

UNIT_VALUES = """
select *
from (
    select
        c.mineral_id, p.hs_edition, p.hs_code, c.trade_level, c.code_kind, c.goods, p.year,
        p.usd_per_kg, p.usd_per_kg_median, p.exporter_count, p.priced_count, p.outlier_count,
        p.outlier_value_pct, p.kg_missing_value_pct, p.edition_id
    from marts.fct_unit_value as p
    inner join marts.dim_trade_code as c using (hs_edition, hs_code)
    where p.is_latest_vintage
        and p.year > (select max(year) - 3 from marts.fct_unit_value)
) as p
where {where}
order by p.mineral_id, p.hs_edition, p.hs_code, p.year desc
"""

ORIGINS = """
select *
from (
    select
        p.mineral_id, p.trade_level, p.hs_edition, p.year, p.importer_id, p.partner_id,
        n.country_name, p.share_pct, p.share_min_pct, p.share_max_pct, p.partner_basis, p.is_hub,
        p.codes_held, p.codes_in_list, p.edition_id,
        row_number() over (
            partition by p.edition_id, p.importer_id, p.trade_id, p.year
            order by coalesce(p.value_max_usd, p.value_max_gbp) desc, p.partner_id
        ) as place
    from marts.fct_import_origin as p
    inner join marts.dim_country as n on p.partner_id = n.country_id
    where p.is_latest_vintage and p.mineral_id is not null
        and p.year = (
            select max(o.year) from marts.fct_import_origin as o where o.source_id = p.source_id
        )
) as p
where p.place <= 3 and {where}
order by p.mineral_id, p.trade_level, p.hs_edition, p.importer_id, p.place
"""

STAGES = """
select *
from (
    select
        p.mineral_id, p.country_id, n.country_name, p.hs_edition, p.year, p.trade_level,
        p.share_of_held_pct, p.share_min_pct, p.share_max_pct, p.value_max_usd, p.levels_held,
        p.levels_in_list, p.edition_id,
        sum(p.value_max_usd) over (
            partition by p.edition_id, p.hs_edition, p.mineral_id, p.country_id, p.year
        ) as all_usd
    from marts.fct_export_stage as p
    inner join marts.dim_country as n using (country_id)
    where p.is_latest_vintage and p.year = (select max(year) from marts.fct_export_stage)
) as p
where {where}
order by p.mineral_id, p.hs_edition, p.all_usd desc, p.country_id, p.trade_level
"""

CAP = """
select
    p.mineral_id, m.mineral_name, p.source_id, p.stage, p.form, p.edition_id, p.year,
    p.top_country_id, c.country_name, p.top_share_pct, p.top_share_min_pct,
    p.top_share_max_pct, p.top_share_all_min_pct, p.top_share_all_max_pct, p.excludes,
    p.cap_pct, p.is_above_cap, p.first_year_above, p.is_latest_vintage
from marts.fct_single_country_cap as p
inner join marts.dim_mineral as m using (mineral_id)
left join marts.dim_country as c on p.top_country_id = c.country_id
where p.measure = 'world_production' and {where}
order by m.mineral_name, p.source_id, p.stage, p.form, p.year, p.edition_id
"""

UK_CAP = """
select
    p.mineral_id, p.stage as trade_level, upper(p.form) as hs_edition, p.year, p.top_country_id,
    c.country_name, p.top_share_pct, p.top_share_min_pct, p.top_share_max_pct, p.cap_pct,
    p.is_above_cap, p.codes_held, p.codes_in_list, p.basis_of_imports, p.reads_as, p.edition_id,
    f.file_name, p.source_row
from marts.fct_single_country_cap as p
left join marts.dim_country as c on p.top_country_id = c.country_id
left join marts.dim_source_file as f on p.source_file_id = f.source_file_id
where p.measure = 'uk_import' and p.is_latest_vintage
    and p.year = (
        select max(o.year) from marts.fct_single_country_cap as o
        where o.measure = 'uk_import' and o.source_id = p.source_id
    ) and {where}
-- a level of which nothing is held is said once, not for each edition of the codes
qualify p.codes_held > 0 or 1 = row_number() over (
    partition by p.mineral_id, p.source_id, p.stage order by p.codes_held desc, p.form desc
)
order by p.mineral_id, p.stage, p.form
"""

UK_CAP_OF_LIST = """
select
    p.list_id, p.cap_reading, p.evidence_window, p.year, p.list_lines, p.measured_lines,
    p.lines_above, p.lines_undecided, p.top_country_id, c.country_name, p.top_share_min_pct,
    p.top_share_max_pct, p.cap_pct, p.codes_held, p.codes_in_list, p.basis_of_imports, p.reads_as,
    p.cap_verdict, p.kg_missing_value_pct, p.edition_id
from marts.fct_list_single_country_cap as p
left join marts.dim_country as c on p.top_country_id = c.country_id
where p.measure = 'uk_import' and p.is_latest_window and {where}
order by p.list_id, p.codes_held, p.evidence_window, p.cap_reading
"""

REPLACEMENTS = """
with leaders as (
    select
        o.edition_id, o.mineral_id, o.trade_level, o.hs_edition, o.year,
        o.partner_id as leader_id, o.value_max_usd as uk_imports_usd
    from marts.fct_import_origin as o
    where o.importer_id = 'GBR' and o.mineral_id is not null and o.is_latest_vintage
        and o.partner_basis = 'reconciled'
        and o.year = (
            select max(year) from marts.fct_import_origin where partner_basis = 'reconciled'
        )
    qualify row_number() over (
        partition by o.edition_id, o.trade_id, o.year order by o.value_max_usd desc, o.partner_id
    ) = 1
), sellers as (
    select
        l.mineral_id, l.trade_level, l.hs_edition, l.year, l.edition_id, l.leader_id,
        l.uk_imports_usd, e.country_id, n.country_name,
        sum(case when c.code_kind = 'bundle' then 0 else e.value_usd end) as exports_min_usd,
        sum(e.value_usd) as exports_max_usd, bool_or(e.may_be_reexport) as may_be_reexport
    from leaders as l
    inner join marts.dim_trade_code as c using (hs_edition, mineral_id, trade_level)
    inner join marts.fct_trade_exporter as e using (edition_id, hs_edition, hs_code, year)
    inner join marts.dim_country as n on e.country_id = n.country_id
    where e.rank_value is not null and e.country_id not in (l.leader_id, 'GBR')
    group by all
), placed as (
    select
        *,
        row_number() over (
            partition by edition_id, mineral_id, trade_level, hs_edition
            order by exports_min_usd desc, exports_max_usd desc, country_id
        ) as place
    from sellers
)
select p.*, b.country_name as leader_name
from placed as p
inner join marts.dim_country as b on p.leader_id = b.country_id
where p.place <= 5 and {where}
order by p.mineral_id, p.trade_level, p.hs_edition, p.place
"""

ALL = {
    "cap": CAP,
    "exports": EXPORTS,
    "unit_values": UNIT_VALUES,
    "origins": ORIGINS,
    "stages": STAGES,
    "uk_cap": UK_CAP,
    "uk_cap_of_list": UK_CAP_OF_LIST,
    "replacements": REPLACEMENTS,
}
