-- Members are those of 31 December of the year. A country is in a group once, and its rows add up within one table.
with memberships as (

    select distinct
        groups.group_id,
        years.year,
        groups.country_id
    from {{ ref('dim_country_group') }} as groups
    inner join (select distinct tables.year from {{ ref('core_production_table') }} as tables) as years
        on
            cast(cast(years.year as {{ dbt.type_string() }}) || '-12-31' as date) >= groups.member_from
            and cast(cast(years.year as {{ dbt.type_string() }}) || '-12-31' as date)
            <= coalesce(groups.member_to, date '9999-12-31')

),

group_sizes as (

    select
        group_id,
        year,
        count(*) as member_count
    from memberships
    group by group_id, year

),

-- every country of a table with every group that has members in its year
countries as (

    select
        production.*,
        group_sizes.group_id,
        group_sizes.member_count,
        memberships.country_id is not null as is_member
    from {{ ref('fct_production') }} as production
    inner join group_sizes on production.year = group_sizes.year
    -- one row at most: a country is in a group once
    left join memberships
        on
            group_sizes.group_id = memberships.group_id
            and group_sizes.year = memberships.year
            and production.country_id = memberships.country_id
    where {{ is_a_country('production.country_id') }}

),

sums as (

    select
        table_id,
        group_id,
        member_count,
        sum(case when is_member then share_pct end) as member_share_pct,
        sum(case when is_member then quantity_tonnes end) as member_tonnes,
        {{ sum_where('coalesce(share_min_pct, 0.0)', 'is_member') }} as member_min_pct,
        {{ sum_where('coalesce(share_max_pct, 100.0)', 'is_member') }} as member_max_pct,
        {{ sum_where('coalesce(share_min_pct, 0.0)', 'not is_member') }} as outside_min_pct,
        {{ sum_where('coalesce(share_all_min_pct, 0.0)', 'is_member') }} as member_all_min_pct,
        {{ sum_where('coalesce(share_all_max_pct, 100.0)', 'is_member') }} as member_all_max_pct,
        {{ sum_where('coalesce(share_all_min_pct, 0.0)', 'not is_member') }} as outside_all_min_pct,
        {{ count_where('is_member') }} as named_members,
        {{ count_where('is_member and share_pct is null') }} as unknown_members,
        {{ count_where('share_pct is not null') }} as known_shares
    from countries
    group by table_id, group_id, member_count

)

select
    tables.table_id,
    tables.edition_id,
    tables.source_id,
    tables.mineral_id,
    tables.stage,
    tables.form,
    cast(tables.year as integer) as year,
    sums.group_id,
    cast(sums.member_count as integer) as member_count,
    sums.named_members,
    sums.unknown_members,
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
    case
        when sums.known_shares > 0 then {{ round_pct('least(100, sums.member_all_min_pct)') }}
    end as share_all_min_pct,
    case
        when sums.known_shares > 0
            then {{ round_pct(
                'least(100 - sums.outside_all_min_pct, sums.member_all_max_pct'
                ~ ' + case when sums.named_members < sums.member_count then tables.unnamed_all_max_pct else 0 end)'
            ) }}
    end as share_all_max_pct,
    tables.excludes,
    tables.is_latest_vintage,
    tables.known_from
from sums
inner join {{ ref('core_production_table') }} as tables on sums.table_id = tables.table_id
