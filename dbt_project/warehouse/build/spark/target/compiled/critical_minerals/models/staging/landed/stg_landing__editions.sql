with source as (

    select * from raw.landed_editions

)

select
    edition_id,
    source_id,
    source_name,
    edition,
    cast(published_on as date) as published_on,
    doi_or_url,
    licence,
    attribution,
    cast(retrieved_at as date) as retrieved_at
from source