-- world totals of reserves and capacity as printed, beside the sums of their countries
with totals as (
    select *
    from {{ ref('core_cell') }}
    where destination = 'fct_stock_total'
),

sums as (
    {% for statistic in ['reserves', 'capacity'] -%}
    select
        '{{ statistic }}' as statistic,
        table_id,
        {{ round_tonnes('sum(quantity_tonnes)') }} as summed_tonnes
    from {{ ref('fct_' ~ statistic) }}
    group by table_id
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
)

select
    totals.table_id,
    totals.edition_id,
    totals.source_id,
    totals.counts_as as statistic,
    totals.mineral_id,
    totals.stage,
    totals.form,
    totals.basis,
    totals.year,
    totals.quantity_tonnes as printed_tonnes,
    totals.quantity_min_tonnes as printed_min_tonnes,
    totals.quantity_max_tonnes as printed_max_tonnes,
    sums.summed_tonnes,
    {{ round_pct(
        '100 * (totals.quantity_tonnes - sums.summed_tonnes) / nullif(totals.quantity_tonnes, 0)'
    ) }} as difference_pct,
    totals.world_excludes as excludes,
    totals.value_status,
    totals.is_estimated,
    totals.value_as_printed,
    totals.unit_as_printed,
    totals.country_as_printed,
    totals.type_as_printed,
    totals.note_marks,
    totals.correction_id,
    rank() over (
        partition by
            totals.source_id, totals.counts_as, totals.mineral_id, totals.stage, totals.form, totals.year
        order by editions.edition_order desc
    ) = 1 as is_latest_vintage,
    totals.source_file_id,
    totals.source_row,
    totals.source_column
from totals
-- many totals to one edition, and to at most one sum
inner join {{ ref('core_edition') }} as editions on totals.edition_id = editions.edition_id
left join sums
    on totals.counts_as = sums.statistic and totals.table_id = sums.table_id
