-- One row per importer, code or mineral, and year, beside the last release.
with origins as (

    select
        edition_id,
        importer_id,
        trade_id,
        year,
        count(*) as partners,
        sum(coalesce(value_max_usd, value_max_gbp)) as value_total,
        sum(share_pct) as share_sum_pct,
        count(*) filter (partner_id = importer_id) as importer_itself,
        count(*) filter (share_min_pct > share_max_pct + 0.0002) as beyond_bounds,
        count(*) filter (is_hub) as hub_rows,
        count(*) filter ((value_max_usd is null) = (value_max_gbp is null)) as other_than_one_currency,
        count(distinct partner_basis) as bases
    from marts.fct_import_origin
    group by all

),

last_release as (

    select
        importer_id,
        trade_id,
        year,
        sum(value_max_usd) as value_total
    from previous.fct_import_origin
    where is_latest_vintage
    group by all

)

select
    origins.*,
    origins.value_total / nullif(last_release.value_total, 0) as times_last_release
from origins
left join last_release using (importer_id, trade_id, year)
