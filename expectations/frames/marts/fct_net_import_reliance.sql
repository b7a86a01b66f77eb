-- Net import reliance, each row beside what has held for decades. A column is null where nothing has.
with lasting (mineral_id, least_pct, most_pct) as (

    -- least: bought abroad for as long as the publisher has counted; most: exporters of long standing
    values
    ('arsenic', 90, null),
    ('asbestos', 90, null),
    ('chromium', 50, null),
    ('fluorspar', 90, null),
    ('gallium', 90, null),
    ('graphite_natural', 90, null),
    ('indium', 90, null),
    ('manganese', 90, null),
    ('niobium', 90, null),
    ('potash', 75, null),
    ('strontium', 90, null),
    ('tantalum', 90, null),
    ('yttrium', 90, null),
    ('boron', null, 10),
    ('diatomite', null, 10),
    ('molybdenum', null, 10),
    ('soda_ash', null, 10)

)

select
    reliance.*,
    reliance.nir_min_pct - lasting.least_pct as above_least_reliance_pct,
    lasting.most_pct - reliance.nir_max_pct as below_most_reliance_pct
from marts.fct_net_import_reliance as reliance
-- many to at most one
left join lasting using (mineral_id)
