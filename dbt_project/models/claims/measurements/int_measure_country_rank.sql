-- A country's place among the producers of a table, with the places that bounds and unnamed countries leave open.
with rows_asked as (

    {{ rows_asked(['country_rank']) }}

),

-- how many other countries make more for certain, and how many may
rivals as (

    select
        rows_asked.subject_key,
        rows_asked.table_id,
        {{ count_where('others.quantity_min_tonnes > rows_asked.quantity_max_tonnes') }} as certainly_above,
        {{ count_where(
            'others.quantity_max_tonnes is null or others.quantity_max_tonnes > rows_asked.quantity_min_tonnes'
        ) }} as possibly_above,
        {{ count_where('others.quantity_min_tonnes > rows_asked.unnamed_max_tonnes') }} as above_all_unnamed
    from rows_asked
    -- many rows: the other countries of the table
    inner join {{ ref('fct_production') }} as others
        on rows_asked.table_id = others.table_id and rows_asked.country_id <> others.country_id
    where {{ is_a_country('others.country_id') }}
    group by rows_asked.subject_key, rows_asked.table_id

),

placed as (

    select
        rows_asked.*,
        case when rows_asked.quantity_tonnes > 0 then rows_asked.share_rank end as place,
        case
            when rows_asked.is_named and rows_asked.quantity_max_tonnes > 0 then 1 + rivals.certainly_above
            when rows_asked.is_named and rows_asked.quantity_max_tonnes is null then 1
            when rows_asked.is_unlisted then 1
            -- what the publisher says that others may have produced is in no total
            when not rows_asked.is_named and rows_asked.unnamed_because = 'publisher_says_others_may' then 1
            when not rows_asked.is_named and rows_asked.can_hide then 1 + rivals.above_all_unnamed
            -- a country without output comes after all that have some
            else 1 + rows_asked.producer_count
        end as best_place,
        -- unnamed countries may come before it as often as its own output fits into theirs
        case
            when rows_asked.is_named and rows_asked.quantity_min_tonnes > 0
                then
                    1 + rivals.possibly_above + rows_asked.unlisted_left_out_count
                    + floor(rows_asked.unnamed_max_tonnes / rows_asked.quantity_min_tonnes)
        end as worst_place
    from rows_asked
    -- one row at most
    left join rivals
        on rows_asked.subject_key = rivals.subject_key and rows_asked.table_id = rivals.table_id

)

select
    {{ measurement_in_table(
        'placed',
        measured_value='place',
        measured_min='best_place',
        measured_max='worst_place',
        excludes='excludes',
        note='note',
        evidence_table="case when is_named then 'fct_country_share' else 'fct_world_total' end",
        evidence_key='case when is_named then row_key else table_key end',
        source_file_id='source_file_id',
        source_row='source_row'
    ) }}
from placed
