
  
    
        create table intermediate.int_listed_sums
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, mineral, stage, form and year: what the listed rows of a publisher\'s table add up to.

The printed total is left out. A row counts as unknown, never as zero, when it has no single number.
'
      

      as
      -- What the listed rows of a table-year add up to: countries and residuals, the printed total left out, and so are
-- countries that the total does not count.
with listed as (
    select
        cells.*,
        left_out.country_id is null as is_counted,
        -- a figure that is counted in another row leaves nothing open
        cells.quantity_max_tonnes is null and cells.value_status <> 'included_elsewhere' as is_open,
        not countries.is_residual and cells.quantity_tonnes is not null as is_named_known
    from core.core_cell as cells
    -- many cells to one country
    inner join reference.countries as countries on cells.country_id = countries.country_id
    left join intermediate.int_left_out as left_out
        on cells.table_id = left_out.table_id and cells.country_id = left_out.country_id and left_out.is_whole
    where cells.destination = 'fct_production'
)

select
    table_id,
    edition_id, mineral_id, stage, form, year,
    max(source_id) as source_id,
    min(basis) as basis,
    cast(count(case when not is_comparable then 1 end) as integer) = 0 as is_comparable,
    round(sum(case when is_counted then quantity_tonnes end), 9) as summed_tonnes,
    round(sum(case when is_counted then coalesce(quantity_min_tonnes, 0) else 0 end), 9) as low_tonnes,
    round(sum(case when is_counted then coalesce(quantity_max_tonnes, 0) else 0 end), 9) as high_tonnes,
    round(sum(case when is_counted and is_named_known then coalesce(quantity_tonnes, 0) else 0 end), 9) as named_tonnes,
    round(sum(case when is_counted and is_named_known then coalesce(quantity_min_tonnes, 0) else 0 end), 9) as named_low_tonnes,
    round(sum(case when is_counted and not is_named_known then coalesce(quantity_max_tonnes, 0) else 0 end), 9) as rest_high_tonnes,
    cast(count(case when is_counted and is_open then 1 end) as integer) as open_count
from listed
group by table_id, edition_id, mineral_id, stage, form, year
  