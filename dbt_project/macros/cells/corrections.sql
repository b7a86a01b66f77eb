{#- Whether a correction reaches a cell: it is corrected where it prints what the correction expects too. -#}
{% macro correction_reaches(corrections, cells) -%}
{{ cells }}.edition_id = {{ corrections }}.edition_id
        and {{ cells }}.file_name = {{ corrections }}.file_name
        and {{ cells }}.commodity_as_printed = {{ corrections }}.commodity_as_printed
        and case
            when {{ corrections }}.table_pattern is null then true
            else {{ text_matches('lower(' ~ cells ~ '.table_as_printed)', corrections ~ '.table_pattern') }}
        end
        and ({{ corrections }}.country_as_printed in ('*', {{ cells }}.country_as_printed))
        and ({{ corrections }}.statistic in ('*', {{ cells }}.statistic))
        and ({{ corrections }}.year in ('*', cast({{ cells }}.year as {{ dbt.type_string() }})))
{%- endmacro %}

{#- What a cell prints where the correction wants another text. -#}
{% macro printed_in_field(corrections, cells) -%}
case {{ corrections }}.field
        when 'unit_as_printed' then {{ cells }}.unit_as_printed
        when 'value_as_printed' then {{ cells }}.value_as_printed
        when 'statistic' then {{ cells }}.statistic
    end
{%- endmacro %}
