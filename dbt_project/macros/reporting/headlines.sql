{#- What surfaces put first about a list, in lines: how each is counted from `fct_list_single_country_cap`, and what
    it is in words. -#}
{% macro list_headlines() -%}
    {{ return({
        'lines_on_list': ('list_lines', 'Lines that the list prints, watched ones left out.'),
        'lines_with_share': (
            'measured_lines', 'Lines for which a table of the newest editions gives a share of the world.'
        ),
        'lines_above_cap': (
            'lines_above', 'Lines with a table in which one country is above the cap for certain, mined or processed.'
        ),
        'lines_undecided': (
            'lines_undecided', 'Lines with a share that are above the cap in no table for certain and may be in one.'
        ),
        'lines_not_above_cap': (
            'measured_lines - lines_above - lines_undecided', 'Lines with a share that are above the cap in no measured table.'
        ),
        'lines_without_share': (
            'list_lines - measured_lines', 'Lines for which no table gives a share; a figure of their group is not theirs.'
        ),
    }) }}
{%- endmacro %}
