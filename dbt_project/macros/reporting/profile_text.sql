{#- Numbers as people read them in the profiles. -#}

{#- Whole percent; below one, `under 1`. -#}
{% macro percent_text(value) -%}
case
        when {{ value }} is null then null
        when {{ value }} > 0 and {{ value }} < 0.5 then 'under 1%'
        else cast(cast(round({{ value }}) as integer) as {{ dbt.type_string() }}) || '%'
    end
{%- endmacro %}

{#- A word of the vocabularies without its underscores. -#}
{% macro words(text) %}replace({{ text }}, '_', ' '){% endmacro %}
