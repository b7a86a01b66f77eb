{#- The day from which an edition could be known: its publication, or our retrieval where no date is printed. -#}
{% macro known_from(editions) %}cast(coalesce({{ editions }}.published_on, {{ editions }}.retrieved_at) as date){% endmacro %}

{#- True for a country, false for a residual of a publisher's table (other countries, two countries in one row). -#}
{% macro is_a_country(country_id) -%}
{{ country_id }} not in (select residual.country_id from {{ ref('dim_country') }} as residual where residual.is_residual)
{%- endmacro %}
