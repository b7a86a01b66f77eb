select
    country_id,
    country_name,
    region,
    subregion,
    is_residual
from reference.countries
-- a state that is no more stands here only where a publisher's table goes back to it
where
    former_until is null
    or country_id in (
        select printed.country_id
        from core.core_printed_country as printed
        where printed.country_id is not null
    )
    or country_id in (
        select codes.country_id
        from staging.stg_baci__exporters as exporters
        inner join reference.baci_country_codes as codes on exporters.exporter_code = codes.country_code
    )