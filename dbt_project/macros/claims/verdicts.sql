{#- Rules of caps and verdicts that more than one model needs, each in one place. -#}

{#- The target whose level `fct_single_country_cap` compares production with (seed stated_targets). -#}
{% macro cap_of_record() %}uk_2035_single_country_each_mineral{% endmacro %}

{#- Whether a leader's share is above a cap: by its bounds alone, null where they leave it open. -#}
{% macro is_above(least, most, cap) -%}
case
            when {{ least }} > {{ cap }} then true
            when {{ most }} <= {{ cap }} then false
        end
{%- endmacro %}

{#- What each comparison of a reading asks of the bounds. A bound that is null is open: nothing is known beyond it.
    Only bounds decide; the value between them does not. -#}
{% macro verdict(comparison, lower, upper, threshold) -%}
case {{ comparison }}
        when '>' then case
            when {{ lower }} > {{ threshold }} then 'supported'
            when {{ upper }} <= {{ threshold }} then 'refuted'
            else 'undetermined'
        end
        when '>=' then case
            when {{ lower }} >= {{ threshold }} then 'supported'
            when {{ upper }} < {{ threshold }} then 'refuted'
            else 'undetermined'
        end
        when '<' then case
            when {{ upper }} < {{ threshold }} then 'supported'
            when {{ lower }} >= {{ threshold }} then 'refuted'
            else 'undetermined'
        end
        when '<=' then case
            when {{ upper }} <= {{ threshold }} then 'supported'
            when {{ lower }} > {{ threshold }} then 'refuted'
            else 'undetermined'
        end
        when '=' then case
            when {{ lower }} = {{ threshold }} and {{ upper }} = {{ threshold }} then 'supported'
            when {{ lower }} > {{ threshold }} or {{ upper }} < {{ threshold }} then 'refuted'
            else 'undetermined'
        end
        else 'undetermined'
    end
{%- endmacro %}

{#- The same for dates, which are periods: a month in a document is not a day. -#}
{% macro verdict_on(first_day, last_day, threshold) -%}
case
        when
            {{ first_day }} >= {{ first_day_of(threshold) }}
            and {{ last_day }} <= {{ last_day_of(threshold) }}
            then 'supported'
        when
            {{ last_day }} < {{ first_day_of(threshold) }}
            or {{ first_day }} > {{ last_day_of(threshold) }}
            then 'refuted'
        else 'undetermined'
    end
{%- endmacro %}

{#- First and last day of a period as text: 2024, 2024-03, 2024-03-12 or 2024-03-12/2024-03-15. Months have 31
    days here: text is compared, never counted. -#}
{% macro first_day_of(period) -%}
case length({{ period }})
        when 4 then {{ period }} || '-01-01'
        when 7 then {{ period }} || '-01'
        else substring({{ period }}, 1, 10)
    end
{%- endmacro %}

{% macro last_day_of(period) -%}
case length({{ period }})
        when 4 then {{ period }} || '-12-31'
        when 7 then {{ period }} || '-31'
        when 21 then substring({{ period }}, 12, 10)
        else {{ period }}
    end
{%- endmacro %}

{#- A number for a sentence: no more digits than a reader wants. -#}
{% macro as_text(number, digits=2) -%}
case
        when {{ number }} = floor({{ number }}) then cast(cast({{ number }} as bigint) as {{ dbt.type_string() }})
        else cast(round({{ number }}, {{ digits }}) as {{ dbt.type_string() }})
    end
{%- endmacro %}

{#- Reserves of what a table counts: only a mine draws on them. -#}
{% macro same_stock(tables, reserves) -%}
{{ tables }}.edition_id = {{ reserves }}.edition_id
        and {{ tables }}.mineral_id = {{ reserves }}.mineral_id
        and {{ tables }}.stage = 'mine'
        and {{ tables }}.form = {{ reserves }}.form
        and {{ tables }}.basis = {{ reserves }}.basis
{%- endmacro %}

{#- How much more all others together must make, the leader unchanged, to bring the leader down to the cap:
    leader / cap is the world in which it holds just that share, less the world as it is. -#}
{% macro tonnes_to_cap(leader_tonnes, world_tonnes, cap_pct) -%}
case
        when {{ leader_tonnes }} is not null and {{ world_tonnes }} is not null
            then {{ round_tonnes('greatest(0, 100 * ' ~ leader_tonnes ~ ' / nullif(' ~ cap_pct ~ ', 0) - ' ~ world_tonnes ~ ')') }}
    end
{%- endmacro %}

{#- How a row stands to what the strategy measures: imports by country of origin under all codes of its list. Production
    stands in for it, as do partners that were reconciled from both sides' reports. -#}
{% macro reads_cap_as(basis_of_imports, codes_held, codes_in_list) -%}
case when {{ basis_of_imports }} = 'origin' and {{ codes_held }} = {{ codes_in_list }} then 'as_said' else 'proxy' end
{%- endmacro %}

{#- The unit of a number for a sentence: one line, two lines. -#}
{% macro unit_words(number, unit) -%}
case
        {%- for many, one in [
            ('lines', 'line'),
            ('members', 'member'),
            ('minerals', 'mineral'),
            ('countries', 'country'),
            ('documents', 'document'),
        ] %}
        when {{ number }} = 1 and {{ unit }} = '{{ many }}' then '{{ one }}'
        {%- endfor %}
        else {{ unit }}
    end
{%- endmacro %}
