-- Members are those of 31 December of the year. A country is in a group once, and its rows add up within one table.
with tables as (

    select
        edition_id,
        source_id,
        mineral_id,
        stage,
        form,
        year,
        world_tonnes,
        unnamed_max_pct,
        is_latest_vintage,
        known_from
    from {{ ref('core_production_table') }}

),

memberships as (

    select distinct
        dim_country_group.group_id,
        years.year,
        dim_country_group.country_id
    from {{ ref('dim_country_group') }} as dim_country_group
    inner join (select distinct tables.year from tables) as years
        on
            cast(cast(years.year as {{ dbt.type_string() }}) || '-12-31' as date) >= dim_country_group.member_from
            and cast(cast(years.year as {{ dbt.type_string() }}) || '-12-31' as date)
            <= coalesce(dim_country_group.member_to, date '9999-12-31')

),

group_sizes as (

    select
        group_id,
        year,
        count(*) as member_count
    from memberships
    group by group_id, year

),

sums as (

    select
        tables.edition_id,
        tables.mineral_id,
        tables.stage,
        tables.form,
        tables.year,
        group_sizes.group_id,
        group_sizes.member_count,
        sum(case when memberships.country_id is not null then shares.share_pct end) as member_share_pct,
        sum(case when memberships.country_id is not null then shares.quantity_tonnes end) as member_tonnes,
        sum(case when memberships.country_id is not null then coalesce(shares.share_min_pct, 0.0) else 0.0 end)
            as member_min_pct,
        sum(case when memberships.country_id is not null then coalesce(shares.share_max_pct, 100.0) else 0.0 end)
            as member_max_pct,
        sum(case when memberships.country_id is null then coalesce(shares.share_min_pct, 0.0) else 0.0 end)
            as outside_min_pct,
        sum(case when memberships.country_id is not null then 1 else 0 end) as named_members,
        sum(case when memberships.country_id is not null and shares.share_pct is null then 1 else 0 end)
            as unknown_members,
        sum(case when shares.share_pct is not null then 1 else 0 end) as known_shares
    from tables
    -- every table with every group that has members in its year
    inner join group_sizes
        on tables.year = group_sizes.year
    -- many rows: the countries of the table
    inner join {{ ref('fct_country_share') }} as shares
        on {{ same_table_year('tables', 'shares') }} and {{ is_a_country('shares.country_id') }}
    -- one row at most: a country is in a group once
    left join memberships
        on
            group_sizes.group_id = memberships.group_id
            and group_sizes.year = memberships.year
            and shares.country_id = memberships.country_id
    group by
        tables.edition_id,
        tables.mineral_id,
        tables.stage,
        tables.form,
        tables.year,
        group_sizes.group_id,
        group_sizes.member_count

)

select
    tables.edition_id,
    tables.source_id,
    tables.mineral_id,
    tables.stage,
    tables.form,
    cast(tables.year as integer) as year,
    sums.group_id,
    cast(sums.member_count as integer) as member_count,
    cast(sums.named_members as integer) as named_members,
    cast(sums.unknown_members as integer) as unknown_members,
    {{ round_tonnes('sums.member_tonnes') }} as quantity_tonnes,
    tables.world_tonnes,
    case
        when sums.known_shares > 0 then {{ round_pct('least(100, coalesce(sums.member_share_pct, 0))') }}
    end as share_pct,
    case when sums.known_shares > 0 then {{ round_pct('least(100, sums.member_min_pct)') }} end as share_min_pct,
    -- what the others certainly make is not the group's; unnamed members share what is left once
    case
        when sums.known_shares > 0
            then {{ round_pct(
                'least(100 - sums.outside_min_pct, sums.member_max_pct'
                ~ ' + case when sums.named_members < sums.member_count then tables.unnamed_max_pct else 0 end)'
            ) }}
    end as share_max_pct,
    tables.is_latest_vintage,
    tables.known_from
from sums
inner join tables
    on {{ same_table_year('sums', 'tables') }}
