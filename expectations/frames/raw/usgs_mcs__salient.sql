-- Each cell beside the number of years that its file prints.
with years as (

    select
        edition_id,
        file_name,
        count(distinct year) as years_in_file
    from raw.usgs_mcs_salient
    group by edition_id, file_name

)

select
    cells.*,
    years.years_in_file
from raw.usgs_mcs_salient as cells
inner join years using (edition_id, file_name)
