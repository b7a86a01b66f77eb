-- Factors that the rows of two sources' tables share: a unit or a basis that is not the one it is taken for.
with pairs as (

    select *
    from {{ ref('int_source_pairs') }}

),

-- how many rows of two tables fit the factor of each of their rows, a hundredth beside rounding
fitted as (

    select
        tried.left_table_id,
        tried.right_table_id,
        tried.factor,
        count(*) as row_count,
        {{ count_where("tried.factor between 0.99 * rows_of.factor_min and 1.01 * rows_of.factor_max") }}
            as fitting_count
    from pairs as tried
    inner join pairs as rows_of
        on tried.left_table_id = rows_of.left_table_id and tried.right_table_id = rows_of.right_table_id
    where tried.factor > 0 and rows_of.factor > 0
    group by tried.left_table_id, tried.right_table_id, tried.country_id, tried.factor

),

best as (

    select
        *,
        row_number() over (
            partition by left_table_id, right_table_id
            order by fitting_count desc nulls last, abs(factor - 1) asc nulls last, factor asc nulls last
        ) as place
    from fitted

)

-- three quarters of at least three rows share a factor that is no rounding of one
select
    left_table_id,
    right_table_id,
    factor as table_factor
from best
where place = 1 and row_count >= 3 and 4 * fitting_count >= 3 * row_count and abs(factor - 1) > 0.03
