
  
    
        create table intermediate.int_trade_flow
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, HS edition, code, year, importer and partner.
'
      

      as
      -- flows into the importers whose imports are kept whole; members of the European Union are one importer
select
    flows.edition_id,
    flows.hs_edition,
    flows.hs_code,
    flows.year,
    importers.importer_id,
    partners.country_id as partner_id,
    cast(sum(flows.value_usd) as bigint) as value_usd,
    cast(sum(flows.net_kg) as bigint) as net_kg
from staging.stg_baci__flows as flows
inner join reference.baci_country_codes as importers
    on flows.importer_code = importers.country_code and importers.importer_id is not null
left join reference.baci_country_codes as partners on flows.exporter_code = partners.country_code
group by
    flows.edition_id,
    flows.hs_edition,
    flows.hs_code,
    flows.year,
    importers.importer_id,
    partners.country_id
  