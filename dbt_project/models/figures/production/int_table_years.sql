-- One table of one edition for one year, with the world that its shares are measured against.
with printed as (
    select *
    from {{ ref('core_cell') }}
    where destination = 'fct_world_total'
),

-- one to one: at most one printed total for each table-year (tested)
joined as (
    select
        {% for column in [
            'table_id', 'edition_id', 'source_id', 'mineral_id', 'stage', 'form', 'basis', 'year'
        ] -%}
        coalesce(sums.{{ column }}, printed.{{ column }}) as {{ column }},
        {% endfor -%}
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
    from {{ ref('int_listed_sums') }} as sums
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
            when total_tonnes >= coalesce(summed_tonnes, 0) then 'printed'
            when summed_tonnes is not null then 'summed'
        end as world_basis,
        case
            when printed_reason is null
                then greatest(coalesce(total_tonnes, summed_tonnes), coalesce(summed_tonnes, total_tonnes))
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
        1 - named_tonnes / nullif(world_tonnes, 0) as residual_share
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
    residuals.printed_min_tonnes,
    residuals.printed_max_tonnes,
    residuals.summed_tonnes,
    residuals.low_tonnes,
    residuals.high_tonnes,
    residuals.world_tonnes,
    residuals.world_basis,
    residuals.no_world_because,
    residuals.is_open_above,
    case
        when residuals.residual_share is not null
            then {{ round_pct('100 * greatest(0, residuals.residual_share)') }}
    end as residual_share_pct,
    case
        when residuals.residual_share is not null
            then {{ round_pct(
                '100 * least(1, greatest(0, residuals.residual_share, '
                ~ 'coalesce(residuals.residual_limit, 1)))'
            ) }}
    end as residual_max_pct,
    row_number() over (
        partition by
            residuals.source_id, residuals.mineral_id, residuals.stage, residuals.form, residuals.year
        order by editions.edition_order desc
    ) = 1 as is_latest_vintage,
    lead(residuals.table_id) over in_print_order as next_table_id,
    lead(residuals.edition_id) over in_print_order as next_edition_id
from residuals
-- many table-years to one edition
inner join {{ ref('core_edition') }} as editions on residuals.edition_id = editions.edition_id
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
