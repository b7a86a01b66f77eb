-- Reserves beside the same figure in the last release.
select
    reserves.*,
    reserves.quantity_tonnes / nullif(released.quantity_tonnes, 0) as to_last_release
from marts.fct_reserves as reserves
-- one row at most: the whole key
left join previous.fct_reserves as released
    on
        reserves.release_id = released.release_id
        and reserves.mineral_id = released.mineral_id
        and reserves.stage = released.stage
        and reserves.form = released.form
        and reserves.country_id = released.country_id
        and reserves.year = released.year
