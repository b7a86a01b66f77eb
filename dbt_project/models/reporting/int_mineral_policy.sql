-- Measures on a mineral, and those on the group that it belongs to.
with measures as (

    select
        measures.*,
        measures.mineral_id as bears_on
    from {{ ref('fct_policy_measure_mineral') }} as measures

    union all

    select
        measures.*,
        members_of.mineral_id as bears_on
    from {{ ref('fct_policy_measure_mineral') }} as measures
    -- one group to many members
    inner join {{ ref('core_mineral_group') }} as members_of on measures.mineral_id = members_of.group_id

),

-- a country that controls a mineral twice is counted once
controlled_countries as (

    select distinct
        tables.mineral_id,
        shares.country_id,
        shares.share_pct
    from {{ ref('core_primary_table') }} as tables
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
    max(controlled.controlled_output_pct) as controlled_output_pct
from measures
-- many measures to one country; groups of countries control nothing
left join {{ ref('dim_country') }} as countries on measures.party_a = countries.country_id
-- one row at most
left join controlled on measures.bears_on = controlled.mineral_id
group by measures.bears_on
