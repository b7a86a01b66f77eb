-- Each printed cell with its country, its table, its corrections, its unit and its value.
-- Long because a cell is resolved in one pass: each step needs what the one before it found.
with corrected as (

    select
        cells.cell_id,
        min(corrections.correction_id) as correction_id,
        max(case when corrections.field = 'unit_as_printed' then corrections.correct_to end) as unit_text,
        max(case when corrections.field = 'value_as_printed' then corrections.correct_to end) as value_text,
        max(case when corrections.field = 'statistic' then corrections.correct_to end) as statistic
    from {{ ref('int_printed_cells') }} as cells
    inner join {{ ref('corrections') }} as corrections
        on {{ correction_reaches('corrections', 'cells') }}
    where {{ printed_in_field('corrections', 'cells') }} = coalesce(corrections.expect, '')
    group by cells.cell_id

),

cells as (

    select
        cells.cell_id,
        cells.edition_id,
        -- an edition that is not in the seed keeps its cells and fails a test
        editions.source_id,
        cells.source_file_id,
        cells.file_name,
        cells.source_row,
        cells.source_column,
        cells.statistic,
        coalesce(corrected.statistic, tables.counts_as) as counts_as,
        cells.commodity_as_printed,
        cells.table_as_printed,
        cells.type_as_printed,
        cells.country_as_printed,
        cells.unit_as_printed,
        -- reserves up to 2024 carry no year: they stand for the end of the year before the edition
        coalesce(
            cells.year, case when cells.statistic = 'reserves' then cast(editions.reserve_year as integer) end
        ) as year,
        cells.value_as_printed,
        cells.is_estimated_column,
        cells.note_marks,
        corrected.correction_id,
        tables.mineral_id,
        tables.stage,
        tables.form,
        tables.basis,
        tables.is_comparable,
        tables.set_aside_reason,
        countries.is_world,
        case when not countries.is_world then countries.country_id end as country_id,
        case
            when countries.is_world
                then coalesce(
                    case
                        when
                            {{ has_mark('cells.note_marks', 'excludes_united_states') }}
                            and {{ has_mark('cells.note_marks', 'excludes_china') }}
                            then 'China and the United States'
                    end,
                    countries.world_excludes,
                    case when {{ has_mark('cells.note_marks', 'excludes_united_states') }} then 'United States' end,
                    case
                        when {{ has_mark('cells.note_marks', 'excludes_part_of_united_states') }}
                            then 'part of the United States'
                    end,
                    case when {{ has_mark('cells.note_marks', 'excludes_china') }} then 'China' end,
                    case
                        when {{ has_mark('cells.note_marks', 'excludes_chile_and_mexico') }} then 'Chile and Mexico'
                    end
                )
        end as world_excludes,
        coalesce(corrected.value_text, cells.value_text) as value_text,
        -- a unit that a note states replaces the printed one in its row; a correction replaces either
        {{ text_replace('lower(coalesce(
            corrected.unit_text,
            case
                when ' ~ has_mark('cells.note_marks', 'million_tonnes_unit') ~ " then 'million metric tons'
                when " ~ has_mark('cells.note_marks', 'thousand_tonnes_unit') ~ " then 'thousand metric tons'
            end,
            cells.unit_as_printed
        ))", "'^[^a-z]+'", "''") }} as unit_text
    from {{ ref('int_printed_cells') }} as cells
    left join {{ ref('core_edition') }} as editions on cells.edition_id = editions.edition_id
    left join corrected on cells.cell_id = corrected.cell_id
    left join {{ ref('core_printed_country') }} as countries
        on cells.country_as_printed = countries.country_as_printed
    left join {{ ref('int_printed_tables') }} as tables
        on
            cells.source_id = tables.source_id
            and cells.commodity_as_printed = tables.commodity_as_printed
            and cells.table_as_printed = tables.table_as_printed
            and cells.country_as_printed = tables.country_as_printed
            and cells.statistic = tables.statistic

),

measured as (

    select
        cells.*,
        printed.value_kind,
        printed.printed_number,
        printed.printed_upper,
        printed.rounding_step,
        printed.token_status,
        coalesce(
            cast(units.to_tonnes as double),
            cast(units.to_cubic_metres as double) * cast(gas_densities.kg_per_cubic_metre as double) / 1000
        ) as tonnes_per_unit,
        coalesce(printed.has_estimate_mark, false)
        or {{ has_mark('cells.note_marks', 'estimated') }}
        or (cells.is_estimated_column and not {{ has_mark('cells.note_marks', 'reported') }}) as is_marked_estimated,
        {{ status_from_marks('cells.note_marks') }} as note_status
    from cells
    left join {{ ref('int_printed_values') }} as printed on cells.value_text = printed.value_text
    left join {{ ref('units') }} as units on cells.unit_text = units.unit_as_printed
    left join {{ ref('gas_densities') }} as gas_densities on cells.mineral_id = gas_densities.mineral_id

),

judged as (

    select
        measured.*,
        -- the precision that a note states, otherwise that of the digits
        case
            -- the decimals of a model are no precision
            when {{ is_modelled_source('source_id') }} then greatest(rounding_step, 1)
            else coalesce({{ stated_step('note_marks', 'printed_number', 'tonnes_per_unit') }}, rounding_step)
        end as precise_to,
        case
            when value_kind = 'number' and statistic = 'outlook' then 'projected'
            -- a zero of a model included: its rounding leaves room
            when value_kind = 'number' and {{ is_modelled_source('source_id') }} then 'modelled'
            when value_kind = 'number' and printed_number = 0 then 'zero'
            when value_kind = 'number' and is_marked_estimated then 'estimated'
            when value_kind = 'number' then 'reported'
            when value_kind <> 'token' then value_kind
            when token_status = 'by_note' and note_status is not null then note_status
            when token_status = 'by_note' and value_as_printed = '' then 'blank_unexplained'
            -- the sign for `small` without a note that says more is a word, not a figure
            when token_status = 'by_note' then 'word'
            else token_status
        end as value_status
    from measured

)

select
    cell_id,
    edition_id,
    source_id,
    source_file_id,
    file_name,
    source_row,
    source_column,
    statistic,
    counts_as,
    commodity_as_printed,
    table_as_printed,
    type_as_printed,
    country_as_printed,
    unit_as_printed,
    unit_text,
    tonnes_per_unit,
    year,
    value_as_printed,
    note_marks,
    correction_id,
    mineral_id,
    stage,
    form,
    basis,
    is_comparable,
    set_aside_reason,
    is_world,
    country_id,
    world_excludes,
    value_status,
    case
        when value_status in ('reported', 'estimated', 'modelled', 'projected') then printed_number * tonnes_per_unit
        when value_status = 'zero' then 0.0
    end as quantity_tonnes,
    case
        when value_status in ('reported', 'estimated', 'modelled', 'projected')
            then greatest(0.0, printed_number - precise_to / 2) * tonnes_per_unit
        when value_status in ('at_least', 'range') then printed_number * tonnes_per_unit
        when value_status in ('zero', 'at_most', 'below_unit') then 0.0
    end as quantity_min_tonnes,
    case
        when value_status in ('reported', 'estimated', 'modelled', 'projected')
            then (printed_number + precise_to / 2) * tonnes_per_unit
        when value_status = 'at_most' then printed_number * tonnes_per_unit
        when value_status = 'range' then printed_upper * tonnes_per_unit
        when value_status = 'below_unit' then 0.5 * tonnes_per_unit
        when value_status = 'zero' then 0.0
    end as quantity_max_tonnes,
    is_marked_estimated
    and value_status in (
        'estimated', 'modelled', 'projected', 'zero', 'below_unit', 'at_least', 'at_most', 'range'
    ) as is_estimated
from judged
