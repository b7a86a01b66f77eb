-- Every edition: those that somebody wrote into the seed, and those that landed since. The seed wins: it
-- was written by a person who had the edition before them.
with seeded as (

    select
        edition_id,
        source_id,
        source_name,
        edition,
        published_on,
        doi_or_url,
        licence,
        attribution,
        retrieved_at,
        reserve_year
    from {{ ref('editions') }}
    -- an edition whose figures do not ship is one only where its files were read
    where
        not coalesce(is_optional, false)
        or edition_id in (select files.edition_id from {{ ref('stg_files__source_files') }} as files)

),

dated_sources as (

    select distinct source_id
    from seeded
    where published_on is not null

),

landed as (

    select
        fetched.edition_id,
        fetched.source_id,
        fetched.source_name,
        fetched.edition,
        -- A file that came by hand says no day. Editions are put in order by it, so where the others of
        -- the source have one, this has the last day that it can have been.
        coalesce(
            fetched.published_on,
            case
                when dated_sources.source_id is not null
                    then least(
                        fetched.retrieved_at,
                        cast({{ text_extract('fetched.edition_id', "'([0-9]{4})$'") }} || '-12-31' as date)
                    )
            end
        ) as published_on,
        fetched.doi_or_url,
        fetched.licence,
        fetched.attribution,
        fetched.retrieved_at,
        -- undated reserves of a yearly edition stand for the end of the year before it
        case
            when fetched.source_id = 'usgs_mcs'
                then cast({{ text_extract('fetched.edition_id', "'([0-9]{4})$'") }} as integer) - 1
        end as reserve_year
    from {{ ref('stg_landing__editions') }} as fetched
    left join dated_sources on fetched.source_id = dated_sources.source_id

)

select
    edition_id,
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
    landed.edition_id,
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
left join seeded on landed.edition_id = seeded.edition_id
where seeded.edition_id is null
