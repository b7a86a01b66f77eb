
  
    
        create table intermediate.int_trade_exporter
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, HS edition, code, year and exporting country of ours.
'
      

      as
      -- two codes of CEPII may be one country (Belgium with and without Luxembourg), so sums are by country of ours
with sold as (

    select
        exporters.edition_id,
        exporters.hs_edition,
        exporters.hs_code,
        exporters.year,
        codes.country_id,
        cast(sum(exporters.value_usd) as bigint) as value_usd,
        cast(sum(exporters.net_kg) as bigint) as net_kg,
        cast(sum(exporters.value_usd_without_kg) as bigint) as value_usd_without_kg,
        cast(sum(exporters.flow_count) as integer) as flow_count
    from staging.stg_baci__exporters as exporters
    -- many to one; a code that leads nowhere keeps its row, and fails a test
    left join reference.baci_country_codes as codes on exporters.exporter_code = codes.country_code
    group by exporters.edition_id, exporters.hs_edition, exporters.hs_code, exporters.year, codes.country_id

),

bought as (

    select
        importers.edition_id,
        importers.hs_edition,
        importers.hs_code,
        importers.year,
        codes.country_id,
        cast(sum(importers.value_usd) as bigint) as value_usd
    from staging.stg_baci__importers as importers
    left join reference.baci_country_codes as codes on importers.importer_code = codes.country_code
    group by importers.edition_id, importers.hs_edition, importers.hs_code, importers.year, codes.country_id

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
    editions.source_id,
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
    sold.edition_id = first_value(sold.edition_id) over (
        partition by editions.source_id, sold.hs_edition, sold.hs_code, sold.year
        order by editions.known_from desc nulls last, sold.edition_id desc nulls last
    ) as is_latest_vintage
from sold
inner join marts.dim_edition as editions on sold.edition_id = editions.edition_id
left join reference.countries as countries on sold.country_id = countries.country_id
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
  