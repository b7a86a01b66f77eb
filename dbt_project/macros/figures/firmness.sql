{#- The written rule behind firmness; described in the doc block `firmness_rule`.

    Lines at which a reader decides: the cap of the UK strategy (a test compares it with the register of stated targets), and
    1,500 and 2,500 points, between which competition practice calls a market moderately concentrated (Herfindahl–Hirschman
    index); four equal producers make 2,500. -#}
{% macro decision_lines() -%}
    {{ return({'top_share_pct': [60], 'hhi': [1500, 2500]}) }}
{%- endmacro %}

{#- Whether a band lies on both sides of a line; `above` means more than the line. A band without an end is open. -#}
{% macro spans_a_line(lower, upper, lines) -%}
    (
        {%- for line in lines %}
        (coalesce({{ lower }}, 0) <= {{ line }} and ({{ upper }} > {{ line }} or {{ upper }} is null))
        {{- ' or' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#- sign -> its rule, for one row of fct_concentration's `signs`; whom the sign concerns is its first word. -#}
{% macro firmness_signs() -%}
    {%- set lines = decision_lines() -%}
    {{ return({
        'index_printed': spans_a_line('hhi_all_min', 'hhi_all_max', lines.hhi),
        'leader_printed': spans_a_line('top_all_min_pct', 'top_all_max_pct', lines.top_share_pct),
        'index_revision': 'hhi_revision_min is not null and '
            ~ spans_a_line('hhi_revision_min', 'hhi_revision_max', lines.hhi),
        'leader_revision': 'top_revision_min_pct is not null and '
            ~ spans_a_line('top_revision_min_pct', 'top_revision_max_pct', lines.top_share_pct),
        'index_untested': 'hhi_revision_min is null',
        'leader_untested': 'top_revision_min_pct is null',
    }) }}
{%- endmacro %}

{#- firm, soft or weak, by the signs of the subjects: what is printed decides before what revisions make likely. -#}
{% macro firmness(subjects) -%}
    case
        when hhi is null then 'weak'
        {%- for grade, kinds in {'weak': ['printed'], 'soft': ['revision', 'untested']}.items() %}
        when
            {%- for sign in firmness_signs() if sign.split('_')[0] in subjects and sign.split('_')[1] in kinds %}
            {{ sign }}{{ ' or' if not loop.last }}
            {%- endfor %}
            then '{{ grade }}'
        {%- endfor %}
        else 'firm'
    end
{%- endmacro %}

{#- The signs of a row joined by `;`; null for a firm one. -#}
{% macro firmness_reasons() -%}
    case
        when hhi is null then 'no_index'
        else nullif(
            concat_ws(
                ';'
                {%- for sign in firmness_signs() -%}
                , case when {{ sign }} then '{{ sign }}' end
                {%- endfor -%}
            ),
            ''
        )
    end
{%- endmacro %}
