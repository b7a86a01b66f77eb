-- What all comparable tables of a mineral say together, mining and processing by themselves: true where one table is,
-- false where none is, null where that is not decided. No table, no row: the step is not measured.
with tables as (

    select
        current_tables.*,
        caps.is_above_cap,
        caps.top_country_id,
        caps.top_share_pct,
        caps.top_share_all_min_pct,
        caps.top_share_all_max_pct,
        case
            when concentration.hhi_all_min > {{ four_equal_producers() }} then true
            when concentration.hhi_all_max <= {{ four_equal_producers() }} then false
        end as is_concentrated,
        -- editions revise by a tenth as a matter of routine: less is no trend
        case
            when current_tables.first_year < current_tables.year
                then concentration.hhi > 1.1 * current_tables.first_hhi
        end as is_rising,
        row_number() over (
            partition by current_tables.mineral_id
            order by
                caps.top_share_pct desc nulls last,
                current_tables.place asc nulls last
        ) as share_place
    from {{ ref('core_current_table') }} as current_tables
    -- one row each
    inner join {{ ref('fct_concentration') }} as concentration on current_tables.table_id = concentration.table_id
    inner join {{ ref('fct_single_country_cap') }} as caps
        on current_tables.table_id = caps.table_id and caps.measure = 'world_production'
    where current_tables.is_current

),

steps as (

    select
        mineral_id,
        stage_group,
        cast(count(*) as integer) as table_count,
        {% for sign in ['is_above_cap', 'is_concentrated', 'is_rising'] -%}
        {{ any_of(sign) }} as {{ sign }},
        {% endfor -%}
        max(top_share_all_max_pct) as top_share_all_max_pct
    from tables
    group by mineral_id, stage_group

)

select
    steps.mineral_id,
    steps.stage_group,
    steps.table_count,
    steps.is_above_cap,
    steps.is_concentrated,
    steps.is_rising,
    steps.top_share_all_max_pct,
    -- the largest share of one country in any table of the mineral, whichever step it is of
    largest.top_share_pct as largest_share_pct,
    largest.top_share_all_min_pct as largest_share_all_min_pct,
    largest.top_share_all_max_pct as largest_share_all_max_pct,
    largest.stage as largest_share_stage,
    largest.form as largest_share_form,
    largest.year as largest_share_year,
    largest.place > 1 as is_largest_in_another_table,
    countries.country_name as largest_share_country
from steps
-- one row: the table with the largest share
inner join tables as largest on steps.mineral_id = largest.mineral_id and largest.share_place = 1
left join {{ ref('dim_country') }} as countries on largest.top_country_id = countries.country_id
