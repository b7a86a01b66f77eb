-- what a row makes at least and at most; the bounds of the others are the table's less its own
-- Long because both worlds are bounded from the same quantities of a row.
with quantities as (
    select
        cells.*,
        table_years.world_tonnes,
        table_years.world_basis,
        table_years.is_latest_vintage,
        table_years.is_open_above,
        table_years.residual_max_pct,
        table_years.printed_tonnes as world_printed_tonnes,
        -- what the publisher divides by, should its rows add up to more than its rounded total
        least(table_years.world_tonnes, coalesce(table_years.printed_tonnes, table_years.world_tonnes))
            as publishers_world,
        table_years.excludes,
        table_years.left_out_count > 0 as has_left_out,
        table_years.world_all_min_tonnes,
        table_years.world_all_max_tonnes,
        -- what the total leaves out: of this row's country, and of the others
        case when left_out.country_id is null then 0.0 else left_out.left_out_min_tonnes end as own_left_min,
        case when left_out.country_id is null then 0.0 else left_out.left_out_max_tonnes end as own_left_max,
        case
            when left_out.country_id is null then table_years.left_out_min_tonnes
            else table_years.left_out_min_tonnes - left_out.left_out_min_tonnes
        end as other_left_min,
        case
            when left_out.country_id is null then table_years.left_out_max_tonnes
            when table_years.left_out_count = 1 then 0.0
            else table_years.left_out_max_tonnes - left_out.left_out_max_tonnes
        end as other_left_max,
        -- a country that the publisher does not count has no place in the publisher's world, unless it makes nothing
        coalesce(left_out.is_whole, false) and coalesce(left_out.left_out_max_tonnes > 0, true) as is_left_out,
        not countries.is_residual and cells.quantity_tonnes is not null as is_ranked,
        case when coalesce(left_out.is_whole, false) then 0 else coalesce(cells.quantity_min_tonnes, 0) end
            as low_tonnes,
        case when coalesce(left_out.is_whole, false) then 0 else coalesce(cells.quantity_max_tonnes, 0) end
            as high_tonnes,
        coalesce(table_years.printed_min_tonnes, 0) as world_low_tonnes,
        coalesce(table_years.printed_max_tonnes, 0) as world_high_tonnes,
        table_years.low_tonnes as rows_low_tonnes,
        table_years.high_tonnes as rows_high_tonnes
    from core.core_cell as cells
    -- many cells to one table-year, and to one country
    inner join intermediate.int_table_years as table_years on cells.table_id = table_years.table_id
    inner join reference.countries as countries on cells.country_id = countries.country_id
    -- at most one line about its country
    left join intermediate.int_left_out as left_out
        on cells.table_id = left_out.table_id and cells.country_id = left_out.country_id
    where cells.destination = 'fct_production'
),

worlds as (
    select
        quantities.*,
        -- the world beside which the row is largest, and the one beside which it is least
        greatest(world_low_tonnes, high_tonnes + rows_low_tonnes - low_tonnes) as small_world,
        greatest(world_high_tonnes, low_tonnes + rows_high_tonnes - high_tonnes) as large_world
    from quantities
),

shares as (
    select
        worlds.*,
        100 * quantity_tonnes / nullif(world_tonnes, 0) as exact_pct,
        100 * quantity_tonnes / nullif(publishers_world, 0) as publishers_pct,
        case
            when is_open_above then 0
            else 100 * low_tonnes / nullif(large_world, 0)
        end as least_pct,
        case
            when quantity_max_tonnes is null then residual_max_pct
            else 100 * high_tonnes / nullif(small_world, 0)
        end as most_pct,
        case
            when is_open_above or other_left_max is null then 0
            else 100 * (low_tonnes + own_left_min) / nullif(large_world + own_left_min + other_left_max, 0)
        end as least_of_all_pct,
        case
            when own_left_max is null then 100
            when quantity_max_tonnes is null and not is_left_out then residual_max_pct
            else 100 * (high_tonnes + own_left_max) / nullif(small_world + own_left_max + other_left_min, 0)
        end as most_of_all_pct,
        -- at face value, where a printed total contradicts its own rows
        100 * quantity_tonnes / nullif(world_tonnes + other_left_max, 0) as least_exact_of_all_pct,
        100 * quantity_tonnes / nullif(publishers_world + other_left_min, 0) as most_exact_of_all_pct
    from worlds
),

bounded as (
    select
        shares.*,
        case
            when world_tonnes > 0 and not is_left_out
                then least(coalesce(least_pct, 0), coalesce(exact_pct, 100))
        end as bounded_min_pct,
        case
            when world_tonnes > 0 and not is_left_out
                then least(100, greatest(coalesce(most_pct, 0), coalesce(publishers_pct, least_pct, 0)))
        end as bounded_max_pct
    from shares
)

-- the bounds enclose the share even where a printed total contradicts its own rows: of the rows' sum, and of the total
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
    world_printed_tonnes,
    world_all_min_tonnes,
    world_all_max_tonnes,
    excludes,
    case when world_tonnes > 0 and not is_left_out then round(exact_pct, 6) end as share_pct,
    case
        when world_tonnes > publishers_world and not is_left_out and quantity_tonnes is not null
            then round(least(100, publishers_pct), 6)
    end as share_of_printed_pct,
    round(bounded_min_pct, 6) as share_min_pct,
    round(bounded_max_pct, 6) as share_max_pct,
    case
        when not has_left_out then round(bounded_min_pct, 6)
        when world_tonnes > 0
            then round(least(coalesce(least_of_all_pct, 0), coalesce(least_exact_of_all_pct, 100)), 6)
    end as share_all_min_pct,
    case
        when not has_left_out then round(bounded_max_pct, 6)
        when world_tonnes > 0
            then round(least(100, greatest(coalesce(most_of_all_pct, 0), coalesce(case when own_left_max = 0 then most_exact_of_all_pct end, least_of_all_pct, 0))), 6)
    end as share_all_max_pct,
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
from bounded