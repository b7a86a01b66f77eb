-- Figures by country, each with what its edition looks like as a whole and what the last release said.
-- A column is null where its question does not arise, so that the expectation leaves the row alone.
with editions as (

    select
        edition_id,
        source_id,
        count(*) as rows_in_edition,
        100.0 * count(*) filter (quantity_tonnes is null) / count(*) as unknown_pct,
        100.0 * count(*) filter (value_status = 'zero') / count(*) as zero_pct
    from marts.fct_production
    group by edition_id, source_id

),

released_editions as (

    select
        edition_id,
        count(*) as rows_in_edition
    from previous.fct_production
    group by edition_id

),

vintages as (

    select
        source_id,
        mineral_id,
        stage,
        form,
        year,
        count(distinct case when is_latest_vintage then edition_id end) as latest_editions
    from marts.fct_production
    group by source_id, mineral_id, stage, form, year

)

select
    production.*,
    vintages.latest_editions,
    -- twelve commodities are held of edition 2022
    case
        when editions.source_id = 'usgs_mcs' and editions.edition_id <> 'usgs_mcs_2022' then editions.rows_in_edition
    end as rows_in_edition,
    case when editions.rows_in_edition >= 200 then editions.unknown_pct end as unknown_in_edition_pct,
    case when editions.rows_in_edition >= 200 then editions.zero_pct end as zero_in_edition_pct,
    100.0 * editions.rows_in_edition / released_editions.rows_in_edition as rows_to_last_release_pct,
    production.quantity_tonnes / nullif(released.quantity_tonnes, 0) as times_last_release
from marts.fct_production as production
inner join vintages using (source_id, mineral_id, stage, form, year)
inner join editions using (edition_id)
-- many to at most one, each
left join released_editions using (edition_id)
left join previous.fct_production as released using (edition_id, mineral_id, stage, form, country_id, year)
