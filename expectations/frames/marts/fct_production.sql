-- Figures beside the size of their edition, and of the same edition in the last release.
with editions as (

    select
        release_id,
        count(*) as rows_in_edition,
        count(distinct mineral_id) as minerals_in_edition
    from marts.fct_production
    group by release_id

),

released as (

    select
        release_id,
        count(*) as rows_in_edition
    from previous.fct_production
    group by release_id

)

select
    production.*,
    editions.minerals_in_edition,
    100.0 * editions.rows_in_edition / nullif(released.rows_in_edition, 0) as rows_to_last_release_pct,
    production.quantity_tonnes / nullif(was.quantity_tonnes, 0) as to_last_release
from marts.fct_production as production
inner join editions on production.release_id = editions.release_id
left join released on production.release_id = released.release_id
-- one row at most: the whole key
left join previous.fct_production as was
    on
        production.release_id = was.release_id
        and production.mineral_id = was.mineral_id
        and production.stage = was.stage
        and production.form = was.form
        and production.country_id = was.country_id
        and production.year = was.year
