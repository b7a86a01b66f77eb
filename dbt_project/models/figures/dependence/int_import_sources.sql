-- Which mineral, form and country a printed import share stands for; the first rule that matches counts.
with matched as (

    {{ matched_trade_series(ref('stg_usgs_mcs__import_sources'), 'import_sources', ['series_as_printed']) }}

),

placed as (

    select
        printed.*,
        editions.source_id,
        editions.edition_order,
        printed.edition_id || '/' || printed.file_name as source_file_id,
        matched.mineral_id,
        matched.form,
        matched.is_headline,
        matched.producer_stage,
        matched.producer_form,
        country_names.country_id,
        case
            when upper(printed.country_as_printed) = 'NA' then 'source_not_known'
            when printed.country_as_printed like '%, and %' then 'several_countries_in_one_row'
        end as set_aside_reason
    from {{ ref('stg_usgs_mcs__import_sources') }} as printed
    -- many rows to one edition
    inner join {{ ref('core_edition') }} as editions on printed.edition_id = editions.edition_id
    -- many rows to one series
    left join matched
        on
            printed.series_as_printed = matched.series_as_printed
            and matched.preference = 1
    -- many rows to one name: the seed's names are unique
    left join {{ ref('country_names') }} as country_names
        on lower(printed.country_as_printed) = lower(country_names.name_as_printed)

)

select
    edition_id,
    source_id,
    source_file_id,
    source_row,
    printed_in,
    mineral_id,
    form,
    is_headline,
    producer_stage,
    producer_form,
    country_id,
    period_from,
    period_to,
    share_pct,
    share_min_pct,
    share_max_pct,
    value_status,
    is_estimated,
    includes_hong_kong,
    value_as_printed,
    country_as_printed,
    commodity_as_printed,
    detail_as_printed,
    set_aside_reason,
    -- a chapter counts before a summary figure of the same edition, as a whole
    dense_rank() over (
        partition by edition_id, mineral_id, form order by printed_in asc nulls last
    ) as preference,
    dense_rank() over (
        partition by source_id, mineral_id, form
        order by edition_order desc
    ) = 1 as is_latest_vintage
from placed
