-- What the listed rows of a table-year add up to: countries and residuals, the printed total left out.
with listed as (
    select
        cells.*,
        -- a figure that is counted in another row leaves nothing open
        cells.quantity_max_tonnes is null and cells.value_status <> 'included_elsewhere' as is_open,
        not countries.is_residual and cells.quantity_tonnes is not null as is_named_known
    from {{ ref('core_cell') }} as cells
    -- many cells to one country
    inner join {{ ref('countries') }} as countries on cells.country_id = countries.country_id
    where cells.destination = 'fct_production'
)

select
    table_id,
    {{ table_year_columns() }},
    max(source_id) as source_id,
    min(basis) as basis,
    {{ count_where('not is_comparable') }} = 0 as is_comparable,
    {{ round_tonnes('sum(quantity_tonnes)') }} as summed_tonnes,
    {{ round_tonnes('sum(coalesce(quantity_min_tonnes, 0))') }} as low_tonnes,
    {{ round_tonnes('sum(coalesce(quantity_max_tonnes, 0))') }} as high_tonnes,
    {{ round_tonnes(sum_where('quantity_tonnes', 'is_named_known')) }} as named_tonnes,
    {{ round_tonnes(sum_where('quantity_min_tonnes', 'is_named_known')) }} as named_low_tonnes,
    {{ round_tonnes(sum_where('quantity_max_tonnes', 'not is_named_known')) }} as rest_high_tonnes,
    {{ count_where('is_open') }} as open_count
from listed
group by table_id, {{ table_year_columns() }}
