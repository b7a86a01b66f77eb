{#- Values of a group as one text, in order; null where the group has none. Spark has no string_agg.
    order_by: expressions, ascending (a minus before a number turns it round). -#}
{% macro joined_text(text, order_by=none, separator=', ') %}
{{- return(adapter.dispatch('joined_text')(text, order_by or text, separator)) -}}
{% endmacro %}

{% macro default__joined_text(text, order_by, separator) %}
array_join(
    transform(array_sort(collect_list(struct({{ order_by }}, {{ text }} as joined))), x -> x.joined), '{{ separator }}'
)
{%- endmacro %}

{% macro duckdb__joined_text(text, order_by, separator) -%}
string_agg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}
