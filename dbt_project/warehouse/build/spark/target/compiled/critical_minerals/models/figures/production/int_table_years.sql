-- One table of one edition for one year, with the world that its shares are measured against.
-- Long because a table-year carries both worlds and what is open in them.
with printed as (
    select *
    from core.core_cell
    where destination = 'fct_world_total'
),

left_out as (
    select
        table_id,
        min(excludes) as excludes,
        min(excludes_basis) as excludes_basis,
        count(*) as country_count,
        sum(left_out_min_tonnes) as min_tonnes,
        case when count(*) = count(left_out_max_tonnes) then sum(left_out_max_tonnes) end as max_tonnes
    from intermediate.int_left_out
    group by table_id
),

-- one to one: at most one printed total for each table-year (tested)
joined as (
    select
        coalesce(sums.table_id, printed.table_id) as table_id,
        coalesce(sums.edition_id, printed.edition_id) as edition_id,
        coalesce(sums.source_id, printed.source_id) as source_id,
        coalesce(sums.mineral_id, printed.mineral_id) as mineral_id,
        coalesce(sums.stage, printed.stage) as stage,
        coalesce(sums.form, printed.form) as form,
        coalesce(sums.basis, printed.basis) as basis,
        coalesce(sums.year, printed.year) as year,
        printed.quantity_tonnes as printed_tonnes,
        printed.quantity_min_tonnes as printed_min_tonnes,
        printed.quantity_max_tonnes as printed_max_tonnes,
        sums.summed_tonnes,
        sums.low_tonnes,
        sums.high_tonnes,
        sums.named_tonnes,
        sums.named_low_tonnes,
        sums.rest_high_tonnes,
        -- a total printed as `more than` or as a range is at least its lower number
        coalesce(printed.quantity_tonnes, printed.quantity_min_tonnes) as total_tonnes,
        case
            when not coalesce(sums.is_comparable, printed.is_comparable) then 'rows_not_comparable'
            when printed.value_status in ('not_available', 'withheld', 'word') then 'total_not_available'
        end as printed_reason,
        -- nothing limits the world from above: no total and an open row, or a total `more than`
        printed.quantity_max_tonnes is null
        and (coalesce(sums.open_count, 0) > 0 or printed.quantity_min_tonnes is not null)
            as is_open_above
    from intermediate.int_listed_sums as sums
    full outer join printed on sums.table_id = printed.table_id
),

worlds as (
    select
        joined.*,
        case
            when printed_reason is not null then printed_reason
            when coalesce(total_tonnes, summed_tonnes) is null then 'nothing_known'
        end as no_world_because,
        case
            when printed_reason is not null then null
            when total_tonnes >= coalesce(summed_tonnes, 0) - 0.001 then 'printed'
            when summed_tonnes is not null then 'summed'
        end as world_basis,
        case
            when printed_reason is not null then null
            when total_tonnes >= coalesce(summed_tonnes, 0) - 0.001 then total_tonnes
            else summed_tonnes
        end as world_tonnes,
        -- the part that no named country is known to make, at its largest
        case
            when is_open_above then 1
            else 1 - named_low_tonnes / nullif(
                greatest(coalesce(printed_max_tonnes, 0), named_low_tonnes + rest_high_tonnes), 0
            )
        end as residual_limit
    from joined
),

residuals as (
    select
        worlds.*,
        1 - named_tonnes / nullif(world_tonnes, 0) as residual_share,
        least(
            world_tonnes, coalesce(printed_min_tonnes, low_tonnes)
        ) as world_min_tonnes,
        case
            when not is_open_above then greatest(world_tonnes, coalesce(printed_max_tonnes, high_tonnes))
        end as world_max_tonnes
    from worlds
)

select
    residuals.table_id,
    residuals.edition_id,
    residuals.source_id,
    residuals.mineral_id,
    residuals.stage,
    residuals.form,
    residuals.basis,
    residuals.year,
    residuals.printed_tonnes,
    residuals.printed_min_tonnes,
    residuals.printed_max_tonnes,
    residuals.summed_tonnes,
    residuals.low_tonnes,
    residuals.high_tonnes,
    residuals.world_tonnes,
    residuals.world_basis,
    residuals.no_world_because,
    residuals.is_open_above,
    left_out.excludes,
    left_out.excludes_basis,
    coalesce(left_out.country_count, 0) as left_out_count,
    coalesce(left_out.min_tonnes, 0.0) as left_out_min_tonnes,
    -- null where nothing limits what is left out; zero where nothing is left out
    case when left_out.table_id is null then 0.0 else left_out.max_tonnes end as left_out_max_tonnes,
    residuals.world_min_tonnes,
    residuals.world_max_tonnes,
    case
        when residuals.world_tonnes is not null
            then round(residuals.world_min_tonnes + coalesce(left_out.min_tonnes, 0), 9)
    end as world_all_min_tonnes,
    case
        when residuals.world_tonnes is not null and left_out.table_id is null
            then round(residuals.world_max_tonnes, 9)
        when residuals.world_tonnes is not null
            then round(residuals.world_max_tonnes + left_out.max_tonnes, 9)
    end as world_all_max_tonnes,
    case
        when residuals.residual_share is not null
            then round(100 * greatest(0, residuals.residual_share), 6)
    end as residual_share_pct,
    case
        when residuals.residual_share is not null
            then round(100 * least(1, greatest(0, residuals.residual_share, coalesce(residuals.residual_limit, 1))), 6)
    end as residual_max_pct,
    row_number() over (
        partition by
            residuals.source_id, residuals.mineral_id, residuals.stage, residuals.form, residuals.year
        order by editions.edition_order desc
    ) = 1 as is_latest_vintage,
    lead(residuals.table_id) over in_print_order as next_table_id,
    lead(residuals.edition_id) over in_print_order as next_edition_id
from residuals
-- at most one line about those whom the total leaves out
left join left_out on residuals.table_id = left_out.table_id
-- many table-years to one edition
inner join core.core_edition as editions on residuals.edition_id = editions.edition_id
window in_print_order as (
    partition by
        residuals.source_id,
        residuals.mineral_id,
        residuals.stage,
        residuals.form,
        residuals.basis,
        residuals.year
    order by editions.edition_order asc
)