-- Projections, each beside the modelled year of the same edition, its own total, production and the last
-- release. A column is null where its question does not arise.
with base as (

    select
        edition_id,
        mineral_id,
        stage,
        form,
        country_id,
        max(quantity_tonnes) as base_tonnes
    from marts.fct_production
    where value_status = 'modelled'
    group by all

),

in_production as (

    select
        table_id,
        count(*) as rows_in_production
    from marts.fct_production
    group by table_id

)

select
    outlook.*,
    outlook.year - try_cast(right(outlook.edition_id, 4) as integer) as years_after_edition,
    case
        when base.base_tonnes >= 1000 and outlook.quantity_tonnes > 0 then outlook.quantity_tonnes / base.base_tonnes
    end as times_base_year,
    case
        when outlook.is_world
            then 100 * (outlook.summed_tonnes - outlook.quantity_tonnes) / nullif(outlook.quantity_tonnes, 0)
    end as rows_beyond_total_pct,
    coalesce(in_production.rows_in_production, 0) as rows_in_production,
    outlook.quantity_tonnes / nullif(released.quantity_tonnes, 0) as times_last_release
from marts.fct_outlook as outlook
-- many to at most one, each
left join base using (edition_id, mineral_id, stage, form, country_id)
left join in_production using (table_id)
left join previous.fct_outlook as released using (edition_id, mineral_id, stage, form, year, country_as_printed)
