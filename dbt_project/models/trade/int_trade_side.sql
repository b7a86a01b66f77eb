-- What each country sold and bought. A year that is landed in bulk is summed from its flows, any other year is as its
-- sums ship.
with landed as (

    select distinct
        edition_id,
        hs_edition,
        year
    from {{ ref('stg_bulk__partitions') }}
    where source_id = 'baci'

),

shipped as (

    {% for side in ['exporter', 'importer'] -%}
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
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
)

{{ sides_by_country('shipped') }}

union all

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
from {{ ref('int_trade_landed_side') }}
