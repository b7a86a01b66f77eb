{#- Tables that Spark has built enter a build on DuckDB here: the model is filled from Spark's Parquet files where its
    own query would stand, so that contract, comments, data tests and whatever is built on it are the same.

    MINERALS_SPARK_TABLES: the folder that Spark wrote; unset or empty, everything is built here. -#}
{% macro duckdb__create_table_as(
    temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none
) -%}
{%- set query = select_from_spark(env_var('MINERALS_SPARK_TABLES', '')) or compiled_code -%}
{{- dbt.duckdb__create_table_as(temporary, relation, query, language, partitioned_by, sorted_by) -}}
{%- endmacro %}

{% macro select_from_spark(folder) -%}
{%- if folder and execute and model.resource_type == 'model' -%}
    {%- set files = (folder ~ '/' ~ model.schema ~ '.db/' ~ model.name ~ '/**/*.parquet') | replace("'", "''") -%}
    {%- set found = run_query("select count(*) from glob('" ~ files ~ "')") -%}
    {%- if found.columns[0].values()[0] > 0 -%}
select * from read_parquet('{{ files }}')
    {%- endif -%}
{%- endif -%}
{%- endmacro %}
