
  
    
        create table intermediate.int_resolved_cells
      
      
    using parquet
      
      
      
      
      
      comment 'One row per printed cell, with country, table, corrections, unit, value and bounds.
'
      

      as
      -- Each printed cell with its country, its table, its corrections, its unit and its value.
-- Long because a cell is resolved in one pass: each step needs what the one before it found.
with corrected as (

    select
        cell_id,
        min(correction_id) as correction_id,
        max(case when field = 'unit_as_printed' then correct_to end) as unit_text,
        max(case when field = 'value_as_printed' then correct_to end) as value_text,
        max(case when field = 'statistic' then correct_to end) as statistic
    from intermediate.int_cell_corrections
    where printed = expect
    group by cell_id

),

cells as (

    select
        cells.cell_id,
        cells.edition_id,
        cells.source_id,
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
        cells.year,
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
                            (';' || cells.note_marks || ';') like '%;excludes_united_states;%'
                            and (';' || cells.note_marks || ';') like '%;excludes_china;%'
                            then 'China and the United States'
                    end,
                    countries.world_excludes,
                    case when (';' || cells.note_marks || ';') like '%;excludes_united_states;%' then 'United States' end,
                    case
                        when (';' || cells.note_marks || ';') like '%;excludes_part_of_united_states;%'
                            then 'part of the United States'
                    end,
                    case when (';' || cells.note_marks || ';') like '%;excludes_china;%' then 'China' end,
                    case
                        when (';' || cells.note_marks || ';') like '%;excludes_chile_and_mexico;%' then 'Chile and Mexico'
                    end
                )
        end as world_excludes,
        coalesce(corrected.value_text, cells.value_text) as value_text,
        -- a note about the unit speaks for its row; a correction overrules both
        regexp_replace(lower(coalesce(
            corrected.unit_text,
            case
                when (';' || cells.note_marks || ';') like '%;million_tonnes_unit;%' then 'million metric tons'
                when (';' || cells.note_marks || ';') like '%;thousand_tonnes_unit;%' then 'thousand metric tons'
            end,
            cells.unit_as_printed
        )), '^[^a-z]+', '') as unit_text
    from intermediate.int_printed_cells as cells
    left join corrected on cells.cell_id = corrected.cell_id
    left join core.core_printed_country as countries
        on cells.country_as_printed = countries.country_as_printed
    left join intermediate.int_printed_tables as tables
        on
            cells.source_id = tables.source_id
            and cells.commodity_as_printed = tables.commodity_as_printed
            and cells.table_as_printed = tables.table_as_printed
            and cells.country_as_printed = tables.country_as_printed
            and cells.statistic = tables.statistic

),

measured as (

    select
        cells.cell_id,
        cells.edition_id,
        cells.source_id,
        cells.source_file_id,
        cells.file_name,
        cells.source_row,
        cells.source_column,
        cells.statistic,
        cells.counts_as,
        cells.commodity_as_printed,
        cells.table_as_printed,
        cells.type_as_printed,
        cells.country_as_printed,
        cells.unit_as_printed,
        cells.year,
        cells.value_as_printed,
        cells.note_marks,
        cells.correction_id,
        cells.mineral_id,
        cells.stage,
        cells.form,
        cells.basis,
        cells.is_comparable,
        cells.set_aside_reason,
        cells.is_world,
        cells.country_id,
        cells.world_excludes,
        cells.unit_text,
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
        or (';' || cells.note_marks || ';') like '%;estimated;%'
        or (cells.is_estimated_column and not (';' || cells.note_marks || ';') like '%;reported;%') as is_marked_estimated,
        
case
            when (';' || cells.note_marks) like '%;included_with_%'
                or (';' || cells.note_marks || ';') like '%;included_in_world_total;%' then 'included_elsewhere'
            when (';' || cells.note_marks || ';') like '%;less_than_half_unit;%' then 'below_unit'
            when (';' || cells.note_marks || ';') like '%;withheld;%' then 'withheld'
            when (';' || cells.note_marks || ';') like '%;not_available;%'
                or (';' || cells.note_marks || ';') like '%;not_applicable;%'
                or (';' || cells.note_marks || ';') like '%;not_calculable;%' then 'not_available'
            when (';' || cells.note_marks) like '%;qualitative_%' then 'word'
        end as note_status
    from cells
    left join intermediate.int_printed_values as printed on cells.value_text = printed.value_text
    left join reference.units as units on cells.unit_text = units.unit_as_printed
    left join reference.gas_densities as gas_densities on cells.mineral_id = gas_densities.mineral_id

),

judged as (

    select
        cell_id,
        -- the precision that a note states, else that of the digits
        case
            -- the decimals of a model are no precision
            when source_id in ('iea') then greatest(rounding_step, 1)
            else coalesce(case
            when nullif(regexp_extract(note_marks, 'rounded_to_([0-9]+)_tons', 1), '') is not null then cast(nullif(regexp_extract(note_marks, 'rounded_to_([0-9]+)_tons', 1), '') as double) / tonnes_per_unit
            when nullif(regexp_extract(note_marks, 'rounded_to_([0-9])_digits', 1), '') is not null
                then power(10.0, greatest(0, length(cast(cast(floor(printed_number) as bigint) as string)) - cast(nullif(regexp_extract(note_marks, 'rounded_to_([0-9])_digits', 1), '') as integer)))
            when note_marks like '%rounded_to_at_most_2_digits%'
                then power(10.0, length(cast(cast(floor(printed_number) as bigint) as string)) - length(regexp_replace(cast(cast(floor(printed_number) as bigint) as string), '0+$', '')))
        end, rounding_step)
        end as precise_to,
        case
            when value_kind = 'number' and statistic = 'outlook' then 'projected'
            -- a zero of a model included: its rounding leaves room
            when value_kind = 'number' and source_id in ('iea') then 'modelled'
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
    measured.cell_id,
    measured.edition_id,
    measured.source_id,
    measured.source_file_id,
    measured.file_name,
    measured.source_row,
    measured.source_column,
    measured.statistic,
    measured.counts_as,
    measured.commodity_as_printed,
    measured.table_as_printed,
    measured.type_as_printed,
    measured.country_as_printed,
    measured.unit_as_printed,
    measured.unit_text,
    measured.tonnes_per_unit,
    measured.year,
    measured.value_as_printed,
    measured.note_marks,
    measured.correction_id,
    measured.mineral_id,
    measured.stage,
    measured.form,
    measured.basis,
    measured.is_comparable,
    measured.set_aside_reason,
    measured.is_world,
    measured.country_id,
    measured.world_excludes,
    judged.value_status,
    case
        when judged.value_status in ('reported', 'estimated', 'modelled', 'projected')
            then measured.printed_number * measured.tonnes_per_unit
        when judged.value_status = 'zero' then 0.0
    end as quantity_tonnes,
    case
        when judged.value_status in ('reported', 'estimated', 'modelled', 'projected')
            then greatest(0.0, measured.printed_number - judged.precise_to / 2) * measured.tonnes_per_unit
        when judged.value_status in ('at_least', 'range') then measured.printed_number * measured.tonnes_per_unit
        when judged.value_status in ('zero', 'at_most', 'below_unit') then 0.0
    end as quantity_min_tonnes,
    case
        when judged.value_status in ('reported', 'estimated', 'modelled', 'projected')
            then (measured.printed_number + judged.precise_to / 2) * measured.tonnes_per_unit
        when judged.value_status = 'at_most' then measured.printed_number * measured.tonnes_per_unit
        when judged.value_status = 'range' then measured.printed_upper * measured.tonnes_per_unit
        when judged.value_status = 'below_unit' then 0.5 * measured.tonnes_per_unit
        when judged.value_status = 'zero' then 0.0
    end as quantity_max_tonnes,
    measured.is_marked_estimated
    and judged.value_status in (
        'estimated', 'modelled', 'projected', 'zero', 'below_unit', 'at_least', 'at_most', 'range'
    ) as is_estimated
from measured
inner join judged on measured.cell_id = judged.cell_id
  