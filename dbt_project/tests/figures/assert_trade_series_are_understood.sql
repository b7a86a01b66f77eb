-- Every printed series of United States trade has a mineral, every source a country, every percentage a
-- meaning. A row here carries the printed text and what to edit.
{{ config(meta={'dagster': {'ref': {'name': 'int_import_sources'}}}) }}

select distinct
    'net import reliance of an unknown series' as problem,
    commodity_as_printed || coalesce(': ' || detail_as_printed, '') as printed_text,
    'add a rule to seeds/figures/trade_series.csv' as what_to_do
from {{ ref('int_net_import_reliance') }}
where mineral_id is null
union all
select distinct
    'import sources of an unknown series' as problem,
    commodity_as_printed || coalesce(': ' || detail_as_printed, '') as printed_text,
    'add a rule to seeds/figures/trade_series.csv' as what_to_do
from {{ ref('int_import_sources') }}
where mineral_id is null
union all
select distinct
    'import source of an unknown country' as problem,
    country_as_printed as printed_text,
    'add the name to seeds/reference/country_names.csv' as what_to_do
from {{ ref('int_import_sources') }}
where country_id is null and set_aside_reason is null
union all
select distinct
    'a percentage that is not understood' as problem,
    value_as_printed as printed_text,
    'look at the file; a new mark needs a meaning in macros/staging/printed_percent.sql' as what_to_do
from {{ ref('int_net_import_reliance') }}
where value_status is null
union all
select distinct
    'a percentage that is not understood' as problem,
    value_as_printed as printed_text,
    'look at the file; a new mark needs a meaning in macros/staging/printed_percent.sql' as what_to_do
from {{ ref('int_import_sources') }}
where value_status is null
