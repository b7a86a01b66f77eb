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
                or {{ has_mark(marks, 'not_calculable') }}
                or (';' || {{ marks }}) like '%;qualitative_%' then 'not_available'
        end
{%- endmacro %}
