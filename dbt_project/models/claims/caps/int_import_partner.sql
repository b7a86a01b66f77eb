-- What each partner of the United Kingdom sold it of each subject: at least the codes that are all of it, at most all
-- that hold it. A code counts once, however many lines of the list it is in.
with codes as (

    select
        subject_id,
        edition_id,
        hs_edition,
        hs_code,
        year,
        counted,
        max(case when is_whole then 1 else 0 end) as is_whole
    from {{ ref('int_annex_subject') }}
    where is_held
    group by subject_id, edition_id, hs_edition, hs_code, year, counted

),

sold as (

    select
        codes.subject_id,
        imports.partner_id,
        coalesce(countries.is_residual, false) as is_residual,
        case
            when codes.counted = 'value' then imports.value_in_currency else coalesce(imports.net_kg, 0)
        end as quantity,
        codes.is_whole,
        imports.value_in_currency,
        imports.value_without_kg,
        imports.source_file_id,
        imports.source_row
    from codes
    -- many rows: partners
    inner join {{ ref('core_annex_import') }} as imports
        on
            codes.edition_id = imports.edition_id
            and codes.hs_edition = imports.hs_edition
            and codes.hs_code = imports.hs_code
            and codes.year = imports.year
    left join {{ ref('dim_country') }} as countries on imports.partner_id = countries.country_id

),

-- the row of the publisher's file that weighs most of what a partner sold
rows_of_partners as (

    select
        sold.*,
        row_number() over (
            partition by subject_id, partner_id
            order by quantity desc nulls last, source_row asc nulls last
        ) as place
    from sold

)

select
    subject_id,
    partner_id,
    is_residual,
    sum(quantity * is_whole) as quantity_min,
    sum(quantity) as quantity_max,
    sum(value_in_currency) as value_in_currency,
    sum(value_without_kg) as value_without_kg,
    max(case when place = 1 then source_file_id end) as source_file_id,
    max(case when place = 1 then source_row end) as source_row
from rows_of_partners
group by subject_id, partner_id, is_residual
