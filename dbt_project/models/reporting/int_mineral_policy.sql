-- Measures on a mineral. One on a group is the group's: its page and its row carry it, those of its members do not.
with measures as (

    select
        measures.*,
        measures.mineral_id as bears_on
    from {{ ref('fct_policy_measure_mineral') }} as measures

),

-- a country that controls a mineral twice is counted once
controlled_countries as (

    select distinct
        tables.mineral_id,
        shares.country_id,
        shares.share_pct
    from {{ ref('core_current_table') }} as tables
    -- one table to many countries
    inner join {{ ref('fct_production') }} as shares on tables.table_id = shares.table_id
    inner join measures
        on
            tables.mineral_id = measures.bears_on
            and shares.country_id = measures.party_a
            and coalesce(measures.stage, tables.stage) = tables.stage
            and measures.kind = 'export_control'
            and measures.is_primary_supply
    where tables.table_role = 'primary'

),

-- every table of the mineral beside every country that controls what it counts; a control on a step that no table
-- counts leaves open how much it bears on
controlled_tables as (

    select distinct
        measures.bears_on as mineral_id,
        measures.party_a as country_id,
        tables.table_id,
        case when tables.table_id is null then 0.0 else coalesce(shares.share_all_min_pct, 0.0) end as least_pct,
        case
            when tables.table_id is null then 100.0
            else coalesce(shares.share_all_max_pct, unnamed.unnamed_all_max_pct, 100.0)
        end as most_pct
    from measures
    -- many tables to one measure; none where its step is not measured
    left join {{ ref('core_current_table') }} as tables
        on
            measures.bears_on = tables.mineral_id
            and coalesce(measures.stage, tables.stage) = tables.stage
            and tables.is_current
    left join {{ ref('fct_production') }} as shares
        on tables.table_id = shares.table_id and measures.party_a = shares.country_id
    left join {{ ref('core_production_table') }} as unnamed on tables.table_id = unnamed.table_id
    where measures.kind = 'export_control' and measures.is_primary_supply

),

tenths as (

    select
        mineral_id,
        table_id,
        case
            when {{ exact_sum_pct('least_pct') }} >= 10 then true
            when {{ exact_sum_pct('most_pct') }} < 10 then false
        end as is_controlled
    from controlled_tables
    group by mineral_id, table_id

),

under_control as (

    select
        mineral_id,
        {{ any_of('is_controlled') }} as is_output_controlled
    from tenths
    group by mineral_id

),

controlled as (

    select
        mineral_id,
        {{ round_pct('sum(share_pct)') }} as controlled_output_pct
    from controlled_countries
    group by mineral_id

)

select
    measures.bears_on as mineral_id,
    cast(count(distinct case when measures.kind = 'export_control' then measures.policy_measure_id end) as integer)
        as export_control_count,
    cast(count(distinct case when measures.kind = 'agreement' then measures.policy_measure_id end) as integer)
        as agreement_count,
    {{ joined_text(
        "case when measures.kind = 'export_control' then countries.country_name || ': ' || "
        ~ words('measures.control_type') ~ " || ', ' || " ~ words('measures.covers')
        ~ " || ' (' || cast(measures.year as " ~ dbt.type_string() ~ ") || ')' end",
        'countries.country_name, measures.year, measures.policy_measure_id', '; '
    ) }} as export_controls,
    max(controlled.controlled_output_pct) as controlled_output_pct,
    -- null where a control bears on what is not measured; false where there is none in the register
    case
        when max(under_control.mineral_id) is null then false
        else {{ any_of('under_control.is_output_controlled') }}
    end as is_output_controlled
from measures
-- many measures to one country; groups of countries control nothing
left join {{ ref('dim_country') }} as countries on measures.party_a = countries.country_id
-- one row at most
left join controlled on measures.bears_on = controlled.mineral_id
left join under_control on measures.bears_on = under_control.mineral_id
group by measures.bears_on
