{#- What a printed figure means: its number, how far it was rounded, what its note marks say. -#}

{#- A printed number as a double: thousands separators out; null where the text is none. -#}
{% macro printed_number(text) %}cast(nullif(replace({{ text }}, ',', ''), '') as double){% endmacro %}

{#- How wide one printed step is. 68 is exact to 1, 3,400 to 100; 5,000,000 to 100,000, for nobody
    rounds beyond the second digit. Decimals: the last printed place. -#}
{% macro rounding_step(text) %}
{%- set digits = "replace(" ~ text ~ ", ',', '')" -%}
case
            when {{ text }} is null or {{ text }} = '' then null
            when {{ digits }} like '%.%'
                then power(10.0, -length({{ text_extract(digits, "'[.]([0-9]+)$'") }}))
            else power(
                10.0,
                greatest(
                    0,
                    least(
                        length({{ digits }}) - length({{ text_replace(digits, "'0+$'", "''") }}),
                        length({{ digits }}) - 2
                    )
                )
            )
        end
{%- endmacro %}

{#- The step in printed units that a note states, null where none does: tons to round to, or significant digits.
    `no more than two digits` may be one: every trailing zero may be rounding then. -#}
{% macro stated_step(marks, number, tonnes_per_unit) %}
{%- set tons = "nullif(" ~ text_extract(marks, "'rounded_to_([0-9]+)_tons'") ~ ", '')" -%}
{%- set digits = "nullif(" ~ text_extract(marks, "'rounded_to_([0-9])_digits'") ~ ", '')" -%}
{%- set printed = "cast(cast(floor(" ~ number ~ ") as bigint) as " ~ dbt.type_string() ~ ")" -%}
case
            when {{ tons }} is not null then cast({{ tons }} as double) / {{ tonnes_per_unit }}
            when {{ digits }} is not null
                then power(10.0, greatest(0, length({{ printed }}) - cast({{ digits }} as integer)))
            when {{ marks }} like '%rounded_to_at_most_2_digits%'
                then power(10.0, length({{ printed }}) - length({{ text_replace(printed, "'0+$'", "''") }}))
        end
{%- endmacro %}

{#- True where the note beside the figure carries this code. -#}
{% macro has_mark(marks, code) %}(';' || {{ marks }} || ';') like '%;{{ code }};%'{% endmacro %}

{#- The status that the note marks give to a blank, or to the sign that stands for a footnote. -#}
{% macro status_from_marks(marks) %}
case
            when (';' || {{ marks }}) like '%;included_with_%'
                or {{ has_mark(marks, 'included_in_world_total') }} then 'included_elsewhere'
            when {{ has_mark(marks, 'less_than_half_unit') }} then 'below_unit'
            when {{ has_mark(marks, 'withheld') }} then 'withheld'
            when {{ has_mark(marks, 'not_available') }}
                or {{ has_mark(marks, 'not_applicable') }}
                or {{ has_mark(marks, 'not_calculable') }} then 'not_available'
            when (';' || {{ marks }}) like '%;qualitative_%' then 'word'
        end
{%- endmacro %}
