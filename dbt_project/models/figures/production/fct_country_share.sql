-- what a row makes at least and at most; the bounds of the others are the table's less its own
with quantities as (
    select
        production.edition_id,
        production.source_id,
        production.mineral_id,
        production.stage,
        production.form,
        production.basis,
        production.country_id,
        production.year,
        production.quantity_tonnes,
        production.value_status,
        production.is_estimated,
        production.is_latest_vintage,
        production.source_file_id,
        production.source_row,
        table_years.world_tonnes,
        table_years.world_basis,
        table_years.is_open_above,
        table_years.residual_max_pct,
        table_years.world_tonnes > 0 as has_share,
        production.quantity_max_tonnes is null as is_unbounded,
        not countries.is_residual and production.quantity_tonnes is not null as is_ranked,
        coalesce(production.quantity_min_tonnes, 0) as low_tonnes,
        coalesce(production.quantity_max_tonnes, 0) as high_tonnes,
        coalesce(table_years.printed_min_tonnes, 0) as world_low_tonnes,
        coalesce(table_years.printed_max_tonnes, 0) as world_high_tonnes,
        table_years.low_tonnes - coalesce(production.quantity_min_tonnes, 0) as others_low_tonnes,
        table_years.high_tonnes - coalesce(production.quantity_max_tonnes, 0) as others_high_tonnes
    from {{ ref('fct_production') }} as production
    -- many rows to one table-year
    inner join {{ ref('int_table_years') }} as table_years
        on {{ same_table_year('production', 'table_years') }}
    -- many rows to one country
    inner join {{ ref('countries') }} as countries
        on production.country_id = countries.country_id
),

shares as (
    select
        edition_id,
        source_id,
        mineral_id,
        stage,
        form,
        basis,
        country_id,
        year,
        quantity_tonnes,
        value_status,
        is_estimated,
        is_latest_vintage,
        source_file_id,
        source_row,
        world_tonnes,
        world_basis,
        has_share,
        is_ranked,
        100 * quantity_tonnes / nullif(world_tonnes, 0) as share_pct,
        case
            when is_open_above then 0
            else
                100 * low_tonnes
                / nullif(greatest(world_high_tonnes, low_tonnes + others_high_tonnes), 0)
        end as least_pct,
        case
            when is_unbounded then residual_max_pct
            else
                100 * high_tonnes
                / nullif(greatest(world_low_tonnes, high_tonnes + others_low_tonnes), 0)
        end as most_pct
    from quantities
)

-- the bounds enclose the share even where a printed total contradicts its own rows
select
    edition_id,
    source_id,
    mineral_id,
    stage,
    form,
    basis,
    country_id,
    year,
    quantity_tonnes,
    world_tonnes,
    world_basis,
    case when has_share then {{ round_pct('share_pct') }} end as share_pct,
    case
        when has_share then {{ round_pct('least(coalesce(least_pct, 0), coalesce(share_pct, 100))') }}
    end as share_min_pct,
    case
        when has_share
            then {{ round_pct(
                'least(100, greatest(coalesce(most_pct, 0), coalesce(share_pct, least_pct, 0)))'
            ) }}
    end as share_max_pct,
    case
        when is_ranked then cast(rank() over (
            partition by {{ table_year_columns() }}, is_ranked
            order by quantity_tonnes desc nulls last
        ) as integer)
    end as share_rank,
    value_status,
    is_estimated,
    is_latest_vintage,
    source_file_id,
    source_row
from shares
