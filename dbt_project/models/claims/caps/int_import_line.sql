-- The lines of the United Kingdom's list, each with the largest partner over its minerals and their levels.
{%- set bounds = [
    'top_share_pct', 'top_share_min_pct', 'top_share_max_pct', 'top_share_all_min_pct', 'top_share_all_max_pct',
] %}
with levels as (

    select
        shares.*,
        elements.element_key,
        cap.list_id,
        cast(cap.target_value as double) as cap_pct,
        row_number() over (
            partition by shares.edition_id, shares.hs_edition, shares.year
            order by
                shares.top_share_pct desc nulls last,
                shares.mineral_id asc nulls last,
                shares.trade_level asc nulls last
        ) as place
    from {{ ref('int_import_share') }} as shares
    -- one target for all
    inner join {{ ref('stated_targets') }} as cap on cap.target_id = '{{ cap_of_record() }}'
    -- one row: a mineral is of one line; natural graphite is of two
    inner join {{ ref('core_list_element') }} as elements
        on
            cap.list_id = elements.list_id
            and elements.counting_rule = 'lines'
            and shares.mineral_id = elements.mineral_id

)

select
    edition_id,
    source_id,
    hs_edition,
    year,
    partner_basis,
    list_id,
    element_key,
    max(cap_pct) as cap_pct,
    max(case when top_share_max_pct is null then 0 else 1 end) as is_measured,
    max(case when top_share_all_min_pct > cap_pct then 1 else 0 end) as is_above,
    -- a level may be above where nothing of it is held
    max(case when top_share_all_max_pct <= cap_pct then 0 else 1 end) as may_be_above,
    {% for bound in bounds -%}
    max({{ bound }}) as {{ bound }},
    {% endfor -%}
    max(case when place = 1 then mineral_id end) as top_mineral_id,
    max(case when place = 1 then top_country_id end) as top_country_id
from levels
group by edition_id, source_id, hs_edition, year, partner_basis, list_id, element_key
