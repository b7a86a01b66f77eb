select
    country_id,
    country_name,
    region,
    subregion,
    is_residual
from {{ ref('countries') }}
-- a state that is no more stands here only where a publisher's table goes back to it
where
    former_until is null
    or country_id in (
        select printed.country_id
        from {{ ref('core_printed_country') }} as printed
        where printed.country_id is not null
    )
    or country_id in (
        select codes.country_id
        from {{ ref('stg_baci__exporters') }} as exporters
        inner join {{ ref('baci_country_codes') }} as codes on exporters.exporter_code = codes.country_code
    )
