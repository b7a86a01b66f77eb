select
    links.policy_measure_id,
    links.mineral_id,
    measures.kind,
    measures.control_type,
    measures.party_a,
    measures.party_b,
    measures.year,
    links.covers,
    links.stage,
    links.is_primary_supply
from {{ ref('policy_measure_minerals') }} as links
-- many minerals to one measure
inner join {{ ref('fct_policy_measure') }} as measures on links.policy_measure_id = measures.policy_measure_id
