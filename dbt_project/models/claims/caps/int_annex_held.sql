-- Which codes of the United Kingdom's list the figures of an edition and year hold: all codes that have its goods, or
-- it is not held.
with years as (

    select distinct
        edition_id,
        source_id,
        hs_edition,
        year,
        partner_basis
    from {{ ref('core_annex_import') }}

),

-- under the list's own eight digits each code is all of itself; four of them are of two minerals
listed as (

    select
        hs_edition,
        annex_code,
        mineral_id,
        trade_level,
        hs_code,
        is_whole,
        is_listed_whole
    from {{ ref('core_annex_code') }}

    union all

    select
        'CN8' as hs_edition,
        cn8 as annex_code,
        mineral_id,
        trade_level,
        cn8 as hs_code,
        not is_shared_cn8 as is_whole,
        true as is_listed_whole
    from {{ ref('cn8_bridge') }}

),

-- a code that nobody shipped in the year is not held; of eight digits that nothing is printed of, nothing is known
held as (

    select
        edition_id,
        hs_edition,
        hs_code,
        year
    from {{ ref('fct_unit_value') }}

    union

    select
        edition_id,
        hs_edition,
        hs_code,
        year
    from {{ ref('core_annex_import') }}
    where hs_edition = 'CN8'

),

codes as (

    select
        years.*,
        codes.annex_code,
        codes.mineral_id,
        codes.trade_level,
        codes.hs_code,
        codes.is_whole,
        codes.is_listed_whole,
        case when held.hs_code is null then 0 else 1 end as is_held
    from years
    -- many rows: the whole list in every year
    inner join listed as codes on years.hs_edition = codes.hs_edition
    -- one row at most
    left join held
        on
            years.edition_id = held.edition_id
            and years.hs_edition = held.hs_edition
            and codes.hs_code = held.hs_code
            and years.year = held.year

)

select
    edition_id,
    source_id,
    hs_edition,
    year,
    partner_basis,
    annex_code,
    mineral_id,
    trade_level,
    hs_code,
    is_whole,
    is_listed_whole,
    min(is_held) over (partition by edition_id, hs_edition, year, annex_code) = 1 as is_held
from codes
