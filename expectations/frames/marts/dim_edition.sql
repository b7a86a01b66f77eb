-- Editions, each with how many of its source are called the latest and how old the newest figures are.
with sources as (

    select
        source_id,
        count(*) filter (is_latest) as latest_editions,
        max(edition_order) as highest_order
    from marts.dim_edition
    group by source_id

),

publishers as (

    select distinct source_id
    from marts.fct_production

)

select
    editions.*,
    sources.latest_editions,
    date_diff('day', editions.published_on, editions.retrieved_at) as days_until_retrieved,
    case when editions.is_latest then sources.highest_order - editions.edition_order end as newer_editions,
    -- the day from which it is known is the day that known_from_basis names
    date_diff(
        'day',
        case editions.known_from_basis
            when 'published' then editions.published_on
            when 'retrieved' then editions.retrieved_at
        end,
        editions.known_from
    ) as days_off_basis,
    -- only of sources that publish production, and counted from the January of the edition's year
    case
        when editions.is_latest and publishers.source_id is not null
            then date_diff(
                'day', make_date(try_cast(regexp_extract(editions.edition, '\d{4}') as integer), 1, 1), current_date
            )
    end as days_since_edition
from marts.dim_edition as editions
inner join sources using (source_id)
left join publishers using (source_id)
