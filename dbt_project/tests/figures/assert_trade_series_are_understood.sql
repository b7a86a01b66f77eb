-- Every printed series of United States trade has a mineral and every source a country. A row here
-- carries the printed text and the seed to edit.
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
