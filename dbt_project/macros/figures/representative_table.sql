{#- Which of several tables of a mineral is asked first; described in the doc block `representative_table`. Newest year
    first; then the most comparable: an index, the first step of the chain, everything before a part (`all`), content
    before gross weight; then the widest. The last two names only make the answer the same every time.

    tables: alias that has year, stage, form, basis, world_tonnes and source_id.
    has_figures: condition without which a table is asked last.
    stages: the order of the steps; for the steps behind the mine what is counted comes before where. -#}
{% macro asked_first(tables, has_figures, behind_the_mine=false) -%}
    {%- set step = "case " ~ tables ~ ".stage when 'mine' then 1 when 'refinery' then 2 when 'smelter' then 3 else 4 end" -%}
    {%- set part = "case when " ~ tables ~ ".form = 'all' then 0 else 1 end" -%}
    case when {{ has_figures }} then 0 else 1 end asc nulls last,
                {{ tables }}.year desc nulls last,
                {{ part if behind_the_mine else step }} asc nulls last,
                {{ step if behind_the_mine else part }} asc nulls last,
                case when {{ tables }}.basis = 'gross' then 1 else 0 end asc nulls last,
                {{ tables }}.world_tonnes desc nulls last,
                {{ tables }}.form asc nulls last,
                {{ tables }}.source_id asc nulls last
{%- endmacro %}
