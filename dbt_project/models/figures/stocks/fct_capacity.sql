-- Capacity as printed, beside the output of the same country in the same table and year.
with capacity as (

    select
        cells.*,
        countries.is_residual,
        output.cell_id as output_cell_id,
        output.quantity_tonnes as output_tonnes,
        coalesce(output.quantity_min_tonnes, 0.0) as output_min_tonnes,
        output.quantity_max_tonnes as output_max_tonnes,
        output.value_status as output_status,
        rank() over (
            partition by cells.source_id, cells.mineral_id, cells.stage, cells.form, cells.year
            order by editions.edition_order desc
        ) = 1 as is_latest_vintage
    from {{ ref('core_cell') }} as cells
    -- many cells to one edition, and to one country
    inner join {{ ref('core_edition') }} as editions on cells.edition_id = editions.edition_id
    inner join {{ ref('countries') }} as countries on cells.country_id = countries.country_id
    -- at most one cell of output; the residuals of two columns need not be the same countries
    left join {{ ref('core_cell') }} as output
        on
            cells.table_id = output.table_id
            and cells.country_id = output.country_id
            and output.destination = 'fct_production'
            and not countries.is_residual
    where cells.destination = 'fct_capacity'

)

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
    quantity_min_tonnes,
    quantity_max_tonnes,
    output_tonnes,
    {{ round_tonnes('quantity_tonnes - output_tonnes') }} as idle_tonnes,
    {{ round_tonnes('quantity_min_tonnes - output_max_tonnes') }} as idle_min_tonnes,
    case
        when output_cell_id is not null then {{ round_tonnes('quantity_max_tonnes - output_min_tonnes') }}
    end as idle_max_tonnes,
    {{ round_pct('100 * output_tonnes / nullif(quantity_tonnes, 0)') }} as utilisation_pct,
    case
        when output_cell_id is not null
            then {{ round_pct('100 * output_min_tonnes / nullif(quantity_max_tonnes, 0)') }}
    end as utilisation_min_pct,
    {{ round_pct('100 * output_max_tonnes / nullif(quantity_min_tonnes, 0)') }} as utilisation_max_pct,
    case
        when output_min_tonnes > quantity_max_tonnes then true
        when output_max_tonnes <= quantity_min_tonnes then false
    end as is_above_capacity,
    case
        when is_residual then 'residual'
        when output_cell_id is null then 'no_output_printed'
        when quantity_tonnes is null then 'capacity_unknown'
        when output_tonnes is null then 'output_unknown'
        when quantity_tonnes = 0 then 'no_capacity'
    end as utilisation_unknown_because,
    output_status,
    output_cell_id,
    value_status,
    is_estimated,
    value_as_printed,
    unit_as_printed,
    country_as_printed,
    type_as_printed,
    note_marks,
    correction_id,
    is_latest_vintage,
    source_file_id,
    source_row,
    source_column
from capacity
