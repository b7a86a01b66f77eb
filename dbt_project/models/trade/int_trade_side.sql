-- What each country sold and bought, by CEPII's codes. A year that is landed in bulk is summed from its flows, with
-- every code that leads to a mineral; any other year is as its sums ship.
with landed as (

    select distinct
        edition_id,
        hs_edition,
        year
    from {{ ref('stg_bulk__partitions') }}
    where source_id = 'baci'

),

codes as (

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

),

summed as (

    {% for side in ['exporter', 'importer'] -%}
    select
        '{{ side }}' as side,
        edition_id,
        hs_edition,
        hs_code,
        year,
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

    union all

    {% endfor -%}
    {% for side in ['exporter', 'importer'] -%}
    select
        '{{ side }}' as side,
        shipped.edition_id,
        shipped.hs_edition,
        shipped.hs_code,
        shipped.year,
        shipped.{{ side }}_code as country_code,
        shipped.value_usd,
        shipped.net_kg,
        shipped.value_usd_without_kg,
        shipped.flow_count
    from {{ ref('stg_baci__' ~ side ~ 's') }} as shipped
    left join landed
        on
            shipped.edition_id = landed.edition_id
            and shipped.hs_edition = landed.hs_edition
            and shipped.year = landed.year
    where landed.edition_id is null
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
)

select
    edition_id,
    hs_edition,
    hs_code,
    year,
    side,
    country_code,
    value_usd,
    net_kg,
    value_usd_without_kg,
    flow_count
from summed
