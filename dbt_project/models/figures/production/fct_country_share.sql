-- the shares that stand in `fct_production`, under the name that readers know
select
    table_id,
    edition_id,
    source_id,
    mineral_id,
    stage,
    form,
    basis,
    country_id,
    year,
    quantity_tonnes,
    world_tonnes,
    world_basis,
    share_pct,
    share_min_pct,
    share_max_pct,
    share_rank,
    value_status,
    is_estimated,
    is_latest_vintage,
    source_file_id,
    source_row
from {{ ref('fct_production') }}
