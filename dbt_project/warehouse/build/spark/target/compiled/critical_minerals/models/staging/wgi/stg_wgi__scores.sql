with source as (

    select * from raw.wgi_scores

),

typed as (

    select
        edition_id,
        file_name,
        cast(source_row as integer) as source_row,
        country_iso3 as country_id,
        cast(year as integer) as year,
        cast(nullif(va, '') as double) as voice_and_accountability,
        cast(nullif(pv, '') as double) as political_stability,
        cast(nullif(ge, '') as double) as government_effectiveness,
        cast(nullif(rq, '') as double) as regulatory_quality,
        cast(nullif(rl, '') as double) as rule_of_law,
        cast(nullif(cc, '') as double) as control_of_corruption
    from source

)

select
    edition_id,
    file_name,
    source_row,
    country_id,
    year,
    voice_and_accountability,
    political_stability,
    government_effectiveness,
    regulatory_quality,
    rule_of_law,
    control_of_corruption,
    -- null unless all six dimensions are scored: a mean of fewer is another measure
    (
        voice_and_accountability + political_stability + government_effectiveness
        + regulatory_quality + rule_of_law + control_of_corruption
    ) / 6 as governance_score
from typed