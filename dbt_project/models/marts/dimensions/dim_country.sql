select
    country_id,
    country_name,
    region,
    subregion,
    is_residual
from {{ ref('countries') }}
