{#- What a printed percentage means. The number of a reliance or an import share is rounded to whole
    percent (or to its last printed decimal); nothing is below 0 or above 100. -#}

{#- Status of a printed percentage; null where the text is none, which a data test reports. `E` is a net
    exporter; `s` stands for a footnote, whose code says which. The parser of these rows refuses the same
    texts, by file and record (`us_trade.PERCENT`). -#}
{% macro percent_status(value, marks) %}
{%- set number = '[0-9]{1,3}([.][0-9]+)?' -%}
case
            when {{ value }} = '' then 'blank_unexplained'
            when upper({{ value }}) = 'E' then 'net_exporter'
            when upper({{ value }}) = 'W' then 'withheld'
            when upper({{ value }}) in ('NA', 'XX') or {{ has_mark(marks, 'not_calculable') }}
                then 'not_available'
            when {{ has_mark(marks, 'less_than_half_unit') }} then 'below_unit'
            when lower({{ value }}) = 's' then 'blank_unexplained'
            when {{ value }} in ('—', '–', '-') then 'zero'
            when {{ text_matches(value, "'^>" ~ number ~ "$'") }} then 'at_least'
            when {{ text_matches(value, "'^<" ~ number ~ "$'") }} then 'at_most'
            when {{ text_matches(value, "'^" ~ number ~ " ?[-–] ?" ~ number ~ "$'") }} then 'range'
            when not {{ text_matches(value, "'^" ~ number ~ "$'") }} then null
            when {{ has_mark(marks, 'estimated') }} then 'estimated'
            else 'reported'
        end
{%- endmacro %}

{#- The single number, null where none is printed. A net exporter imports nothing on balance: 0, as the
    publisher itself puts it in its figure of import sources. -#}
{% macro percent_number(value, status) %}
case
            when {{ status }} in ('net_exporter', 'zero') then cast(0 as double)
            when {{ status }} in ('reported', 'estimated') then cast({{ value }} as double)
        end
{%- endmacro %}

{#- Half of the last printed digit. -#}
{% macro percent_half_step(value) %}
case
            when {{ value }} like '%.%'
                then 0.5 * power(10.0, -length({{ text_extract(value, "'[.]([0-9]+)$'") }}))
            else 0.5
        end
{%- endmacro %}

{#- Least percentage that the text allows; where it says nothing (withheld, not available), 0. -#}
{% macro percent_min(value, status) %}
case
            when {{ status }} in ('reported', 'estimated')
                then greatest(0, cast({{ value }} as double) - {{ percent_half_step(value) }})
            when {{ status }} in ('at_least', 'range')
                then cast({{ text_extract(value, "'([0-9.]+)'") }} as double)
            else cast(0 as double)
        end
{%- endmacro %}

{#- Largest percentage that the text allows; where it says nothing, 100. -#}
{% macro percent_max(value, status) %}
case
            when {{ status }} in ('reported', 'estimated')
                then least(100, cast({{ value }} as double) + {{ percent_half_step(value) }})
            when {{ status }} = 'at_most' then cast({{ text_extract(value, "'([0-9.]+)'") }} as double)
            when {{ status }} = 'range' then cast({{ text_extract(value, "'([0-9.]+)$'") }} as double)
            when {{ status }} = 'below_unit' then 0.5
            when {{ status }} in ('net_exporter', 'zero') then cast(0 as double)
            else cast(100 as double)
        end
{%- endmacro %}
