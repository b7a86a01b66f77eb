{#- The written rule behind the order of rpt_watchlist; described in the doc block `watchlist`.

    Each sign is true, false or null (not known). A mineral is the more at risk the more signs are true; of
    equals the one with the larger leader comes first. No weights: each sign can be read and disputed by
    itself, and what is not known is counted beside, not added.

    Numbers: the cap is the one of the UK strategy, from the data. 2,500 is where four equal producers stand.
    A trend is more than a tenth (int_mineral_tables). 0.5 is the weight of a producer at the world mean of
    governance. Below 10% of output a control can be passed by. 20 years is the life of few mines more than one. -#}
{% macro watchlist_signs() -%}
    {{ return({
        'sign_above_cap': 'profiles.is_above_cap'
            ~ ' or case when profiles.processed_stage is null then false else profiles.is_processed_above_cap end',
        'sign_concentrated': 'case when greatest(profiles.hhi, coalesce(profiles.processed_hhi, 0)) > 2500 then true'
            ~ ' when greatest(profiles.hhi_max, coalesce(profiles.processed_hhi_max, 0)) <= 2500 then false end',
        'sign_rising': "coalesce(profiles.trend, profiles.processed_trend) = 'rising'"
            ~ " or coalesce(profiles.processed_trend, profiles.trend) = 'rising'",
        'sign_poorly_governed': 'case when profiles.wgi_coverage_pct >= 50'
            ~ ' then profiles.hhi_wgi > 0.5 * profiles.hhi end',
        'sign_export_control': 'profiles.controlled_output_pct >= 10',
        'sign_short_reserves': 'profiles.reserves_years < 20',
    }) }}
{%- endmacro %}

{#- How many signs meet a condition. -#}
{% macro count_signs(condition) -%}
    {%- for sign in watchlist_signs() -%}
    case when {{ condition | replace('{sign}', sign) }} then 1 else 0 end{{ ' + ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
