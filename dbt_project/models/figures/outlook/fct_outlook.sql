-- Projections, apart from all figures of years that are over: no table of production, share, rank or index has them.
with projected as (

    select
        cells.*,
        coalesce(countries.is_residual, false) as is_residual
    from {{ ref('core_cell') }} as cells
    -- one country, none for the printed total
    left join {{ ref('countries') }} as countries on cells.country_id = countries.country_id
    where cells.destination = 'fct_outlook'

),

printed as (

    select *
    from projected
    where is_world

),

sums as (

    select
        table_id,
        {{ round_tonnes('sum(quantity_tonnes)') }} as summed_tonnes,
        {{ round_tonnes('sum(quantity_min_tonnes)') }} as low_tonnes,
        {{ round_tonnes('sum(quantity_max_tonnes)') }} as high_tonnes
    from projected
    where not is_world
    group by table_id

),

-- the larger of the printed total and the sum of the rows, as for every share of the project
worlds as (

    select
        sums.*,
        printed.quantity_tonnes as printed_tonnes,
        coalesce(printed.quantity_min_tonnes, 0) as printed_low_tonnes,
        coalesce(printed.quantity_max_tonnes, 0) as printed_high_tonnes,
        case
            when {{ total_holds_its_rows('printed.quantity_tonnes', 'sums.summed_tonnes') }}
                then printed.quantity_tonnes
            else sums.summed_tonnes
        end as world_tonnes,
        case
            when {{ total_holds_its_rows('printed.quantity_tonnes', 'sums.summed_tonnes') }} then 'printed'
            else 'summed'
        end as world_basis
    from sums
    -- at most one printed total
    left join printed on sums.table_id = printed.table_id

),

shares as (

    select
        projected.*,
        worlds.world_tonnes,
        worlds.world_basis,
        worlds.printed_tonnes,
        worlds.summed_tonnes,
        100 * projected.quantity_tonnes / nullif(worlds.world_tonnes, 0) as exact_pct,
        -- at face value, where the rows exceed the printed total
        100 * projected.quantity_tonnes / nullif(worlds.printed_tonnes, 0) as printed_pct,
        -- the world beside which the row is least, and the one beside which it is largest
        100 * projected.quantity_min_tonnes / nullif(
            greatest(
                worlds.printed_high_tonnes,
                projected.quantity_min_tonnes + worlds.high_tonnes - projected.quantity_max_tonnes
            ), 0
        ) as least_pct,
        100 * projected.quantity_max_tonnes / nullif(
            greatest(
                worlds.printed_low_tonnes,
                projected.quantity_max_tonnes + worlds.low_tonnes - projected.quantity_min_tonnes
            ), 0
        ) as most_pct
    from projected
    -- one row
    inner join worlds on projected.table_id = worlds.table_id

)

select
    table_id,
    edition_id,
    source_id,
    mineral_id,
    stage,
    form,
    basis,
    -- the layout has no other
    'base_case' as scenario,
    country_id,
    is_world,
    is_residual,
    year,
    quantity_tonnes,
    quantity_min_tonnes,
    quantity_max_tonnes,
    world_tonnes,
    world_basis,
    printed_tonnes as world_printed_tonnes,
    summed_tonnes,
    case when not is_world then {{ round_pct('exact_pct') }} end as share_pct,
    case when not is_world then {{ round_pct('least(coalesce(least_pct, 0), exact_pct)') }} end as share_min_pct,
    case
        when not is_world
            then {{ round_pct('least(100, greatest(coalesce(most_pct, 0), coalesce(printed_pct, 0), exact_pct))') }}
    end as share_max_pct,
    case when not is_world and world_basis = 'summed' then {{ round_pct('printed_pct') }} end as share_of_printed_pct,
    value_status,
    value_as_printed,
    unit_as_printed,
    country_as_printed,
    source_file_id,
    source_row,
    source_column
from shares
