select
    source_file_id,
    edition_id,
    file_name,
    sha256,
    bytes,
    row_count
from {{ ref('stg_files__source_files') }}
