-- Every printed series of the salient statistics has a mineral and a statistic or a reason to be set aside,
-- every unit and text a meaning. A row here carries the printed text and the seed to edit.
{{ config(meta={'dagster': {'ref': {'name': 'core_us_salient_cell'}}}) }}

select distinct
    'a salient series that is not known' as problem,
    edition_id || ': ' || commodity_as_printed || ': ' || series_as_printed || ' [' || unit_as_printed || ']'
        as printed_text,
    'add a row to seeds/cells/salient_series.csv' as what_to_do
from {{ ref('core_us_salient_cell') }}
where statistic is null and set_aside_reason is null
union all
select distinct
    'a unit that is not known' as problem,
    commodity_as_printed || ': ' || series_as_printed || ' [' || unit_as_printed || ']' as printed_text,
    'add the unit to seeds/cells/salient_units.csv, or unit_meant to salient_series.csv' as what_to_do
from {{ ref('core_us_salient_cell') }}
where statistic is not null and unit is null
union all
select distinct
    'a text in place of a figure that is not known' as problem,
    value_as_printed as printed_text,
    case
        when statistic = 'net_import_reliance'
            then 'look at the file; a new mark needs a meaning in macros/staging/printed_percent.sql'
        else 'add the text to seeds/cells/value_tokens.csv'
    end as what_to_do
from {{ ref('core_us_salient_cell') }}
where value_status is null
