-- What a country makes a part of: in the newest year of each table, of several tables of a mineral the one in which the
-- country makes the larger part.
with tables as (

    select
        concentration.*,
        row_number() over (
            partition by source_id, mineral_id, stage, form
            order by case when hhi is null then 1 else 0 end, year desc nulls last
        ) as years_back
    from {{ ref('fct_concentration') }} as concentration
    where is_latest_vintage

),

shares as (

    select
        shares.*,
        minerals.mineral_name,
        caps.is_above_cap,
        row_number() over (
            partition by shares.country_id, shares.mineral_id
            order by
                shares.share_pct desc nulls last,
                shares.stage asc nulls last,
                shares.form asc nulls last,
                shares.edition_id asc nulls last
        ) as table_place,
        -- first among the named is no lead where more is made by nobody who is named
        min(case
            when shares.share_rank > 1 or shares.share_pct >= coalesce(tables.residual_share_pct, 0.0)
                then shares.share_rank
        end) over (partition by shares.country_id, shares.mineral_id) as best_rank
    from tables
    -- one table to many countries
    inner join {{ ref('fct_production') }} as shares on tables.table_id = shares.table_id
    inner join {{ ref('dim_mineral') }} as minerals on shares.mineral_id = minerals.mineral_id
    -- at most one
    left join {{ ref('fct_single_country_cap') }} as caps
        on
            tables.table_id = caps.table_id
            and caps.measure = 'world_production'
            and shares.country_id = caps.top_country_id
    where tables.years_back = 1 and shares.quantity_tonnes > 0 and shares.share_pct is not null

),

minerals as (

    select
        shares.*,
        row_number() over (
            partition by country_id order by share_pct desc nulls last, mineral_name asc nulls last
        ) as place
    from shares
    where table_place = 1

)

select
    country_id,
    {% for rank in [1, 2, 3] -%}
    cast(count(case when best_rank = {{ rank }} then 1 end) as integer) as rank{{ rank }}_minerals,
    {% endfor -%}
    cast(count(case when is_above_cap then 1 end) as integer) as above_cap_minerals,
    {{ joined_text("case when best_rank = 1 then mineral_name end", '-share_pct, mineral_name', '; ') }}
        as minerals_led,
    {{ joined_text(
        "case when place <= 5 then mineral_name || ' ' || " ~ percent_text('share_pct') ~ " || ' (' || stage || "
        ~ form_words('minerals', ' ', '') ~ " || ', ' || cast(year as " ~ dbt.type_string() ~ ") || ')' end",
        '-share_pct, mineral_name', '; '
    ) }} as leading_minerals,
    max(case when place = 1 then mineral_name end) as top_mineral,
    max(case when place = 1 then share_pct end) as top_mineral_share_pct
from minerals
group by country_id
