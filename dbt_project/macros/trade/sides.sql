{#- Sums by CEPII's codes of countries as sums by countries of ours: two codes may be one country (Belgium with and
    without Luxembourg). A code that leads nowhere keeps its row, and fails a test. -#}
{% macro sides_by_country(sums) -%}
select
    sums.edition_id,
    sums.hs_edition,
    sums.hs_code,
    sums.year,
    sums.side,
    countries.country_id,
    min(sums.country_code) as country_code,
    cast(sum(sums.value_usd) as bigint) as value_usd,
    cast(sum(sums.net_kg) as bigint) as net_kg,
    cast(sum(sums.value_usd_without_kg) as bigint) as value_usd_without_kg,
    cast(sum(sums.flow_count) as integer) as flow_count
from {{ sums }} as sums
-- many to one
left join {{ ref('baci_country_codes') }} as countries on sums.country_code = countries.country_code
group by sums.edition_id, sums.hs_edition, sums.hs_code, sums.year, sums.side, countries.country_id
{%- endmacro %}
