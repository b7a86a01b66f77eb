-- A country code that sold or bought something leads to a country; otherwise its trade would be nobody's.
{{ config(meta={'dagster': {'ref': {'name': 'fct_trade_exporter'}}}) }}

select
    'a country code leads to no country' as problem,
    edition_id,
    country_code,
    sum(value_usd) as value_usd,
    'add a row to seed baci_country_codes' as what_to_do
from {{ ref('int_trade_side') }}
where country_id is null
group by edition_id, country_code
