-- Words for whom a total leaves out stand for countries, and a lost note is needed and leads to a total.
{{ config(meta={'dagster': {'ref': {'name': 'core_cell'}}}) }}

select
    'nobody knows which countries these are: add them to seeds/figures/left_out_countries.csv' as problem,
    cells.world_excludes as what,
    cells.table_id
from {{ ref('core_cell') }} as cells
left join {{ ref('left_out_countries') }} as countries on cells.world_excludes = countries.excludes
where cells.destination = 'fct_world_total' and cells.world_excludes is not null and countries.excludes is null

union all

select
    'the file has this note: delete the row from seeds/figures/lost_notes.csv' as problem,
    lost_notes.excludes as what,
    cells.table_id
from {{ ref('lost_notes') }} as lost_notes
inner join {{ ref('core_cell') }} as cells
    on
        lost_notes.edition_id = cells.edition_id
        and lost_notes.mineral_id = cells.mineral_id
        and lost_notes.stage = cells.stage
        and lost_notes.form = cells.form
where cells.destination = 'fct_world_total' and cells.world_excludes is not null

union all

select
    'these words lead to no country: add them to seeds/figures/left_out_countries.csv' as problem,
    lost_notes.excludes as what,
    lost_notes.edition_id as table_id
from {{ ref('lost_notes') }} as lost_notes
left join {{ ref('left_out_countries') }} as countries on lost_notes.excludes = countries.excludes
where countries.excludes is null
