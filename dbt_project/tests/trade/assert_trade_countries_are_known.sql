-- A country code that sold, bought or reported something leads to a country; otherwise its trade would be nobody's.
{{ config(meta={'dagster': {'ref': {'name': 'int_trade_side'}}}) }}

select
    'a country code leads to no country' as problem,
    edition_id,
    country_code,
    sum(value_usd) as value_usd,
    'add a row to seed baci_country_codes' as what_to_do
from {{ ref('int_trade_side') }}
where country_id is null
group by edition_id, country_code

union all

-- partners may be areas that no country is; who reports is a country, and a group of countries counts its members again
select
    'a country code of who reports leads to no country' as problem,
    reports.edition_id,
    reports.reporter_code as country_code,
    sum(reports.value_usd) as value_usd,
    'add a row to seed baci_country_codes, or leave the records out of the file' as what_to_do
from {{ ref('int_trade_report') }} as reports
left join {{ ref('baci_country_codes') }} as countries on reports.reporter_code = countries.country_code
where countries.country_id is null
group by reports.edition_id, reports.reporter_code
