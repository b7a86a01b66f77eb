-- The largest partner's share in an importer's imports of a mineral at a level, by value. Where a code of it is not
-- held, its imports can be anybody's, and the share is open.
with asked as (

    {{ subjects_of(['import_top_share']) }}

),

leaders as (

    select
        asked.subject_key,
        asked.measure,
        asked.country_id,
        asked.mineral_id,
        asked.stage,
        origins.edition_id,
        origins.source_id,
        origins.hs_edition,
        origins.year,
        origins.partner_basis,
        origins.codes_held,
        origins.codes_in_list,
        editions.known_from,
        editions.edition_order,
        max(case when not countries.is_residual then origins.share_pct end) as top_share_pct,
        max(case when not countries.is_residual then origins.share_min_pct end) as top_share_min_pct,
        -- goods for which no country is named may be the largest partner's
        least(
            100, coalesce(max(case when not countries.is_residual then origins.share_max_pct end), 0)
            + coalesce(sum(case when countries.is_residual then origins.share_max_pct end), 0)
        ) as top_share_max_pct
    from asked
    inner join {{ ref('fct_import_origin') }} as origins
        on
            asked.country_id = origins.importer_id
            and asked.mineral_id = origins.mineral_id
            and asked.stage = origins.trade_level
    inner join {{ ref('dim_edition') }} as editions on origins.edition_id = editions.edition_id
    inner join {{ ref('dim_country') }} as countries on origins.partner_id = countries.country_id
    where origins.hs_edition = {{ hs_edition_of_readings() }}
    group by
        asked.subject_key,
        asked.measure,
        asked.country_id,
        asked.mineral_id,
        asked.stage,
        origins.edition_id,
        origins.source_id,
        origins.hs_edition,
        origins.year,
        origins.partner_basis,
        origins.codes_held,
        origins.codes_in_list,
        editions.known_from,
        editions.edition_order

)

select
    {{ measurement_in_table(
        'leaders',
        measured_value='top_share_pct',
        measured_min='case when codes_held = codes_in_list then top_share_min_pct else 0 end',
        measured_max='case when codes_held = codes_in_list then top_share_max_pct else 100 end',
        note="leaders.hs_edition || ', ' || leaders.stage || ', by value, partners ' || partner_basis || '; ' || codes_held
        || ' of ' || codes_in_list || ' codes held'",
        evidence_table="'fct_import_origin'",
        evidence_key=trade_key('leaders', 'leaders.mineral_id', 'leaders.country_id')
    ) }}
from leaders
