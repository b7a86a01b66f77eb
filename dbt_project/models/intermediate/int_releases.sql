-- Every edition: those that somebody wrote into the seed, and those that landed since. The seed wins: it
-- was written by a person who had the edition before them.
with seeded as (

    select
        release_id,
        source_id,
        source_name,
        edition,
        published_on,
        doi_or_url,
        licence,
        attribution,
        retrieved_at,
        reserve_year
    from {{ ref('releases') }}

),

landed as (

    select
        release_id,
        source_id,
        source_name,
        edition,
        published_on,
        doi_or_url,
        licence,
        attribution,
        retrieved_at,
        -- undated reserves of a yearly edition stand for the end of the year before it
        case
            when source_id = 'usgs_mcs'
                then cast({{ text_extract('release_id', "'([0-9]{4})$'") }} as integer) - 1
        end as reserve_year
    from {{ ref('stg_landing__releases') }}

)

select
    release_id,
    source_id,
    source_name,
    edition,
    published_on,
    doi_or_url,
    licence,
    attribution,
    retrieved_at,
    reserve_year
from seeded

union all

select
    landed.release_id,
    landed.source_id,
    landed.source_name,
    landed.edition,
    landed.published_on,
    landed.doi_or_url,
    landed.licence,
    landed.attribution,
    landed.retrieved_at,
    landed.reserve_year
from landed
left join seeded on landed.release_id = seeded.release_id
where seeded.release_id is null
