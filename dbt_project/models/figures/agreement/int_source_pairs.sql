-- The rows of two sources on the same output of a country, in the newest edition of each.
with printed as (

    select production.*
    from {{ ref('fct_production') }} as production
    -- many rows to one country
    inner join {{ ref('dim_country') }} as countries on production.country_id = countries.country_id
    where
        production.is_latest_vintage
        and production.quantity_max_tonnes is not null
        and not countries.is_residual

)

select
    lefts.mineral_id,
    lefts.stage,
    lefts.form,
    lefts.country_id,
    lefts.year,
    lefts.source_id as left_source_id,
    rights.source_id as right_source_id,
    lefts.edition_id as left_edition_id,
    rights.edition_id as right_edition_id,
    lefts.table_id as left_table_id,
    rights.table_id as right_table_id,
    lefts.basis as left_basis,
    rights.basis as right_basis,
    lefts.quantity_tonnes as left_tonnes,
    rights.quantity_tonnes as right_tonnes,
    lefts.is_estimated or rights.is_estimated as is_estimated,
    lefts.quantity_max_tonnes >= rights.quantity_min_tonnes
    and rights.quantity_max_tonnes >= lefts.quantity_min_tonnes as ranges_meet,
    rights.quantity_tonnes / nullif(lefts.quantity_tonnes, 0) as factor,
    rights.quantity_min_tonnes / nullif(lefts.quantity_max_tonnes, 0) as factor_min,
    rights.quantity_max_tonnes / nullif(lefts.quantity_min_tonnes, 0) as factor_max,
    lefts.value_as_printed as left_value_as_printed,
    rights.value_as_printed as right_value_as_printed,
    lefts.source_file_id as left_source_file_id,
    lefts.source_row as left_source_row,
    rights.source_file_id as right_source_file_id,
    rights.source_row as right_source_row
from printed as lefts
-- one row of one source to at most one of each other source
inner join printed as rights
    on
        lefts.mineral_id = rights.mineral_id
        and lefts.stage = rights.stage
        and lefts.form = rights.form
        and lefts.country_id = rights.country_id
        and lefts.year = rights.year
        and lefts.source_id < rights.source_id
