{#- Measurements: what claims are judged by. Every model in models/claims/measurements gives the same columns for the
    subjects that readings name; int_measurement puts them one below the other. A new measure is one such model, its
    name in int_measurement and a row in seeds/claims/claim_measures.csv. -#}

{#- What a reading may name; together with the measure it is the subject that is measured. -#}
{% macro subject_columns() -%}
{{ return([
    'country_id', 'partner_id', 'group_id', 'list_id', 'counting_rule', 'mineral_id', 'stage', 'form', 'level', 'scope',
    'period', 'subject_id',
]) }}
{%- endmacro %}

{#- The one shape: column -> type. A bound that is null is open: nothing is known beyond it. `measured_min` and
    `measured_max` count everybody: they decide. Where the printed total leaves somebody out (`excludes`), `counted_min`
    and `counted_max` are the bounds as the publisher counts. `edition_order` puts editions of one source in order.
    `revision_min` and `revision_max` say where the next edition is expected to print the value, at 90%. -#}
{% macro measurement_shape() -%}
{{ return({
    'edition_id': dbt.type_string(), 'year': dbt.type_int(), 'known_from': 'date', 'vintage_key': dbt.type_string(),
    'measured_value': 'double', 'measured_min': 'double', 'measured_max': 'double', 'measured_period': dbt.type_string(),
    'counted_min': 'double', 'counted_max': 'double', 'excludes': dbt.type_string(), 'edition_order': dbt.type_int(),
    'revision_min': 'double', 'revision_max': 'double',
    'note': dbt.type_string(), 'evidence_table': dbt.type_string(), 'evidence_key': dbt.type_string(),
    'source_file_id': dbt.type_string(), 'source_row': dbt.type_int(),
}) }}
{%- endmacro %}

{#- The columns of the last select: those that are given, typed; null for those that this measure does not have. -#}
{% macro measurement(subjects) -%}
    {%- set shape = measurement_shape() -%}
    {%- for column in kwargs if column not in shape -%}
        {{ exceptions.raise_compiler_error('no column of a measurement: ' ~ column) }}
    {%- endfor -%}
    {{ subjects }}.subject_key
    {%- for column, type in shape.items() %},
    cast({{ kwargs.get(column, 'null') }} as {{ type }}) as {{ column }}
    {%- endfor %}
{%- endmacro %}

{#- The same for a figure of a printed table: of the editions that print the same year the newest holds. -#}
{% macro measurement_in_table(tables) -%}
{{ measurement(
    tables,
    edition_id=tables ~ '.edition_id',
    year=tables ~ '.year',
    known_from=tables ~ '.known_from',
    edition_order=tables ~ '.edition_order',
    vintage_key=tables ~ ".source_id || ' ' || cast(" ~ tables ~ '.year as ' ~ dbt.type_string() ~ ')',
    **kwargs
) }}
{%- endmacro %}

{#- The subjects that measures are asked for, each once. -#}
{% macro subjects_of(measures) -%}
select distinct
        readings.subject_key,
        readings.measure,
        {% for column in subject_columns() -%}
        readings.{{ column }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ ref('int_claim_readings') }} as readings
    where readings.measure in ('{{ measures | join("', '") }}')
{%- endmacro %}

{#- The same with every edition and year of the printed table that they name. -#}
{% macro tables_asked(measures) -%}
select
        tables.*,
        subjects.subject_key,
        subjects.measure,
        subjects.country_id,
        subjects.group_id
    from ({{ subjects_of(measures) }}) as subjects
    -- many rows: every edition and year of the table
    inner join {{ ref('core_production_table') }} as tables
        on
            subjects.mineral_id = tables.mineral_id
            and subjects.stage = tables.stage
            and subjects.form = tables.form
{%- endmacro %}

{#- The same with the row of the country, if the table names it. -#}
{% macro rows_asked(measures) -%}
select
        tables.*,
        production.quantity_tonnes,
        production.quantity_min_tonnes,
        production.quantity_max_tonnes,
        production.source_file_id,
        production.source_row,
        production.share_pct,
        production.share_min_pct,
        production.share_max_pct,
        production.share_all_min_pct,
        production.share_all_max_pct,
        production.share_rank,
        production.value_status is not null as is_named,
        left_out.country_id is not null and production.value_status is null as is_unlisted,
        case
            when production.value_status is not null then production.value_status
            when left_out.country_id is not null then 'not named: left out of the printed total'
            else 'not named: ' || {{ words('tables.unnamed_because') }}
        end as note,
        {{ figure_key('tables') }} as table_key,
        {{ figure_key('tables', 'tables.country_id') }} as row_key
    from ({{ tables_asked(measures) }}) as tables
    -- one row at most: a country stands once in a table
    left join {{ ref('fct_production') }} as production
        on tables.table_id = production.table_id and tables.country_id = production.country_id
    -- one line at most for each country that the words stand for
    left join {{ ref('left_out_countries') }} as left_out
        on tables.excludes = left_out.excludes and tables.country_id = left_out.country_id
{%- endmacro %}

{#- Where a reader finds a figure: the table, who of it, the year. -#}
{% macro figure_key(tables, who=none) -%}
concat_ws(
    '|', {{ tables }}.edition_id, {{ tables }}.mineral_id, {{ tables }}.stage, {{ tables }}.form,
    {{ who ~ ',' if who }} cast({{ tables }}.year as {{ dbt.type_string() }})
)
{%- endmacro %}

{#- A count as a note prints it: 3 of 4 lines measured. -#}
{% macro counted_of(part, whole, what) -%}
cast({{ part }} as {{ dbt.type_string() }}) || ' of ' || cast({{ whole }} as {{ dbt.type_string() }}) || ' {{ what }}'
{%- endmacro %}
