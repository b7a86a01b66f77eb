{#- Rows of one of the two totals that ship of BACI: all that a country sold, or bought, of a code in a year. -#}
{% macro baci_totals(table, country) %}
with source as (

    select * from {{ source('baci', table) }}

)

select
    edition_id,
    file_name,
    hs_edition,
    hs_code,
    cast(year as integer) as year,
    cast({{ country }} as integer) as {{ country }},
    cast(value_usd as bigint) as value_usd,
    cast(net_kg as bigint) as net_kg,
    cast(value_usd_without_kg as bigint) as value_usd_without_kg,
    cast(flow_count as integer) as flow_count
from source
{% endmacro %}
