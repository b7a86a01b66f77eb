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
    row_number() over (
        partition by source_id
        order by published_on desc nulls last, edition_id desc nulls last
    ) = 1 as is_latest
from {{ ref('core_edition') }}
