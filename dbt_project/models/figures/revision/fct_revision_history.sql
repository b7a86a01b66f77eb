-- each table of each edition: whether its year is the newest there, and which print of that year it is
with ordered as (
    select
        table_years.*,
        editions.edition_order
    from {{ ref('int_table_years') }} as table_years
    -- many table-years to one edition
    inner join {{ ref('core_edition') }} as editions on table_years.edition_id = editions.edition_id
),

placed as (
    select
        ordered.*,
        row_number() over (
            partition by edition_id, mineral_id, stage, form, basis order by year desc nulls last
        ) = 1 as is_newest_year,
        row_number() over (
            partition by source_id, mineral_id, stage, form, basis, year order by edition_order asc nulls last
        ) as print_no,
        count(*) over (partition by source_id, mineral_id, stage, form, basis, year) as print_count
    from ordered
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
    {% for statistic, value in {'share': 'share_pct', 'quantity': 'quantity_tonnes'}.items() -%}
    select
        table_id,
        '{{ statistic }}' as statistic,
        'country' as subject,
        country_id as subject_id,
        {{ value }} as printed_value,
        is_estimated,
        {{ revision_class('share_pct', 'share_rank') }} as revision_class
    from {{ ref('fct_production') }}
    where {{ value }} is not null and {{ is_a_country('country_id') }}
    union all
    {% endfor -%}
    select
        table_id,
        'world' as statistic,
        'world' as subject,
        'WORLD' as subject_id,
        world_tonnes as printed_value,
        cast(null as boolean) as is_estimated,
        'world' as revision_class
    from {{ ref('int_table_years') }}
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
    from {{ ref('int_indices') }}
    where hhi is not null
),

histories as (
    select
        tables.latest_table_id,
        prints.statistic,
        prints.subject,
        prints.subject_id,
        {% for column in [
            'source_id', 'mineral_id', 'stage', 'form', 'basis', 'year', 'print_count', 'first_table_id',
            'first_edition_id', 'latest_edition_id',
        ] -%}
        min(tables.{{ column }}) as {{ column }},
        {% endfor -%}
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
        {{ revision_scale('statistic', 'first_value') }} as first_scaled,
        {{ revision_scale('statistic', 'second_print') }} as second_scaled
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
    {{ round_pct('100 * (second_value - first_value) / nullif(first_value, 0)') }} as first_revision_pct,
    -- a figure that became zero has moved further than any interval reaches
    case
        when first_value > 0 and second_value is not null
            then {{ round_pct(
                'coalesce(abs(second_scaled - first_scaled), ' ~ revision_method().lost_score ~ ')'
            ) }}
    end as revision_score
from compared
