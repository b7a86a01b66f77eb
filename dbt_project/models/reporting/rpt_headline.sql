-- The numbers that surfaces put first, one row each: whoever shows one reads it here.
with readings as (

    select
        caps.*,
        lists.list_name,
        lists.jurisdiction,
        lists.published_on
    from {{ ref('fct_list_single_country_cap') }} as caps
    -- one row
    inner join {{ ref('dim_critical_list') }} as lists on caps.list_id = lists.list_id
    where caps.is_latest_window and caps.cap_reading = 'each_mineral' and caps.measure = 'world_production'

)

{% for headline_id, (counted, definition) in list_headlines().items() -%}
select
    list_id,
    '{{ headline_id }}' as headline_id,
    list_name,
    jurisdiction,
    published_on,
    cast({{ counted }} as integer) as lines,
    list_lines,
    cap_pct,
    '{{ definition }}' as definition,
    evidence_window
from readings
{% if not loop.last %}
union all

{% endif -%}
{% endfor -%}
