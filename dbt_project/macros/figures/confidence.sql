{#- The written rule behind fct_concentration.confidence; described in the doc block `confidence`.

    How soft may an index be before a reader should be warned? Five signs are looked at, and the worst
    one decides:
      residual_share_pct     share of the world that no named country is known to make;
      estimated_share_pct    share of the known tonnes that the publisher marks as estimated;
      withheld_count         countries whose figure is kept back;
      edition_distance_pct   how far another edition's index for the same year lies from this one
                             (null where one edition alone prints the year: no sign either way);
      band_width_pct         width of hhi_min to hhi_max, relative to the index.

    Thresholds: {high: the most a `high` may show, low: anything above is `low`}.
      residual    5: a residual of 5 points adds at most 25 index points as one single producer.
                  25: it adds up to 625, a quarter of the step between 'moderate' and 'high' (1,000 to
                  1,800 in competition practice) and could hide the leading producer.
      estimated   50: at least half of the tonnes are reported. There is no `low` limit: the newest
                  year of every table is almost wholly estimated, and that alone is not soft.
      withheld    0: one withheld country is enough to lose `high`; its size shows in the residual,
                  which decides about `low`.
      distance    10 and 30: revisions of a tenth are routine between editions, three tenths change
                  the ranking of minerals.
      band        30 and 100: an index known to within a third of itself keeps its class; a band as wide
                  as the index itself does not. -#}
{% macro confidence_thresholds() -%}
    {{ return({
        'residual_share_pct': {'high': 5, 'low': 25},
        'estimated_share_pct': {'high': 50},
        'withheld_count': {'high': 0},
        'edition_distance_pct': {'high': 10, 'low': 30},
        'band_width_pct': {'high': 30, 'low': 100},
    }) }}
{%- endmacro %}

{#- high, medium or low for one row that has the five columns and hhi. -#}
{% macro confidence_class() -%}
    {%- set thresholds = confidence_thresholds() -%}
    case
        when hhi is null then 'low'
        {%- for sign, limit in thresholds.items() if 'low' in limit %}
        when coalesce({{ sign }}, 0) > {{ limit.low }} then 'low'
        {%- endfor %}
        {%- for sign, limit in thresholds.items() %}
        when coalesce({{ sign }}, 0) > {{ limit.high }} then 'medium'
        {%- endfor %}
        else 'high'
    end
{%- endmacro %}

{#- The signs that keep a row from `high`, joined by `;`; null for `high`. -#}
{% macro confidence_because() -%}
    case
        when hhi is null then 'no_index'
        else nullif(
            concat_ws(
                ';'
                {%- for sign, limit in confidence_thresholds().items() -%}
                , case when coalesce({{ sign }}, 0) > {{ limit.high }} then '{{ sign }}' end
                {%- endfor -%}
            ),
            ''
        )
    end
{%- endmacro %}
