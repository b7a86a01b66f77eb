{#- The written rule behind the order of rpt_watchlist; described in the doc block `watchlist`.

    Each sign is true, false or null (not known, or not measured), and those of mining and of processing stand by
    themselves: what one step shows says nothing about the other. The order is by how many signs are true or may be,
    so that a sign that nobody measured never moves a mineral to the safer end. No weights: each sign can be read and
    disputed by itself.

    Numbers: the cap is the one of the UK strategy, from the data. 2,500 is where four equal producers stand.
    A trend is more than a tenth (int_mineral_steps). 0.5 is the weight of a producer at the world mean of
    governance. Below 10% of output a control can be passed by (int_mineral_policy). 20 years is the life of few mines
    more than one; reserves of `more than` may last longer than they say. -#}
{% macro watchlist_signs() -%}
    {{ return({
        'sign_mining_above_cap': 'profiles.is_mining_above_cap',
        'sign_processing_above_cap': 'profiles.is_processing_above_cap',
        'sign_mining_concentrated': 'profiles.is_mining_concentrated',
        'sign_processing_concentrated': 'profiles.is_processing_concentrated',
        'sign_mining_rising': 'profiles.is_mining_rising',
        'sign_processing_rising': 'profiles.is_processing_rising',
        'sign_poorly_governed': 'case when profiles.wgi_coverage_pct >= 50'
            ~ ' then profiles.hhi_wgi > 0.5 * profiles.hhi end',
        'sign_export_control': 'profiles.is_output_controlled',
        'sign_short_reserves': 'case when profiles.reserves_years >= 20 then false'
            ~ ' when not profiles.is_reserves_at_least then profiles.reserves_years < 20 end',
    }) }}
{%- endmacro %}

{#- How many signs meet a condition. -#}
{% macro count_signs(condition) -%}
    {%- for sign in watchlist_signs() -%}
    case when {{ condition | replace('{sign}', sign) }} then 1 else 0 end{{ ' + ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
