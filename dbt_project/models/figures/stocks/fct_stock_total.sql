-- world totals of reserves and capacity as printed, beside the sums of their countries
with totals as (
    select
        edition_id,
        source_id,
        case set_aside_reason
            when 'world_total_of_reserves' then 'reserves'
            when 'world_total_of_capacity' then 'capacity'
        end as statistic,
        mineral_id,
        stage,
        form,
        basis,
        year,
        quantity_tonnes,
        quantity_min_tonnes,
        quantity_max_tonnes,
        world_excludes,
        value_status,
        is_estimated,
        value_as_printed,
        unit_as_printed,
        country_as_printed,
        type_as_printed,
        note_marks,
        correction_id,
        source_file_id,
        source_row,
        source_column
    from {{ ref('core_cell') }}
    where set_aside_reason in ('world_total_of_reserves', 'world_total_of_capacity')
),

sums as (
    {% for statistic in ['reserves', 'capacity'] -%}
    select
        '{{ statistic }}' as statistic,
        {{ table_year_columns() }},
        {{ round_tonnes('sum(quantity_tonnes)') }} as summed_tonnes
    from {{ ref('fct_' ~ statistic) }}
    group by {{ table_year_columns() }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
)

select
    totals.edition_id,
    totals.source_id,
    totals.statistic,
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
            totals.source_id, totals.statistic, totals.mineral_id, totals.stage, totals.form, totals.year
        order by editions.published_on desc nulls last
    ) = 1 as is_latest_vintage,
    totals.source_file_id,
    totals.source_row,
    totals.source_column
from totals
-- many totals to one edition, and to at most one sum
inner join {{ ref('core_edition') }} as editions on totals.edition_id = editions.edition_id
left join sums
    on totals.statistic = sums.statistic and {{ same_table_year('totals', 'sums') }}
