-- What registers hold: notes of publishers, statements of governments, laws. Notes name the step, the others do not.
with said as (

    select
        country_id,
        mineral_id,
        stage,
        step,
        case says
            when 'produces' then 'note_says_it_produces'
            when 'has_capacity' then 'note_says_it_has_capacity'
            when 'may_produce' then 'note_says_it_may_produce'
        end as finding,
        'named_without_figure' as found_in,
        cast(null as {{ dbt.type_string() }}) as said_on,
        edition_id,
        edition_id || '/' || file_name as source_file_id,
        source_row
    from {{ ref('named_without_figure') }}
    where edition_id in (select editions.edition_id from {{ ref('dim_edition') }} as editions)

    union all

    select
        country_id,
        mineral_id,
        'not_said' as stage,
        'not_said' as step,
        case says
            when 'produces' then 'state_says_it_produces'
            when 'by_product' then 'state_says_by_product'
            when 'technology' then 'state_says_technology'
            when 'plans' then 'state_plans'
        end as finding,
        'state_statements/' || statement_id as found_in,
        said_on,
        cast(null as {{ dbt.type_string() }}) as edition_id,
        cast(null as {{ dbt.type_string() }}) as source_file_id,
        cast(null as integer) as source_row
    from {{ ref('state_statements') }}

    union all

    select
        country_id,
        mineral_id,
        'not_said' as stage,
        'not_said' as step,
        'law_withheld_reserves' as finding,
        'withheld_by_law' as found_in,
        withheld_until as said_on,
        cast(null as {{ dbt.type_string() }}) as edition_id,
        cast(null as {{ dbt.type_string() }}) as source_file_id,
        cast(null as integer) as source_row
    from {{ ref('withheld_by_law') }}

)

select
    said.country_id,
    said.mineral_id,
    said.stage,
    said.step,
    said.finding,
    said.found_in,
    cast(
        coalesce(
            substring(said.said_on, 1, 4), cast(extract(year from editions.known_from) as {{ dbt.type_string() }})
        ) as integer
    )
        as year,
    cast(null as double) as evidence_value,
    cast(null as {{ dbt.type_string() }}) as unit,
    cast(null as bigint) as import_usd,
    said.edition_id,
    said.source_file_id,
    said.source_row
from said
-- one row at most
left join {{ ref('dim_edition') }} as editions on said.edition_id = editions.edition_id
