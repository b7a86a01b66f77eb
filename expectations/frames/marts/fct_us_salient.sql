-- Each figure beside the same one in the next edition that prints it, and how many minerals its edition counts.
with ordered as (

    select
        *,
        lead(value) over (
            partition by mineral_id, statistic, step, form, unit, year order by edition_id
        ) as value_next
    from marts.fct_us_salient

),

editions as (

    select
        edition_id,
        count(distinct mineral_id) as minerals
    from marts.fct_us_salient
    group by edition_id

)

select
    ordered.* exclude (value_next),
    case when ordered.value > 0 and ordered.value_next > 0 then ordered.value_next / ordered.value end
        as times_next_edition,
    editions.minerals as minerals_in_edition
from ordered
inner join editions using (edition_id)
