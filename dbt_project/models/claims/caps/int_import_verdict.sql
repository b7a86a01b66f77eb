-- The largest partner of the United Kingdom for a mineral at a level beside the cap, in the shape of production's
-- verdicts: `stage` is the level, `form` the edition of the Harmonised System, `basis` what is shared out.
{% set cap = 'cast(cap.target_value as double)' -%}
with judged as (

    select
        shares.*,
        editions.known_from,
        editions.edition_order,
        {{ cap }} as cap_pct,
        cap.target_id,
        {{ is_above('shares.top_share_all_min_pct', 'shares.top_share_all_max_pct', cap) }} as is_above_cap
    from {{ ref('int_import_share') }} as shares
    inner join {{ ref('dim_edition') }} as editions on shares.edition_id = editions.edition_id
    -- one target for all
    inner join {{ ref('stated_targets') }} as cap on cap.target_id = '{{ cap_of_record() }}'
    where shares.mineral_id is not null

)

select
    concat_ws('/', edition_id, mineral_id, trade_level, lower(hs_edition), cast(year as {{ dbt.type_string() }}))
        as table_id,
    edition_id,
    source_id,
    mineral_id,
    trade_level as stage,
    lower(hs_edition) as form,
    'value' as basis,
    year,
    target_id,
    cap_pct,
    top_country_id,
    top_share_pct,
    top_share_min_pct,
    top_share_max_pct,
    top_share_all_min_pct,
    top_share_all_max_pct,
    -- nothing measures how far a later edition moves imports
    case when is_above_cap is null then 'weak' else 'soft' end as firmness,
    is_above_cap,
    partner_basis as basis_of_imports,
    codes_held,
    codes_in_list,
    source_file_id,
    source_row,
    edition_id = first_value(edition_id) over (
        partition by source_id, mineral_id, trade_level, hs_edition, year
        order by edition_order desc nulls last, edition_id desc nulls last
    ) as is_latest_vintage,
    known_from,
    edition_order
from judged
