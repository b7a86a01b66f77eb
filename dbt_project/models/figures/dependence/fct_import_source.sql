with printed as (
    select
        sources.*,
        not countries.is_residual as is_ranked
    from {{ ref('int_import_sources') }} as sources
    -- many rows to one country
    inner join {{ ref('countries') }} as countries on sources.country_id = countries.country_id
    where sources.preference = 1 and sources.set_aside_reason is null
),

figures as (
    select *
    from {{ ref('int_import_sources') }}
    where printed_in = 'figure'
)

select
    printed.edition_id,
    printed.source_id,
    printed.mineral_id,
    printed.form,
    printed.is_headline,
    printed.country_id,
    printed.period_from,
    printed.period_to,
    printed.share_pct,
    printed.share_min_pct,
    printed.share_max_pct,
    -- `>99` ranks by its lower bound
    case
        when printed.is_ranked then cast(rank() over (
            partition by printed.edition_id, printed.mineral_id, printed.form, printed.is_ranked
            order by coalesce(printed.share_pct, printed.share_min_pct) desc nulls last
        ) as integer)
    end as share_rank,
    printed.value_status,
    printed.is_estimated,
    printed.includes_hong_kong,
    printed.value_as_printed,
    printed.country_as_printed,
    printed.commodity_as_printed,
    printed.detail_as_printed,
    printed.printed_in,
    figures.value_as_printed as figure_value_as_printed,
    printed.is_latest_vintage,
    printed.source_file_id,
    printed.source_row
from printed
-- at most one row of the figure for each series and country (tested)
left join figures
    on
        printed.edition_id = figures.edition_id
        and printed.mineral_id = figures.mineral_id
        and printed.form = figures.form
        and printed.country_id = figures.country_id
