-- Where each printed cell goes: a fact, or aside with a reason. Nothing leaves on the way.
with cells as (

    select
        resolved.*,
        -- a column that is blank in a whole table is none of that table's: the 2025 file has one grid for all
        max(case when value_status <> 'blank_unexplained' then 1 else 0 end) over (
            partition by source_file_id, source_column, statistic, mineral_id, stage, form
        ) as has_such_column
    from {{ ref('int_resolved_cells') }} as resolved

),

merge_parts as (

    select
        cells.*,
        row_merges.merge_id,
        {{ text_matches('lower(cells.country_as_printed)', 'row_merges.base_country_pattern') }} as is_base
    from cells
    inner join {{ ref('row_merges') }} as row_merges
        on
            cells.source_id = row_merges.source_id
            and cells.mineral_id = row_merges.mineral_id
            and cells.stage = row_merges.stage
            and cells.form = row_merges.form
            and (
                {{ text_matches('lower(cells.country_as_printed)', 'row_merges.base_country_pattern') }}
                or {{ text_matches('lower(cells.country_as_printed)', 'row_merges.added_country_pattern') }}
            )

),

merged_rows as (

    -- one base and one added row for each column of a table
    select
        base.cell_id as base_cell_id,
        added.cell_id as added_cell_id,
        base.source_row as base_source_row,
        base.value_as_printed || ' + ' || added.value_as_printed as value_as_printed,
        -- the status of the part that is not known, if one is not
        case
            when added.value_status in ('reported', 'zero') then base.value_status
            when base.value_status in ('reported', 'zero', 'estimated') then added.value_status
            else base.value_status
        end as value_status,
        base.quantity_tonnes + added.quantity_tonnes as quantity_tonnes,
        coalesce(base.quantity_min_tonnes, 0.0) + coalesce(added.quantity_min_tonnes, 0.0) as quantity_min_tonnes,
        base.quantity_max_tonnes + added.quantity_max_tonnes as quantity_max_tonnes,
        base.is_estimated or added.is_estimated as is_estimated
    from merge_parts as base
    inner join merge_parts as added
        on
            base.merge_id = added.merge_id
            and base.edition_id = added.edition_id
            and base.counts_as = added.counts_as
            and base.source_column = added.source_column
            and base.year = added.year
    where
        base.is_base
        and not added.is_base
        and (base.value_status <> 'blank_unexplained' or added.value_status <> 'blank_unexplained')

),

reasoned as (

    select
        cells.*,
        case
            when cells.has_such_column = 0 then 'table_has_no_such_column'
            when cells.set_aside_reason is not null then cells.set_aside_reason
            when added.base_source_row is not null
                then 'merged_into_row_' || cast(added.base_source_row as {{ dbt.type_string() }})
        end as aside_because
    from cells
    left join merged_rows as added on cells.cell_id = added.added_cell_id

)

select
    cells.cell_id,
    cells.edition_id,
    cells.source_id,
    cells.source_file_id,
    cells.source_row,
    cells.source_column,
    cells.statistic,
    cells.counts_as,
    {{ table_id('cells') }} as table_id,
    cells.mineral_id,
    cells.stage,
    cells.form,
    cells.basis,
    cells.is_comparable,
    cells.country_id,
    cells.is_world,
    cells.year,
    coalesce(base.value_as_printed, cells.value_as_printed) as value_as_printed,
    cells.unit_as_printed,
    cells.country_as_printed,
    cells.type_as_printed,
    cells.note_marks,
    case when base.base_cell_id is null then cells.quantity_tonnes else base.quantity_tonnes end as quantity_tonnes,
    case
        when base.base_cell_id is null then cells.quantity_min_tonnes else base.quantity_min_tonnes
    end as quantity_min_tonnes,
    case
        when base.base_cell_id is null then cells.quantity_max_tonnes else base.quantity_max_tonnes
    end as quantity_max_tonnes,
    coalesce(base.value_status, cells.value_status) as value_status,
    coalesce(base.is_estimated, cells.is_estimated) as is_estimated,
    cells.world_excludes,
    cells.correction_id,
    case
        when cells.aside_because is not null then 'set_aside'
        when cells.counts_as = 'outlook' then 'fct_outlook'
        when cells.is_world and cells.counts_as = 'production' then 'fct_world_total'
        when cells.is_world then 'fct_stock_total'
        else 'fct_' || cells.counts_as
    end as destination,
    cells.aside_because as set_aside_reason
from reasoned as cells
left join merged_rows as base on cells.cell_id = base.base_cell_id
