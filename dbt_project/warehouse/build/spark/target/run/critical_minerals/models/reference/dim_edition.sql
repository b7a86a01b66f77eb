
  
    
        create table marts.dim_edition
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition of a source.
'
      

      as
      
    select edition_id, source_id, source_name, edition, published_on, known_from, known_from_basis, edition_order, doi_or_url, licence, attribution, retrieved_at, is_latest
    from (
        select
    edition_id,
    source_id,
    source_name,
    edition,
    published_on,
    known_from,
    known_from_basis,
    edition_order,
    doi_or_url,
    licence,
    attribution,
    retrieved_at,
    row_number() over (
        partition by source_id
        order by edition_order desc
    ) = 1 as is_latest
from core.core_edition
    ) as model_subq
  