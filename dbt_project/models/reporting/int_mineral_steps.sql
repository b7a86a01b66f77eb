-- What all comparable tables of a mineral say together, mining and processing by themselves: true where one table is,
-- false where none is and every step that exists is measured, otherwise null. Nothing is above anything in a step that
-- does not exist.
{%- set signs = ['is_above_cap', 'is_concentrated', 'is_rising'] %}
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

measured as (

    select
        mineral_id,
        stage_group,
        {% for sign in signs -%}
        {{ any_of(sign) }} as {{ sign }},
        {% endfor -%}
        cast(count(*) as integer) as table_count
    from tables
    group by mineral_id, stage_group

),

-- the steps that exist, and those of them that no comparable table counts
existing as (

    select
        chain.mineral_id,
        case when chain.stage = 'mine' then 'mining' else 'processing' end as stage_group,
        cast(count(distinct chain.step) as integer) as step_count,
        cast(count(distinct case when tables.table_id is null then chain.step end) as integer) as unmeasured_count
    from {{ ref('dim_stage_chain') }} as chain
    -- many tables to one step: its forms
    left join tables
        on
            chain.mineral_id = tables.mineral_id
            and chain.stage = tables.stage
            and ';' || chain.forms || ';' like '%;' || tables.form || ';%'
    where chain.has_step
    group by chain.mineral_id, case when chain.stage = 'mine' then 'mining' else 'processing' end

),

groups as (

    select
        minerals.mineral_id,
        groups.stage_group
    from (select distinct mineral_id from tables) as minerals
    -- two rows each
    cross join (select distinct stage_group from tables) as groups

),

steps as (

    select
        groups.mineral_id,
        groups.stage_group,
        measured.is_above_cap as is_measured_above_cap,
        {% for sign in signs -%}
        case
            when measured.{{ sign }} then true
            when coalesce(existing.unmeasured_count, 0) = 0 and measured.mineral_id is null then false
            when coalesce(existing.unmeasured_count, 0) = 0 then measured.{{ sign }}
        end as {{ sign }},
        {% endfor -%}
        coalesce(measured.table_count, 0) as table_count,
        coalesce(existing.step_count, 0) as step_count,
        coalesce(existing.unmeasured_count, 0) as unmeasured_count
    from groups
    left join measured on groups.mineral_id = measured.mineral_id and groups.stage_group = measured.stage_group
    left join existing on groups.mineral_id = existing.mineral_id and groups.stage_group = existing.stage_group

)

select
    steps.mineral_id,
    steps.stage_group,
    steps.table_count,
    steps.step_count,
    steps.unmeasured_count,
    steps.is_measured_above_cap,
    steps.is_above_cap,
    steps.is_concentrated,
    steps.is_rising,
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
