-- No row of the seed of salient series is for nothing.
{{ config(meta={'dagster': {'ref': {'name': 'stg_usgs_mcs__salient'}}}) }}

select
    'a series that no file prints' as problem,
    coalesce(names.edition_id || ': ', '') || names.commodity_as_printed || ': ' || names.series_as_printed
        as printed_text,
    'remove the row from seeds/cells/salient_series.csv' as what_to_do
from {{ ref('salient_series') }} as names
where
    not exists (
        select 1
        from {{ ref('stg_usgs_mcs__salient') }} as printed
        where
            names.commodity_as_printed = printed.commodity
            and names.series_as_printed = printed.series_as_printed
            and coalesce(names.unit_as_printed, '') = printed.unit_as_printed
            and names.series_no = printed.series_no
            and (names.edition_id is null or names.edition_id = printed.edition_id)
    )
