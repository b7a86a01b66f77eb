-- All evidence, with the exports that prove something apart.
select
    *,
    case
        when country_id in ('ARE', 'BEL', 'CHE', 'HKG', 'NLD', 'SGP') then cast(grade = 'net_exports' as integer)
    end as hub_exports_that_prove,
    case
        when grade = 'net_exports' then sum(cast(grade = 'net_exports' as integer)) over (partition by mineral_id, step)
    end as net_exporters_of_mineral,
    case when unit = 'USD' then evidence_value end as exports_usd
from marts.fct_supply_evidence
