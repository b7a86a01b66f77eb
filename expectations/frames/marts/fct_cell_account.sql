-- Cells beside what became of their edition's cells, now and in the last release.
with editions as (

    select
        release_id,
        count(*) as cells,
        100.0 * count(*) filter (
            destination = 'set_aside' and set_aside_reason <> 'table_has_no_such_column'
        ) / count(*) as set_aside_pct
    from marts.fct_cell_account
    group by release_id

),

released as (

    select
        release_id,
        count(*) as cells
    from previous.fct_cell_account
    group by release_id

)

select
    account.*,
    editions.set_aside_pct,
    100.0 * editions.cells / nullif(released.cells, 0) as cells_to_last_release_pct
from marts.fct_cell_account as account
inner join editions on account.release_id = editions.release_id
left join released on account.release_id = released.release_id
