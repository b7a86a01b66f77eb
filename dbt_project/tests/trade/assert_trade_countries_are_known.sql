-- A country code that sold or bought something leads to a country; otherwise its trade would be nobody's.
{{ config(meta={'dagster': {'ref': {'name': 'fct_trade_exporter'}}}) }}

with printed as (

    select
        edition_id,
        country_code,
        value_usd
    from {{ ref('int_trade_side') }}

)

select
    'a country code leads to no country' as problem,
    printed.edition_id,
    printed.country_code,
    sum(printed.value_usd) as value_usd,
    'add a row to seed baci_country_codes' as what_to_do
from printed
left join {{ ref('baci_country_codes') }} as codes on printed.country_code = codes.country_code
where codes.country_id is null
group by printed.edition_id, printed.country_code
