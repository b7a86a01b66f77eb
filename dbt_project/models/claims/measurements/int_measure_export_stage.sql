-- How much of a country's exports of a mineral is at a level: what the codes that are not held leave open is open.
with asked as (

    {{ subjects_of(['export_stage_share']) }}

),

measured as (

    select
        asked.*,
        stages.edition_id,
        stages.source_id,
        stages.hs_edition,
        stages.year,
        stages.share_of_held_pct,
        stages.share_min_pct,
        stages.share_max_pct,
        stages.levels_held,
        stages.levels_in_list,
        editions.known_from,
        editions.edition_order
    from asked
    inner join {{ ref('fct_export_stage') }} as stages
        on
            asked.country_id = stages.country_id
            and asked.mineral_id = stages.mineral_id
            and asked.stage = stages.trade_level
    inner join {{ ref('dim_edition') }} as editions on stages.edition_id = editions.edition_id
    where stages.hs_edition = {{ hs_edition_of_readings() }}

)

select
    {{ measurement_in_table(
        'measured',
        measured_value='share_of_held_pct',
        measured_min='share_min_pct',
        measured_max='share_max_pct',
        note="measured.hs_edition || ', ' || measured.stage || ', by value, reconciled; codes are held of ' || levels_held || ' of '
        || levels_in_list || ' levels, and the share is of those'",
        evidence_table="'fct_export_stage'",
        evidence_key=trade_key('measured', 'measured.mineral_id', 'measured.country_id')
    ) }}
from measured
