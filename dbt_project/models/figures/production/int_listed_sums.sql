-- What the listed rows of a table-year add up to: countries and residuals, the printed total left out, and so are
-- countries that the total does not count.
with listed as (
    select
        cells.*,
        left_out.country_id is null as is_counted,
        -- a figure that is counted in another row leaves nothing open
        cells.quantity_max_tonnes is null and cells.value_status <> 'included_elsewhere' as is_open,
        not countries.is_residual and cells.quantity_tonnes is not null as is_named_known
    from {{ ref('core_cell') }} as cells
    -- many cells to one country
    inner join {{ ref('countries') }} as countries on cells.country_id = countries.country_id
    left join ({{ left_out_of_totals() }}) as left_out
        on cells.table_id = left_out.table_id and cells.country_id = left_out.country_id and left_out.is_whole
    where cells.destination = 'fct_production'
)

select
    table_id,
    {{ table_year_columns() }},
    max(source_id) as source_id,
    min(basis) as basis,
    {{ count_where('not is_comparable') }} = 0 as is_comparable,
    {{ round_tonnes('sum(case when is_counted then quantity_tonnes end)') }} as summed_tonnes,
    {{ round_tonnes(sum_where('quantity_min_tonnes', 'is_counted')) }} as low_tonnes,
    {{ round_tonnes(sum_where('quantity_max_tonnes', 'is_counted')) }} as high_tonnes,
    {{ round_tonnes(sum_where('quantity_tonnes', 'is_counted and is_named_known')) }} as named_tonnes,
    {{ round_tonnes(sum_where('quantity_min_tonnes', 'is_counted and is_named_known')) }} as named_low_tonnes,
    {{ round_tonnes(sum_where('quantity_max_tonnes', 'is_counted and not is_named_known')) }} as rest_high_tonnes,
    {{ count_where('is_counted and is_open') }} as open_count
from listed
group by table_id, {{ table_year_columns() }}
