-- Which mineral and form a printed series stands for; the first rule that matches counts.
with series as (

    select distinct
        series_as_printed,
        series_no
    from {{ ref('stg_usgs_mcs__net_import_reliance') }}

),

matched as (

    select
        series.series_as_printed,
        series.series_no,
        rules.mineral_id,
        rules.form,
        rules.is_headline,
        row_number() over (
            partition by series.series_as_printed, series.series_no order by rules.rule_no asc nulls last
        ) as preference
    from series
    -- many rules to many series
    inner join {{ ref('trade_series') }} as rules
        on
            rules.statistic = 'net_import_reliance'
            and {{ text_matches('series.series_as_printed', 'rules.series_pattern') }}
            and coalesce(rules.series_no, series.series_no) = series.series_no

)

select
    printed.edition_id,
    editions.source_id,
    printed.edition_id || '/' || printed.file_name as source_file_id,
    printed.source_row,
    printed.printed_in,
    matched.mineral_id,
    matched.form,
    matched.is_headline,
    printed.year,
    printed.nir_pct,
    printed.nir_min_pct,
    printed.nir_max_pct,
    printed.value_status,
    printed.is_estimated,
    printed.value_as_printed,
    printed.note_marks,
    printed.commodity_as_printed,
    printed.detail_as_printed,
    printed.import_sources_as_printed,
    -- a chapter counts before a summary figure of the same edition
    row_number() over (
        partition by printed.edition_id, matched.mineral_id, matched.form, printed.year
        order by printed.printed_in asc nulls last, printed.source_row asc nulls last
    ) as preference,
    dense_rank() over (
        partition by editions.source_id, matched.mineral_id, matched.form, printed.year
        order by editions.edition_order desc
    ) = 1 as is_latest_vintage
from {{ ref('stg_usgs_mcs__net_import_reliance') }} as printed
-- many rows to one edition
inner join {{ ref('core_edition') }} as editions on printed.edition_id = editions.edition_id
-- many rows to one series
left join matched
    on
        printed.series_as_printed = matched.series_as_printed
        and printed.series_no = matched.series_no
        and matched.preference = 1
