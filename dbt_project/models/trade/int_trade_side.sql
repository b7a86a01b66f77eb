-- What each country sold and bought, by CEPII's codes. A year that is landed in bulk is summed from its flows, any
-- other year is as its sums ship.
with landed as (

    select distinct
        edition_id,
        hs_edition,
        year
    from {{ ref('stg_bulk__partitions') }}
    where source_id = 'baci'

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
from {{ ref('int_trade_landed_side') }}
{% for side in ['exporter', 'importer'] %}
union all

select
    shipped.edition_id,
    shipped.hs_edition,
    shipped.hs_code,
    shipped.year,
    '{{ side }}' as side,
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
{% endfor %}
