-- Share of one country in world reserves.
with reserves as (

    select
        shares.*,
        subjects.subject_key
    from ({{ subjects_of(['reserve_share']) }}) as subjects
    -- many rows: one of each edition
    inner join {{ ref('int_reserve_shares') }} as shares
        on
            subjects.mineral_id = shares.mineral_id
            and subjects.stage = shares.stage
            and subjects.form = shares.form
            and subjects.country_id = shares.country_id

)

select
    {{ measurement_in_table(
        'reserves',
        measured_value='share_pct',
        measured_min='share_min_pct',
        measured_max='share_max_pct',
        note='value_status',
        evidence_table="'fct_reserves'",
        evidence_key="concat_ws('|', edition_id, mineral_id, form, country_id)",
        source_file_id='source_file_id',
        source_row='source_row'
    ) }}
from reserves
