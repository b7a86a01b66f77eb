-- Records, each with what names it and whether its pages and its edition are whole.
-- A column is null where its question does not arise.
with records as (

    select
        *,
        -- the pages of one question differ in the number at the end of their names
        regexp_replace(file_name, '_p[0-9]+[.]json$', '') as question,
        try_cast(right(edition_id, 4) as integer) as edition_year
    from raw.bgs_wms_records

),

questions as (

    select
        edition_id,
        question,
        max(collection_count) - count(*) as missing_in_pages,
        count(distinct collection_count) as counts_announced
    from records
    where collection_count is not null
    group by edition_id, question

),

editions as (

    select
        edition_id,
        edition_year - max(year) as years_missing_at_end
    from records
    where statistic_as_printed = 'Production'
    group by edition_id, edition_year

)

select
    records.* exclude (question, edition_year),
    concat_ws(
        ' / ', records.edition_id, records.statistic_as_printed, coalesce(records.table_as_printed, ''),
        records.commodity_as_printed, coalesce(records.sub_commodity_as_printed, ''),
        records.country_as_printed, records.year
    ) as record_key,
    records.edition_id || ' / ' || records.feature_id as feature_key,
    case
        when records.value_code_as_printed = 'O'
            then cast(coalesce(try_cast(nullif(records.value_as_printed, '') as double), 0) = 0 as integer)
        when records.value_code_as_printed is not null then cast(records.value_as_printed <> '' as integer)
    end as code_fits_value,
    case when records.statistic_as_printed = 'Production' then lower(records.unit_as_printed) end as production_unit,
    questions.missing_in_pages,
    questions.counts_announced,
    records.edition_year - records.year as years_before_edition,
    editions.years_missing_at_end
from records
-- many to at most one, each
left join editions using (edition_id)
left join questions
    on
        records.edition_id = questions.edition_id
        and records.question = questions.question
        and records.collection_count is not null
