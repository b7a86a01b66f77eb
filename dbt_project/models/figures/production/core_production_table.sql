-- What each printed table-year says about the countries that it does not name.
with production as (

    select
        cells.*,
        countries.is_residual
    from {{ ref('core_cell') }} as cells
    -- many cells to one country
    inner join {{ ref('countries') }} as countries on cells.country_id = countries.country_id
    where cells.destination = 'fct_production'

),

rows_summed as (

    select
        table_id,
        {{ count_where('not is_residual and coalesce(quantity_tonnes, quantity_min_tonnes) > 0') }} as producer_count,
        {{ sum_where('quantity_min_tonnes', 'not is_residual') }} as named_min_tonnes,
        {{ sum_where('coalesce(quantity_max_tonnes, quantity_min_tonnes)', 'not is_residual') }} as named_max_tonnes,
        {{ count_where('is_residual') }} as residual_rows,
        {{ count_where("is_residual and value_status <> 'zero'") }} as open_residual_rows,
        {{ count_where('is_residual and quantity_max_tonnes is null') }} as boundless_residual_rows,
        {{ sum_where('quantity_max_tonnes', 'is_residual') }} as residual_max_tonnes,
        {{ count_where("note_marks like '%other_producers_possible%'") }} as rows_that_say_others,
        -- half of the finest printed digit: what a row prints as zero
        min(case
            when quantity_max_tonnes > quantity_min_tonnes and quantity_tonnes > 0
                then (quantity_max_tonnes - quantity_min_tonnes) / 2
        end) as least_tonnes
    from production
    group by table_id

),

-- whom the printed total leaves out and no row names
unlisted as (

    select
        left_out.table_id,
        {{ count_where('true') }} as country_count,
        case
            when count(*) = count(left_out.left_out_max_tonnes) then sum(left_out.left_out_max_tonnes)
        end as max_tonnes
    from {{ ref('int_left_out') }} as left_out
    left join production
        on left_out.table_id = production.table_id and left_out.country_id = production.country_id
    where production.country_id is null
    group by left_out.table_id

),

tables as (

    select
        table_years.*,
        editions.known_from,
        editions.edition_order,
        coalesce(unlisted.country_count, 0) as unlisted_left_out_count,
        -- of the world with everybody, which is at least as large as what these and the publisher's world make
        case
            when unlisted.table_id is null then 0.0
            else coalesce(
                100 * unlisted.max_tonnes / nullif(unlisted.max_tonnes + table_years.world_min_tonnes, 0), 100.0
            )
        end as unlisted_max_pct,
        rows_summed.producer_count,
        -- what it says of a country that it does not name; rows that make the total up to its rounding say nothing
        case
            when rows_summed.open_residual_rows > 0 then 'may_be_in_other_countries'
            when rows_summed.rows_that_say_others > 0 or world_totals.note_marks like '%other_producers_possible%'
                then 'publisher_says_others_may'
            when rows_summed.residual_rows > 0 then 'others_printed_zero'
            when coalesce(table_years.printed_min_tonnes, table_years.printed_max_tonnes) is null then 'no_world_total'
            when table_years.printed_min_tonnes > rows_summed.named_max_tonnes then 'total_leaves_room'
            when table_years.printed_max_tonnes is null then 'total_leaves_room'
            when
                table_years.excludes is null
                and {{ round_tonnes('table_years.printed_max_tonnes - rows_summed.named_min_tonnes') }}
                <= coalesce(rows_summed.least_tonnes, 0)
                then 'no_room_left'
            else 'rounding_leaves_room'
        end as table_says,
        case
            when rows_summed.open_residual_rows > 0 and rows_summed.boundless_residual_rows = 0
                then rows_summed.residual_max_tonnes
            when table_years.printed_max_tonnes is not null
                then greatest(0.0, table_years.printed_max_tonnes - rows_summed.named_min_tonnes)
        end as unnamed_max_tonnes
    from rows_summed
    -- one to one
    inner join {{ ref('int_table_years') }} as table_years on rows_summed.table_id = table_years.table_id
    -- many table-years to one edition
    inner join {{ ref('core_edition') }} as editions on table_years.edition_id = editions.edition_id
    -- at most one printed total
    left join {{ ref('core_cell') }} as world_totals
        on rows_summed.table_id = world_totals.table_id and world_totals.destination = 'fct_world_total'
    left join unlisted on rows_summed.table_id = unlisted.table_id

),

judged as (

    select
        tables.*,
        case when table_says not in ('others_printed_zero', 'no_room_left') then table_says end as hides_because,
        case
            when table_says in ('others_printed_zero', 'no_room_left') and unlisted_left_out_count > 0
                then 'left_out_of_the_total'
            else table_says
        end as unnamed_because
    from tables

)

select
    table_id,
    {{ table_year_columns() }},
    source_id,
    basis,
    world_tonnes,
    world_min_tonnes,
    world_max_tonnes,
    world_all_min_tonnes,
    world_all_max_tonnes,
    excludes,
    producer_count,
    is_latest_vintage,
    known_from,
    edition_order,
    unnamed_because,
    hides_because,
    hides_because is not null as can_hide,
    case when hides_because is null then 0.0 else {{ round_tonnes('unnamed_max_tonnes') }} end as unnamed_max_tonnes,
    case when hides_because is null then 0.0 else residual_max_pct end as unnamed_max_pct,
    unlisted_left_out_count,
    {{ round_pct(
        'least(100, unlisted_max_pct + case when hides_because is null then 0.0 else residual_max_pct end)'
    ) }} as unnamed_all_max_pct,
    cast(row_number() over (
        partition by edition_id, mineral_id, stage, form
        order by year desc nulls last
    ) as bigint) as years_back
from judged
