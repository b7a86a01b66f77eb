{#- What the survey's tables of import sources and of net import reliance have in common, typed. -#}
{% macro us_trade_columns() %}
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        case when chapter_as_printed is null then 'figure' else 'chapter' end as printed_in,
        commodity_as_printed,
        detail_as_printed,
        lower(commodity_as_printed || coalesce(': ' || detail_as_printed, '')) as series_as_printed,
        coalesce(value_as_printed, '') as value_as_printed,
        coalesce(note_marks, '') as note_marks
{%- endmacro %}
