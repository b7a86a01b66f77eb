select
    edition_id,
    source_id,
    mineral_id,
    year,
    form,
    nir_pct,
    nir_min_pct,
    nir_max_pct,
    value_status,
    is_estimated,
    has_stock_term,
    value_as_printed,
    commodity_as_printed,
    is_latest_vintage,
    source_file_id,
    source_row
from {{ ref('fct_net_import_reliance_by_form') }}
where is_headline
