{#- Which mineral and form a printed series stands for: the rules of a statistic that match it, the first of them
    with preference 1. `keys` are the columns that identify a series. -#}
{% macro matched_trade_series(printed, statistic, keys) %}
    select
        series.*,
        rules.mineral_id,
        rules.form,
        rules.is_headline,
        rules.producer_stage,
        rules.producer_form,
        row_number() over (
            partition by series.{{ keys | join(', series.') }} order by rules.rule_no asc nulls last
        ) as preference
    from (select distinct {{ keys | join(', ') }} from {{ printed }}) as series
    -- many rules to many series
    inner join {{ ref('trade_series') }} as rules
        on
            rules.statistic = '{{ statistic }}'
            and {{ text_matches('series.series_as_printed', 'rules.series_pattern') }}
            {%- if 'series_no' in keys %}
            and coalesce(rules.series_no, series.series_no) = series.series_no
            {%- endif %}
{% endmacro %}
