-- Which table speaks for a mineral where a person wants one line: `primary` (mined, or the first step that is
-- measured) and `processed` (the next step). Newest year of the newest edition, never two tables added.
with tables as (

    select
        concentration.*,
        row_number() over (
            partition by source_id, mineral_id, stage, form
            order by case when hhi is null then 1 else 0 end, year desc nulls last
        ) as years_back,
        min(case when hhi is not null then year end) over same_table as first_year
    from {{ ref('fct_concentration') }} as concentration
    where is_latest_vintage
    window same_table as (partition by source_id, mineral_id, stage, form, basis)

),

earliest as (

    select *
    from tables
    where year = first_year

),

placed as (

    select
        tables.*,
        earliest.year as opening_year,
        earliest.hhi as first_hhi,
        earliest.top1_share_pct as first_top1_share_pct,
        row_number() over (
            partition by tables.mineral_id
            order by
                case when tables.hhi is null then 1 else 0 end,
                case tables.stage when 'mine' then 1 when 'refinery' then 2 when 'smelter' then 3 else 4 end,
                case when tables.form = 'all' then 0 else 1 end,
                tables.year desc nulls last,
                tables.world_tonnes desc nulls last,
                tables.form asc nulls last,
                tables.source_id asc nulls last
        ) as primary_place,
        row_number() over (
            partition by tables.mineral_id
            order by
                case when tables.hhi is null or tables.stage = 'mine' then 1 else 0 end,
                case when tables.form = 'all' then 0 else 1 end,
                case tables.stage when 'refinery' then 1 when 'smelter' then 2 else 3 end,
                tables.year desc nulls last,
                tables.world_tonnes desc nulls last,
                tables.form asc nulls last,
                tables.source_id asc nulls last
        ) as processed_place
    from tables
    -- at most one first year of each table
    left join earliest
        on
            tables.source_id = earliest.source_id
            and tables.mineral_id = earliest.mineral_id
            and tables.stage = earliest.stage
            and tables.form = earliest.form
            and tables.basis = earliest.basis
    where tables.years_back = 1

)

{% for role in ['primary', 'processed'] -%}
select
    mineral_id,
    '{{ role }}' as table_role,
    table_id,
    edition_id,
    source_id,
    stage,
    form,
    basis,
    year,
    opening_year as first_year,
    first_hhi,
    first_top1_share_pct
from placed
where
    {{ role }}_place = 1
    {{ "and primary_place > 1 and hhi is not null and stage <> 'mine'" if role == 'processed' }}
{{ 'union all' if not loop.last }}
{% endfor -%}
