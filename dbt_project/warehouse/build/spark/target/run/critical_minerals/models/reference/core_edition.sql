
  
    
        create table core.core_edition
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition of a source that the build may read: the seed\'s, and landed ones that the seed does not have yet. An edition that is in neither fails the build.
'
      

      as
      
    select edition_id, source_id, source_name, edition, published_on, known_from, known_from_basis, edition_order, doi_or_url, licence, attribution, retrieved_at, reserve_year
    from (
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
    from reference.editions
    -- an edition whose source a setting leaves out is one only where its files were read
    where
        not coalesce(is_optional, false)
        or edition_id in (select files.edition_id from staging.stg_files__source_files as files)

),

landed as (

    select
        fetched.edition_id,
        fetched.source_id,
        fetched.source_name,
        fetched.edition,
        fetched.published_on,
        fetched.doi_or_url,
        fetched.licence,
        fetched.attribution,
        fetched.retrieved_at,
        -- undated reserves of a yearly edition stand for the end of the year before it
        case
            when fetched.source_id = 'usgs_mcs'
                then cast(regexp_extract(fetched.edition_id, '([0-9]{4})$', 1) as integer) - 1
        end as reserve_year
    from staging.stg_landing__editions as fetched

),

editions as (

    select * from seeded

    union all

    select landed.*
    from landed
    left join seeded on landed.edition_id = seeded.edition_id
    where seeded.edition_id is null

)

select
    edition_id,
    source_id,
    source_name,
    edition,
    published_on,
    cast(coalesce(editions.published_on, editions.retrieved_at) as date) as known_from,
    case when published_on is not null then 'published' else 'retrieved' end as known_from_basis,
    -- An edition without a day came out before it was in hand, and not after the year in its name. That is
    -- enough to put it in order, and no day of publication.
    cast(row_number() over (
        partition by source_id
        order by
            coalesce(
                published_on,
                least(
                    retrieved_at,
                    cast(nullif(regexp_extract(edition_id, '([0-9]{4})$', 1), '') || '-12-31' as date)
                )
            ) asc nulls first,
            edition_id asc nulls first
    ) as integer) as edition_order,
    doi_or_url,
    licence,
    attribution,
    retrieved_at,
    reserve_year
from editions
    ) as model_subq
  