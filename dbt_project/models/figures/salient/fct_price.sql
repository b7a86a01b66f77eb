select
    edition_id,
    source_id,
    mineral_id,
    form,
    year,
    unit,
    value,
    value_min,
    value_max,
    value_status,
    is_estimated,
    value_as_printed,
    unit_as_printed,
    commodity_as_printed,
    series_as_printed,
    is_latest_vintage,
    source_file_id,
    source_row
from {{ ref('fct_us_salient') }}
where statistic = 'price'
