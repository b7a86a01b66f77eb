{{ config(materialized='by_partition', source_id='baci', fed_by=['hs_bridge']) }}
-- What each country sold and bought in the years that are landed in bulk: summed from the flows of every code that
-- leads to a mineral. Filled year by year.
-- depends_on: {{ ref('stg_bulk__partitions') }}
with codes as (

    select distinct
        hs_edition,
        hs_code
    from {{ ref('hs_bridge') }}

),

flows as (

    select
        flows.edition_id,
        flows.hs_edition,
        flows.hs_code,
        flows.year,
        flows.exporter_code,
        flows.importer_code,
        flows.value_usd,
        flows.net_kg
    from {{ ref('stg_bulk__baci_flows') }} as flows
    inner join codes on flows.hs_edition = codes.hs_edition and flows.hs_code = codes.hs_code
    where {{ this_partition('flows') }}

)

{% for side in ['exporter', 'importer'] -%}
select
    edition_id,
    hs_edition,
    hs_code,
    year,
    '{{ side }}' as side,
    {{ side }}_code as country_code,
    cast(sum(value_usd) as bigint) as value_usd,
    cast(sum(net_kg) as bigint) as net_kg,
    cast(sum(case when net_kg is null then value_usd else 0 end) as bigint) as value_usd_without_kg,
    cast(count(*) as integer) as flow_count
from flows
{% if side == 'importer' -%}
where year >= {{ first_year_of_exporters() }}
{% endif -%}
group by edition_id, hs_edition, hs_code, year, {{ side }}_code
{% if not loop.last %}
union all

{% endif -%}
{% endfor %}
