-- Each table of a source has one latest edition for each year, it is the newest that prints it, and every
-- fact marks the same one.
{{ config(meta={'dagster': {'ref': {'name': 'fct_production'}}}) }}

with marked as (

    {% for fact in ['fct_production', 'fct_world_total', 'fct_country_share', 'fct_concentration'] -%}
    select distinct
        '{{ fact }}' as fact,
        source_id,
        {{ table_year_columns() }},
        is_latest_vintage
    from {{ ref(fact) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

judged as (

    select
        marked.fact,
        marked.source_id,
        {{ table_year_columns('marked') }},
        marked.is_latest_vintage,
        editions.edition_order = max(editions.edition_order)
            over (
                partition by marked.source_id, marked.mineral_id, marked.stage, marked.form, marked.year
            ) as is_newest
    from marked
    inner join {{ ref('dim_edition') }} as editions on marked.edition_id = editions.edition_id

)

select
    fact,
    {{ table_year_columns() }},
    is_latest_vintage
from judged
where is_latest_vintage <> is_newest
