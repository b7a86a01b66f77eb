-- A place is one more than the number of named countries with more: ties share it, residuals and unknown
-- quantities have none.
{{ config(meta={'dagster': {'ref': {'name': 'fct_country_share'}}}) }}

with ranked as (

    select
        shares.table_id,
        shares.country_id,
        shares.quantity_tonnes,
        shares.share_rank,
        not countries.is_residual and shares.quantity_tonnes is not null as should_have_rank
    from {{ ref('fct_country_share') }} as shares
    inner join {{ ref('dim_country') }} as countries on shares.country_id = countries.country_id

),

counted as (

    select
        ranked.table_id,
        ranked.country_id,
        ranked.share_rank,
        ranked.should_have_rank,
        count(larger.country_id) as larger_count
    from ranked
    left join ranked as larger
        on
            ranked.table_id = larger.table_id
            and larger.should_have_rank
            and ranked.quantity_tonnes < larger.quantity_tonnes
    group by ranked.table_id, ranked.country_id, ranked.share_rank, ranked.should_have_rank

)

select
    table_id,
    country_id,
    share_rank,
    larger_count
from counted
where
    (share_rank is not null) <> should_have_rank
    or share_rank <> larger_count + 1
