-- One shape for the cells of all production statistics, nothing decided yet.
with cells as (

    select
        edition_id,
        file_name,
        source_row,
        source_column,
        statistic,
        commodity_as_printed,
        trim(type_as_printed || coalesce(' #' || column_detail, '')) as table_as_printed,
        type_as_printed,
        country_as_printed,
        unit_as_printed,
        year,
        value_as_printed,
        value_as_printed as value_text,
        is_estimated_column,
        note_marks
    from staging.stg_usgs_mcs__cells

    union all

    select
        edition_id,
        file_name,
        source_row,
        'production' as source_column,
        'production' as statistic,
        mineral_as_printed as commodity_as_printed,
        '' as table_as_printed,
        '' as type_as_printed,
        country_as_printed,
        unit_as_printed,
        year,
        value_as_printed,
        -- `7737.0` is how the file was written, not a precision of a tenth of a ton
        regexp_replace(value_as_printed, '[.]0$', '') as value_text,
        coalesce(data_source_as_printed = 'e', false) as is_estimated_column,
        '' as note_marks
    from staging.stg_wmd__cells

    union all

    select
        edition_id,
        file_name,
        source_row,
        'value_kt' as source_column,
        -- a figure of a year to come is no production, wherever it goes from here
        case when is_projection then 'outlook' else 'production' end as statistic,
        mineral_as_printed as commodity_as_printed,
        stage_as_printed as table_as_printed,
        stage_as_printed as type_as_printed,
        country_as_printed,
        unit_as_printed,
        year,
        value_as_printed,
        regexp_replace(value_as_printed, '[.]0$', '') as value_text,
        true as is_estimated_column,
        '' as note_marks
    from staging.stg_iea__cells

    union all

    -- imports and exports stay behind: fct_file_account says how many
    select
        edition_id,
        file_name,
        source_row,
        'production' as source_column,
        'production' as statistic,
        commodity_as_printed,
        table_as_printed,
        sub_commodity_as_printed as type_as_printed,
        country_as_printed,
        unit_as_printed,
        year,
        value_as_printed,
        value_text,
        is_estimated as is_estimated_column,
        note_marks
    from staging.stg_bgs_wms__records
    where statistic_as_printed = 'Production'

)

select
    cells.edition_id || '/' || cells.file_name || ':' || cast(cells.source_row as string)
    || ':' || cells.source_column as cell_id,
    cells.edition_id,
    editions.source_id,
    cells.edition_id || '/' || cells.file_name as source_file_id,
    cells.file_name,
    cells.source_row,
    cells.source_column,
    cells.statistic,
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
    cells.value_text,
    cells.is_estimated_column,
    cells.note_marks
from cells
-- many cells to one edition; an edition that is not in the seed keeps its cells and fails a test
left join core.core_edition as editions on cells.edition_id = editions.edition_id