with items as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year
    from {{ ref('int_trade_side') }}
    where side = 'exporter'
    group by edition_id, hs_edition, hs_code, year

),

vintages as (

    select
        items.edition_id,
        editions.source_id,
        items.hs_edition,
        items.hs_code,
        items.year,
        items.edition_id = first_value(items.edition_id) over (
            partition by editions.source_id, items.hs_edition, items.hs_code, items.year
            order by editions.edition_order desc nulls last
        ) as is_latest_vintage
    from items
    inner join {{ ref('dim_edition') }} as editions on items.edition_id = editions.edition_id

),

bought as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year,
        country_id,
        value_usd
    from {{ ref('int_trade_side') }}
    where side = 'importer'

),

-- years in which what everybody bought is kept too
known_imports as (

    select distinct
        edition_id,
        hs_edition,
        year
    from bought

)

select
    sold.edition_id,
    vintages.source_id,
    sold.hs_edition,
    sold.hs_code,
    sold.year,
    sold.country_id,
    coalesce(countries.is_residual, false) as is_residual,
    sold.value_usd,
    sold.net_kg,
    sold.value_usd_without_kg,
    sold.flow_count,
    case when known_imports.year is not null then coalesce(bought.value_usd, 0) end as import_value_usd,
    vintages.is_latest_vintage
from {{ ref('int_trade_side') }} as sold
inner join vintages
    on
        sold.edition_id = vintages.edition_id
        and sold.hs_edition = vintages.hs_edition
        and sold.hs_code = vintages.hs_code
        and sold.year = vintages.year
left join {{ ref('countries') }} as countries on sold.country_id = countries.country_id
left join known_imports
    on
        sold.edition_id = known_imports.edition_id
        and sold.hs_edition = known_imports.hs_edition
        and sold.year = known_imports.year
-- at most one sum for each country, code and year
left join bought
    on
        sold.edition_id = bought.edition_id
        and sold.hs_edition = bought.hs_edition
        and sold.hs_code = bought.hs_code
        and sold.year = bought.year
        and sold.country_id = bought.country_id
where sold.side = 'exporter'
