{#- Numbers as people read them in the profiles. -#}

{#- Whole percent; below one, `under 1`. -#}
{% macro percent_text(value) -%}
case
        when {{ value }} is null then null
        when {{ value }} > 0 and {{ value }} < 0.5 then 'under 1%'
        else cast(cast(round({{ value }}) as integer) as {{ dbt.type_string() }}) || '%'
    end
{%- endmacro %}

{#- A word of the vocabularies without its underscores. -#}
{% macro words(text) %}replace({{ text }}, '_', ' '){% endmacro %}

{#- The table that a sentence is about: its stage, and its form where there are several. -#}
{% macro form_words(table, before, after) -%}
case when {{ table }}.form = 'all' then '' else '{{ before }}' || {{ words(table ~ '.form') }} || '{{ after }}' end
{%- endmacro %}

{#- What the figures of a mineral say, in one sentence. -#}
{% macro mineral_summary(mined, processed, group_name, mining, processing) -%}
{%- set cap = percent_text(mined ~ '.cap_pct') -%}
case
        when {{ mined }}.mineral_id is null and {{ group_name }} is not null
            then 'No figures of its own: counted within ' || lower({{ group_name }}) || '.'
        when {{ mined }}.mineral_id is null then 'No production table in the sources.'
        when {{ mined }}.top1_country is null
            then 'No shares: ' || {{ words("coalesce(" ~ mined ~ ".no_world_because, 'nothing_known')") }} || '.'
        else
            {{ mined }}.top1_country
            || case when {{ mined }}.is_leader_certain then '' else ', the largest producer that is named,' end || ' makes ' || {{ percent_text(mined ~ '.top1_share_pct') }} || ' of world output ('
            || {{ mined }}.stage || {{ form_words(mined, ', ', '') }} || ', '
            || cast({{ mined }}.year as {{ dbt.type_string() }}) || ')'
            || case when {{ mined }}.is_leader_certain then '' else '; who leads is not certain' end
            || coalesce(
                ', ' || {{ processed }}.top1_country || ' ' || {{ percent_text(processed ~ '.top1_share_pct') }}
                || ' at the ' || {{ processed }}.stage || {{ form_words(processed, ' (', ')') }}, ''
            )
            || case
                when
                    coalesce({{ mining }}.is_largest_in_another_table, {{ processing }}.is_largest_in_another_table)
                    and not (
                        {{ processed }}.mineral_id is not null
                        and {{ largest('stage', mining, processing) }} = {{ processed }}.stage
                        and {{ largest('form', mining, processing) }} = {{ processed }}.form
                    )
                    then
                        '; the largest share is ' || {{ largest('country', mining, processing) }} || ' '
                        || {{ percent_text(largest('pct', mining, processing)) }} || ' ('
                        || {{ largest('stage', mining, processing) }}
                        || case
                            when {{ largest('form', mining, processing) }} = 'all' then ''
                            else ', ' || {{ words(largest('form', mining, processing)) }}
                        end || ')'
                else ''
            end
            || case
                when {{ mining }}.is_above_cap or {{ processing }}.is_above_cap then '; above ' || {{ cap }}
                when
                    ({{ mining }}.table_count > 0 and {{ mining }}.is_measured_above_cap is null)
                    or ({{ processing }}.table_count > 0 and {{ processing }}.is_measured_above_cap is null)
                    then '; whether above ' || {{ cap }} || ' cannot be told'
                when {{ mining }}.unmeasured_count + {{ processing }}.unmeasured_count > 0
                    then '; not above ' || {{ cap }} || ' where it is measured'
                else '; not above ' || {{ cap }}
            end
            {% for step, word in [(mining, 'mining'), (processing, 'processing')] -%}
            || case
                when {{ step }}.unmeasured_count > 0
                    then
                        case when {{ step }}.table_count > 0 then ', not all of {{ word }} is' else ', {{ word }} is not' end
                        || ' measured'
                else ''
            end
            {% endfor %}
            || '.'
    end
{%- endmacro %}

{#- Of the largest share in any table of a mineral: the same beside both steps. -#}
{% macro largest(what, mining, processing) -%}
coalesce({{ mining }}.largest_share_{{ what }}, {{ processing }}.largest_share_{{ what }})
{%- endmacro %}

{#- The lists that the profiles show one by one. -#}
{% macro profile_lists() %}{{ return(['us_2025', 'uk_strategy_2025', 'eu_2023']) }}{% endmacro %}
