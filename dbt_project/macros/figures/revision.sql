{#- How revision intervals are made: frozen under the version below; described in the doc block `revision_intervals`.

    A change of this file, of fct_revision_history, int_revision_quantile or fct_revision_interval is another method:
    raise the version and add its row to the register `revision_methods` (a test compares the digest there).

    Classes and scales were chosen on the pairs of editions 2022 to 2025. A revision of a share is as large in odds for
    a leader of 40% as for a country of 6%, in points it is not; above one half leaders move more. Countries below 1% are
    printed with one digit. The worst pair of editions counts, because years differ: a pair with few tables is only
    pooled. Rows of one table move together, so that the correction for small numbers counts tables, not rows. -#}
{% macro revision_method() -%}
    {{ return({
        'version': '2026.2',
        'levels': [80, 90],
        'least_tables': 20,
        'share_clip_pct': 0.05,
        'lost_score': 99,
    }) }}
{%- endmacro %}

{#- The class of a country's row, from what its first print says. -#}
{% macro revision_class(share, rank) -%}
    case
        when {{ share }} is null then 'no_share'
        when {{ rank }} = 1 and {{ share }} >= 50 then 'leader_majority'
        when {{ rank }} = 1 then 'leader'
        when {{ share }} >= 5 then 'large'
        when {{ share }} >= 1 then 'small'
        else 'tiny'
    end
{%- endmacro %}

{#- A value on the scale on which revisions are compared: log odds of a share, logarithm of anything else; null for a
    zero that has no logarithm. -#}
{% macro revision_scale(statistic, value) -%}
    {%- set clip = revision_method().share_clip_pct -%}
    {%- set clipped = 'least(greatest(' ~ value ~ ', ' ~ clip ~ '), 100 - ' ~ clip ~ ')' -%}
    case
        when {{ statistic }} = 'share' then ln({{ clipped }} / (100 - {{ clipped }}))
        when {{ value }} > 0 then ln({{ value }})
    end
{%- endmacro %}

{#- One end of an interval: the value moved by `move` on its scale, a share by odds, o · e^move. What the clipped scale
    cannot tell apart is inside. -#}
{% macro revision_moved(statistic, value, move) -%}
    {%- set clip = revision_method().share_clip_pct -%}
    {%- set clipped = 'least(greatest(' ~ value ~ ', ' ~ clip ~ '), 100 - ' ~ clip ~ ')' -%}
    {%- set moved = '100 * ' ~ clipped ~ ' / (' ~ clipped ~ ' + (100 - ' ~ clipped ~ ') * exp(-(' ~ move ~ ')))' -%}
    case
        when {{ statistic }} = 'share' and {{ moved }} <= {{ clip }} then 0
        when {{ statistic }} = 'share' and {{ moved }} >= 100 - {{ clip }} then 100
        when {{ statistic }} = 'share' then {{ moved }}
        when {{ statistic }} = 'hhi' then least(10000, {{ value }} * exp({{ move }}))
        else {{ value }} * exp({{ move }})
    end
{%- endmacro %}
