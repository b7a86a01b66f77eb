-- Pairs of figures; a column is null where its question does not arise.
select
    *,
    case when left_basis = right_basis then coalesce(table_factor, 1) end as common_factor,
    case when difference_class = 'unexplained' then right_tonnes / nullif(left_tonnes, 0) end as unexplained_times,
    case when difference_class = 'unexplained' then difference_pct end as unexplained_pct,
    date_diff('day', current_date, expires_on) as days_left
from marts.fct_source_agreement
