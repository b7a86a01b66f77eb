with printed as (
    select *
    from {{ ref('int_net_import_reliance') }}
    where preference = 1
),

figures as (
    select *
    from {{ ref('int_net_import_reliance') }}
    where printed_in = 'figure'
)

select
    printed.edition_id,
    printed.source_id,
    printed.mineral_id,
    printed.form,
    printed.is_headline,
    printed.year,
    printed.nir_pct,
    printed.nir_min_pct,
    printed.nir_max_pct,
    printed.value_status,
    printed.is_estimated,
    printed.has_stock_term,
    printed.value_as_printed,
    printed.commodity_as_printed,
    printed.detail_as_printed,
    printed.printed_in,
    figures.value_as_printed as figure_value_as_printed,
    printed.value_as_printed = figures.value_as_printed as is_figure_equal,
    figures.import_sources_as_printed as leading_sources_as_printed,
    printed.is_latest_vintage,
    printed.source_file_id,
    printed.source_row
from printed
-- at most one row of the figure for each series and year (tested)
left join figures
    on
        printed.edition_id = figures.edition_id
        and printed.mineral_id = figures.mineral_id
        and printed.form = figures.form
        and printed.year = figures.year
