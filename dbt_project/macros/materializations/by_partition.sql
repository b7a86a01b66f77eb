{#- A table that is made partition by partition of what is landed: memory follows the largest partition, and a year that
    changes is the only one that is read again.

    The table is always what a build from nothing would leave. Each row carries a digest of all that made it: the
    partition's own, the model's SQL as compiled, the text of the models that it reads, and the rows of the seeds in
    `fed_by`. Partitions whose digest is there are kept, all others are deleted, and those that are missing are filled. A
    model marks the place of the condition with `this_partition`, reads nothing else that changes, and names
    `stg_bulk__partitions`.

    DuckDB fills one partition after the other. Spark divides the work itself, and the catalog of a session is empty when
    it starts: it fills all at once. -#}
{% materialization by_partition, default %}
{%- set target_relation = this.incorporate(type='table') -%}
{%- set existing = load_cached_relation(this) -%}
{{ run_hooks(pre_hooks, inside_transaction=False) }}
{{ run_hooks(pre_hooks, inside_transaction=True) }}
{%- set wanted = wanted_partitions(recipe_digest()) -%}
{%- if existing is not none and not can_be_kept(existing, target_relation) -%}
    {% do adapter.drop_relation(existing) %}
    {%- set existing = none -%}
{%- endif -%}
{%- if existing is none -%}
    {% call statement('create') %}
    create table {{ target_relation }} {{ file_format_of_engine() }} as
    select made.*, cast(null as {{ dbt.type_string() }}) as partition_digest from ({{ compiled_code }}) as made where false
    {% endcall %}
{%- endif -%}
{%- set known = known_partitions(target_relation) -%}
{%- set kept = wanted | map(attribute='digest') | select('in', known) | list -%}
{% if known | reject('in', kept) | list %}
    {% call statement('delete') %}
    delete from {{ target_relation }} where partition_digest not in ('{{ (kept or ['none']) | join("', '") }}')
    {% endcall %}
{% endif %}
{% do fill_partitions(target_relation, wanted | rejectattr('digest', 'in', kept) | list) %}
{% call statement('main') %}select count(*) from {{ target_relation }}{% endcall %}
{{ run_hooks(post_hooks, inside_transaction=True) }}
{% do persist_docs(target_relation, model) %}
{{ adapter.commit() }}
{{ run_hooks(post_hooks, inside_transaction=False) }}
{{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- Stands for the partition that is being filled; nothing where a model is compiled by itself. -#}
{% macro this_partition(flows) %}(/* partition of {{ flows }} */ false){% endmacro %}

{% macro sql_of_partitions(partitions) -%}
{%- set conditions = [] -%}
{%- for part in partitions -%}
    {%- do conditions.append(
        "\\1.edition_id = '" ~ part.edition_id ~ "' and \\1.hs_edition = '" ~ part.hs_edition
        ~ "' and \\1.year = " ~ part.year
    ) -%}
{%- endfor -%}
{{- modules.re.sub(
    '[(]/[*] partition of ([a-z_]+) [*]/ false[)]', '((' ~ conditions | join(') or (') ~ '))', compiled_code
) -}}
{%- endmacro %}

{#- Every landed partition with the digest of its rows here. -#}
{% macro wanted_partitions(recipe) %}
{%- set landed = run_query(
    "select edition_id, hs_edition, year, part_sha256 from " ~ ref('stg_bulk__partitions')
    ~ " where source_id = '" ~ config.get('source_id') ~ "' order by edition_id, hs_edition, year, part_sha256"
) -%}
{%- set wanted = [] -%}
{%- for edition_id, hs_edition, year, sha256 in landed.rows -%}
    {%- do wanted.append({
        'edition_id': edition_id, 'hs_edition': hs_edition, 'year': year | int,
        'digest': local_md5(edition_id ~ hs_edition ~ year ~ sha256 ~ recipe),
    }) -%}
{%- endfor -%}
{{- return(wanted) -}}
{% endmacro %}

{% macro recipe_digest() %}
{%- set parts = [compiled_code] -%}
{%- for id in model.depends_on.nodes if graph.nodes.get(id, {}).resource_type == 'model' -%}
    {%- do parts.append(graph.nodes[id].raw_code) -%}
{%- endfor -%}
{%- for seed in config.get('fed_by') -%}
    {%- do parts.append(run_query(rows_digest_sql(ref(seed))).columns[0].values()[0] | string) -%}
{%- endfor -%}
{{- return(local_md5(parts | join('/'))) -}}
{% endmacro %}

{% macro rows_digest_sql(relation) %}{{ return(adapter.dispatch('rows_digest_sql')(relation)) }}{% endmacro %}

{% macro default__rows_digest_sql(relation) -%}
select md5(array_join(array_sort(collect_list(to_json(struct(*)))), '/')) from {{ relation }}
{%- endmacro %}

{% macro duckdb__rows_digest_sql(relation) -%}
select md5(string_agg(seed::varchar, '/' order by seed::varchar)) from {{ relation }} as seed
{%- endmacro %}

{% macro known_partitions(relation) %}
{{- return(run_query('select distinct partition_digest from ' ~ relation).columns[0].values() | list) -}}
{% endmacro %}

{#- Whether rows that are there may stay: in a table, of the columns that the model has now. -#}
{% macro can_be_kept(existing, target) %}
{{- return(adapter.dispatch('can_be_kept')(existing, target)) -}}
{% endmacro %}

{% macro default__can_be_kept(existing, target) %}{{ return(false) }}{% endmacro %}

{% macro duckdb__can_be_kept(existing, target) %}
{%- set now = adapter.get_column_schema_from_query(compiled_code) | map(attribute='name') | list -%}
{%- set before = adapter.get_columns_in_relation(existing) | map(attribute='name') | list -%}
{{- return(existing.is_table and not should_full_refresh() and before == now + ['partition_digest']) -}}
{% endmacro %}

{% macro file_format_of_engine() %}{{ return(adapter.dispatch('file_format_of_engine')()) }}{% endmacro %}

{% macro default__file_format_of_engine() %}{{ file_format_clause() }}{% endmacro %}

{% macro duckdb__file_format_of_engine() %}{% endmacro %}

{% macro fill_partitions(target, partitions) %}
{{- return(adapter.dispatch('fill_partitions')(target, partitions)) -}}
{% endmacro %}

{% macro default__fill_partitions(target, partitions) %}
{%- if partitions -%}
    {% call statement('fill') %}
    insert into {{ target }}
    select made.*, '' as partition_digest from ({{ sql_of_partitions(partitions) }}) as made
    {% endcall %}
{%- endif -%}
{% endmacro %}

{#- DuckDB expects one row of the files that a condition leaves, and would build its hash table of the flows of a year
    rather than of the register that it joins them to: twice the CPU. Here the right side of a join is the small one.
    The setting is the whole process's: models that run meanwhile may take longer, as may all others after a fill that
    failed; what they give is the same. -#}
{% macro duckdb__fill_partitions(target, partitions) %}
{%- do run_query("set disabled_optimizers = 'build_side_probe_side'") -%}
{%- for part in partitions -%}
    {% call statement('fill') %}
    insert into {{ target }}
    select made.*, '{{ part.digest }}' as partition_digest from ({{ sql_of_partitions([part]) }}) as made
    {% endcall %}
{%- endfor -%}
{%- do run_query("reset disabled_optimizers") -%}
{% endmacro %}
