{#- Seeds on Spark. The adapter's own loader puts texts between apostrophes as they are, apostrophes and backslashes
    included, and casts to `varchar`, which Spark knows only with a length. Rows travel as literals, so that a cluster
    need not see the files of this folder. -#}
{% macro spark__create_csv_table(model, agate_table) %}
{%- set sql -%}
create table {{ this.render() }} (
    {% for name in agate_table.column_names -%}
    {{ name }} {{ spark_seed_type(model, agate_table, name, loop.index0) }}{{ ',' if not loop.last }}
    {% endfor -%}
)
{{ file_format_clause() }}
{%- endset -%}
{% call statement('_') %}{{ sql }}{% endcall %}
{{- return(sql) -}}
{% endmacro %}

{% macro spark__load_csv_rows(model, agate_table) %}
{% for rows in agate_table.rows | batch(get_batch_size()) %}
{%- set sql -%}
insert into {{ this.render() }}
select
    {% for name in agate_table.column_names -%}
    cast({{ name }} as {{ spark_seed_type(model, agate_table, name, loop.index0) }}){{ ',' if not loop.last }}
    {% endfor -%}
from values
{% for row in rows -%}
({% for value in row %}{{ spark_text_literal(value) }}{{ ', ' if not loop.last }}{% endfor %}){{ ',' if not loop.last }}
{% endfor -%}
as seed ({{ agate_table.column_names | join(', ') }})
{%- endset -%}
{% do adapter.add_query(sql, abridge_sql_log=True) %}
{% endfor %}
{{- return('-- rows as literals') -}}
{% endmacro %}

{% macro spark_seed_type(model, agate_table, name, place) %}
{%- set inferred = adapter.convert_type(agate_table, place) -%}
{{- model['config'].get('column_types', {}).get(name, inferred) | replace('varchar', 'string') -}}
{% endmacro %}

{% macro spark_text_literal(value) %}
{%- if value is none -%}
null
{%- else -%}
'{{ value | string | replace("\\", "\\\\") | replace("'", "\\'") }}'
{%- endif -%}
{% endmacro %}
