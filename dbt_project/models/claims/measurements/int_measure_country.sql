-- A country's share of a table and its output. Whoever is not named may hold what the table leaves open; where the
-- publisher says that others may have produced, what they made is in no total and has no upper bound.
with rows_asked as (

    {{ rows_asked(['country_share', 'country_output']) }}

),

chosen as (

    select
        rows_asked.*,
        expected.interval_min,
        expected.interval_max,
        measure = 'country_share' as is_share,
        case measure when 'country_share' then share_pct else quantity_tonnes end as own_value,
        case measure when 'country_share' then share_all_min_pct else coalesce(quantity_min_tonnes, 0) end as own_min,
        case measure when 'country_share' then share_all_max_pct else quantity_max_tonnes end as own_max,
        case
            when unnamed_because = 'publisher_says_others_may' and measure = 'country_share' then 100.0
            when measure = 'country_share' then unnamed_all_max_pct
            when not is_unlisted and unnamed_because <> 'publisher_says_others_may' then unnamed_max_tonnes
        end as unnamed_max,
        measure = 'country_share' and excludes is not null as is_counted_otherwise
    from rows_asked
    -- at most one for each figure: a country's first print of the year
    left join {{ ref('fct_revision_interval') }} as expected
        on
            rows_asked.table_id = expected.table_id
            and rows_asked.country_id = expected.subject_id
            and expected.statistic = case rows_asked.measure when 'country_share' then 'share' else 'quantity' end
            and expected.level_pct = 90

)

select
    {{ measurement_in_table(
        'chosen',
        measured_value='case when is_named then own_value when not (can_hide or is_unlisted) then 0 end',
        measured_min='case when is_named then own_min else 0 end',
        measured_max='case when is_named then own_max when can_hide or is_unlisted then unnamed_max else 0 end',
        counted_min='case when is_counted_otherwise and is_named then share_min_pct end',
        counted_max='case when is_counted_otherwise and is_named then share_max_pct end',
        excludes='case when is_counted_otherwise then excludes end',
        revision_min='interval_min',
        revision_max='interval_max',
        note='note',
        evidence_table="case when not is_named then 'fct_world_total' when is_share then 'fct_country_share'"
            ~ " else 'fct_production' end",
        evidence_key='case when is_named then row_key else table_key end',
        source_file_id='source_file_id',
        source_row='source_row'
    ) }}
from chosen
