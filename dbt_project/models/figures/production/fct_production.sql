-- what a row makes at least and at most; the bounds of the others are the table's less its own
with quantities as (
    select
        cells.*,
        table_years.world_tonnes,
        table_years.world_basis,
        table_years.is_latest_vintage,
        table_years.is_open_above,
        table_years.residual_max_pct,
        not countries.is_residual and cells.quantity_tonnes is not null as is_ranked,
        coalesce(cells.quantity_min_tonnes, 0) as low_tonnes,
        coalesce(cells.quantity_max_tonnes, 0) as high_tonnes,
        coalesce(table_years.printed_min_tonnes, 0) as world_low_tonnes,
        coalesce(table_years.printed_max_tonnes, 0) as world_high_tonnes,
        table_years.low_tonnes - coalesce(cells.quantity_min_tonnes, 0) as others_low_tonnes,
        table_years.high_tonnes - coalesce(cells.quantity_max_tonnes, 0) as others_high_tonnes
    from {{ ref('core_cell') }} as cells
    -- many cells to one table-year, and to one country
    inner join {{ ref('int_table_years') }} as table_years on cells.table_id = table_years.table_id
    inner join {{ ref('countries') }} as countries on cells.country_id = countries.country_id
    where cells.destination = 'fct_production'
),

shares as (
    select
        quantities.*,
        100 * quantity_tonnes / nullif(world_tonnes, 0) as exact_pct,
        case
            when is_open_above then 0
            else
                100 * low_tonnes
                / nullif(greatest(world_high_tonnes, low_tonnes + others_high_tonnes), 0)
        end as least_pct,
        case
            when quantity_max_tonnes is null then residual_max_pct
            else
                100 * high_tonnes
                / nullif(greatest(world_low_tonnes, high_tonnes + others_low_tonnes), 0)
        end as most_pct
    from quantities
)

-- the bounds enclose the share even where a printed total contradicts its own rows
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
    world_tonnes,
    world_basis,
    case when world_tonnes > 0 then {{ round_pct('exact_pct') }} end as share_pct,
    case
        when world_tonnes > 0 then {{ round_pct('least(coalesce(least_pct, 0), coalesce(exact_pct, 100))') }}
    end as share_min_pct,
    case
        when world_tonnes > 0
            then {{ round_pct(
                'least(100, greatest(coalesce(most_pct, 0), coalesce(exact_pct, least_pct, 0)))'
            ) }}
    end as share_max_pct,
    case
        when is_ranked
            then cast(rank() over (
                partition by table_id, is_ranked
                order by quantity_tonnes desc nulls last
            ) as integer)
    end as share_rank,
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
from shares
