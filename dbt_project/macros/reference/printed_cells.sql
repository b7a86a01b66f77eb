{#- Columns of the printed cells of every production source, one below the other: the staging models of all four give
    one shape, that of int_printed_cells. Imports and exports stay behind: fct_file_account says how many. -#}
{% macro printed_in_all_sources(columns) -%}
    {%- for cells in ['stg_usgs_mcs__cells', 'stg_wmd__cells', 'stg_iea__cells', 'stg_bgs_wms__records'] %}
    select
        {{ columns | join(',\n        ') }}
    from {{ ref(cells) }}
    where statistic is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
