{{ config(materialized='by_partition', source_id='baci', fed_by=['hs_bridge', 'baci_country_codes']) }}
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

),

summed as (

    {% for side in ['exporter', 'importer'] -%}
    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        '{{ side }}' as side,
        {{ side }}_code as country_code,
        sum(value_usd) as value_usd,
        sum(net_kg) as net_kg,
        sum(case when net_kg is null then value_usd else 0 end) as value_usd_without_kg,
        count(*) as flow_count
    from flows
    {% if side == 'importer' -%}
    where year >= {{ first_year_of_exporters() }}
    {% endif -%}
    group by edition_id, hs_edition, hs_code, year, {{ side }}_code
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

by_country as (

    {{ sides_by_country('summed') | indent(4) }}

)

select
    edition_id,
    hs_edition,
    hs_code,
    year,
    side,
    country_id,
    country_code,
    value_usd,
    net_kg,
    value_usd_without_kg,
    flow_count
from by_country
