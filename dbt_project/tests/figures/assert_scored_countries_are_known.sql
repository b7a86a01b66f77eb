-- Every code that a publisher of governance scores gives to a country is an ISO code that is known here, or
-- one of its own that somebody has mapped: a score must not be lost because its country goes by another code.
{{ config(meta={'dagster': {'ref': {'name': 'stg_wgi__scores'}}}) }}

select
    'code of a country is not known' as problem,
    scores.country_id as printed_text,
    'add the code to seeds/reference/country_codes.csv' as what_to_do
from {{ ref('stg_wgi__scores') }} as scores
left join {{ ref('countries') }} as countries on scores.country_id = countries.country_id
left join {{ ref('country_codes') }} as codes on scores.country_id = codes.code
where countries.country_id is null and codes.code is null
group by scores.country_id
