
  
    
        create table marts.fct_revision_history
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per source, mineral, stage, form, basis, year, statistic and subject: first, second and latest print.

A statistic is a country\'s `share` or `quantity`, the `world` of a table or its index (`hhi`). The first print is that of
the edition that prints the year as its newest; where the editions held begin later it is null, and so is the second.
Residual rows have no history.
'
      

      as
      
    select table_id, source_id, mineral_id, stage, form, basis, year, statistic, subject, subject_id, revision_class, is_first_estimated, first_table_id, first_edition_id, first_value, second_table_id, second_edition_id, second_value, latest_edition_id, latest_value, print_count, first_revision_pct, revision_score
    from (
        -- each table of each edition: whether its year is the newest there, and which print of that year it is
with placed as (
    select
        table_years.*,
        row_number() over (
            partition by
                table_years.edition_id, table_years.mineral_id, table_years.stage, table_years.form, table_years.basis
            order by table_years.year desc nulls last
        ) = 1 as is_newest_year,
        row_number() over in_order as print_no,
        count(*) over same_year as print_count
    from intermediate.int_table_years as table_years
    -- many table-years to one edition
    inner join core.core_edition as editions on table_years.edition_id = editions.edition_id
    window
        same_year as (
            partition by
                table_years.source_id,
                table_years.mineral_id,
                table_years.stage,
                table_years.form,
                table_years.basis,
                table_years.year
        ),
        in_order as (
            partition by
                table_years.source_id,
                table_years.mineral_id,
                table_years.stage,
                table_years.form,
                table_years.basis,
                table_years.year
            order by editions.edition_order asc nulls last
        )
),

-- The oldest edition held prints a year for the second time: the first print of that year is not held, and the figure
-- there is no second print of anything.
tables as (
    select
        placed.*,
        max(case when print_no = 1 and is_newest_year then table_id end) over same_year as first_table_id,
        max(case when print_no = 2 then table_id end) over same_year as second_table_id,
        max(case when print_no = print_count then table_id end) over same_year as latest_table_id,
        max(case when print_no = 1 and is_newest_year then edition_id end) over same_year as first_edition_id,
        max(case when print_no = 2 then edition_id end) over same_year as second_edition_id,
        max(case when print_no = print_count then edition_id end) over same_year as latest_edition_id
    from placed
    window same_year as (partition by source_id, mineral_id, stage, form, basis, year)
),

prints as (
    select
        table_id,
        'share' as statistic,
        'country' as subject,
        country_id as subject_id,
        share_pct as printed_value,
        is_estimated,
        case
        when share_pct is null then 'no_share'
        when share_rank = 1 and share_pct >= 50 then 'leader_majority'
        when share_rank = 1 then 'leader'
        when share_pct >= 5 then 'large'
        when share_pct >= 1 then 'small'
        else 'tiny'
    end as revision_class
    from marts.fct_production
    where share_pct is not null and country_id not in (select residual.country_id from marts.dim_country as residual where residual.is_residual)
    union all
    select
        table_id,
        'quantity' as statistic,
        'country' as subject,
        country_id as subject_id,
        quantity_tonnes as printed_value,
        is_estimated,
        case
        when share_pct is null then 'no_share'
        when share_rank = 1 and share_pct >= 50 then 'leader_majority'
        when share_rank = 1 then 'leader'
        when share_pct >= 5 then 'large'
        when share_pct >= 1 then 'small'
        else 'tiny'
    end as revision_class
    from marts.fct_production
    where quantity_tonnes is not null and country_id not in (select residual.country_id from marts.dim_country as residual where residual.is_residual)
    union all
    select
        table_id,
        'world' as statistic,
        'world' as subject,
        'WORLD' as subject_id,
        world_tonnes as printed_value,
        cast(null as boolean) as is_estimated,
        'world' as revision_class
    from intermediate.int_table_years
    where world_tonnes is not null
    union all
    select
        table_id,
        'hhi' as statistic,
        'index' as subject,
        'INDEX' as subject_id,
        hhi as printed_value,
        cast(null as boolean) as is_estimated,
        'index' as revision_class
    from intermediate.int_indices
    where hhi is not null
),

histories as (
    select
        tables.latest_table_id,
        prints.statistic,
        prints.subject,
        prints.subject_id,
        min(tables.source_id) as source_id,
        min(tables.mineral_id) as mineral_id,
        min(tables.stage) as stage,
        min(tables.form) as form,
        min(tables.basis) as basis,
        min(tables.year) as year,
        min(tables.print_count) as print_count,
        min(tables.first_table_id) as first_table_id,
        min(tables.first_edition_id) as first_edition_id,
        min(tables.latest_edition_id) as latest_edition_id,
        min(case when tables.first_table_id is not null then tables.second_table_id end) as second_table_id,
        min(case when tables.first_table_id is not null then tables.second_edition_id end) as second_edition_id,
        max(case when tables.table_id = tables.first_table_id then prints.printed_value end) as first_value,
        max(case when tables.table_id = tables.second_table_id then prints.printed_value end) as second_print,
        max(case when tables.table_id = tables.latest_table_id then prints.printed_value end) as latest_value,
        max(case when tables.table_id = tables.first_table_id then prints.revision_class end) as revision_class,
        max(case
            when tables.table_id = tables.first_table_id and prints.is_estimated then 1
            when tables.table_id = tables.first_table_id and not prints.is_estimated then 0
        end) = 1 as is_first_estimated
    from prints
    -- many prints to one table-year
    inner join tables on prints.table_id = tables.table_id
    group by tables.latest_table_id, prints.statistic, prints.subject, prints.subject_id
),

compared as (
    select
        histories.*,
        case when first_table_id is not null then second_print end as second_value,
        case
        when statistic = 'share' then ln(least(greatest(first_value, 0.05), 100 - 0.05) / (100 - least(greatest(first_value, 0.05), 100 - 0.05)))
        when first_value > 0 then ln(first_value)
    end as first_scaled,
        case
        when statistic = 'share' then ln(least(greatest(second_print, 0.05), 100 - 0.05) / (100 - least(greatest(second_print, 0.05), 100 - 0.05)))
        when second_print > 0 then ln(second_print)
    end as second_scaled
    from histories
)

select
    latest_table_id as table_id,
    source_id,
    mineral_id,
    stage,
    form,
    basis,
    year,
    statistic,
    subject,
    subject_id,
    revision_class,
    is_first_estimated,
    first_table_id,
    first_edition_id,
    first_value,
    second_table_id,
    second_edition_id,
    second_value,
    latest_edition_id,
    latest_value,
    cast(print_count as integer) as print_count,
    round(100 * (second_value - first_value) / nullif(first_value, 0), 6) as first_revision_pct,
    -- a figure that became zero has moved further than any interval reaches
    case
        when first_value > 0 and second_value is not null
            then round(coalesce(abs(second_scaled - first_scaled), 99), 6)
    end as revision_score
from compared
    ) as model_subq
  