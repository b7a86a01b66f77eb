-- consecutive editions that print the same table for the same year on the same basis
with pairs as (
    select *
    from {{ ref('int_table_years') }}
    where next_table_id is not null
),

-- one pair to the rows of both its editions
listed as (
    select distinct
        pairs.table_id,
        pairs.next_table_id,
        pairs.mineral_id,
        pairs.stage,
        pairs.form,
        pairs.basis,
        pairs.year,
        pairs.source_id,
        pairs.edition_id as from_edition_id,
        pairs.next_edition_id as to_edition_id,
        production.country_id
    from pairs
    inner join {{ ref('fct_production') }} as production
        on production.table_id in (pairs.table_id, pairs.next_table_id)
),

compared as (
    select
        listed.*,
        older.quantity_tonnes as from_tonnes,
        older.quantity_min_tonnes as from_min_tonnes,
        older.quantity_max_tonnes as from_max_tonnes,
        older.value_status as from_value_status,
        older.value_as_printed as from_value_as_printed,
        older.source_file_id as from_source_file_id,
        older.source_row as from_source_row,
        newer.quantity_tonnes as to_tonnes,
        newer.quantity_min_tonnes as to_min_tonnes,
        newer.quantity_max_tonnes as to_max_tonnes,
        newer.value_status as to_value_status,
        newer.value_as_printed as to_value_as_printed,
        newer.source_file_id as to_source_file_id,
        newer.source_row as to_source_row,
        older.table_id is not null as is_in_older,
        newer.table_id is not null as is_in_newer
    from listed
    -- one to at most one on either side
    left join {{ ref('fct_production') }} as older
        on listed.table_id = older.table_id and listed.country_id = older.country_id
    left join {{ ref('fct_production') }} as newer
        on listed.next_table_id = newer.table_id and listed.country_id = newer.country_id
)

select
    mineral_id,
    stage,
    form,
    basis,
    country_id,
    year,
    source_id,
    from_edition_id,
    to_edition_id,
    from_tonnes,
    to_tonnes,
    {{ round_pct('100 * (to_tonnes - from_tonnes) / nullif(from_tonnes, 0)') }} as change_pct,
    case
        when not is_in_older then 'row_added'
        when not is_in_newer then 'row_dropped'
        when from_tonnes is null and to_tonnes is null then 'still_unknown'
        when from_tonnes is null then 'became_known'
        when to_tonnes is null then 'became_unknown'
        when from_tonnes = to_tonnes then 'unchanged'
        else 'revised'
    end as revision_kind,
    from_max_tonnes < to_min_tonnes or to_max_tonnes < from_min_tonnes as is_beyond_rounding,
    from_value_status,
    to_value_status,
    from_value_as_printed,
    to_value_as_printed,
    from_source_file_id,
    from_source_row,
    to_source_file_id,
    to_source_row
from compared
