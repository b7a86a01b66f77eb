-- Files that were read, and whether each id is made as it should be.
select
    files.*,
    cast(files.source_file_id = files.edition_id || '/' || files.file_name as integer) as is_id_derived
from raw.source_files as files
