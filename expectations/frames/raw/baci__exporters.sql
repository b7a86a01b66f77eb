-- One row per code and year, for the table is large: how many exporters, what a kilogram was worth. What another
-- project copied is a choice of codes and years, so that nothing of it is missed.
with copies as (

    select distinct
        edition_id,
        file_name
    from raw.baci_rows
    where reason = 'traded_minerals_in_a_copy'

),

codes as (

    select
        edition_id,
        file_name,
        hs_edition,
        hs_code,
        year,
        count(*) as exporters,
        count(*) - count(distinct exporter_code) as repeated_exporters,
        count(*) filter (
            value_usd < 0 or net_kg < 0 or value_usd_without_kg not between 0 and value_usd
        ) as impossible_rows,
        count(*) filter (flow_count is null or flow_count < 1) as rows_of_no_flow,
        sum(value_usd) as usd,
        sum(value_usd - value_usd_without_kg) / nullif(sum(net_kg), 0) as usd_per_kg
    from raw.baci_exporters
    group by all

)

select
    codes.*,
    case when codes.hs_code = '760110' then codes.usd_per_kg end as aluminium_usd_per_kg,
    try_cast(right(codes.edition_id, 4) as integer) - codes.year as years_before_edition,
    case when copies.file_name is null then count(*) over same_year end as codes_of_the_year,
    case when copies.file_name is not null then count(*) over same_year end as codes_of_a_copy,
    -- a code leaves or enters with a year; one that leaves and comes back has lost a year
    case when copies.file_name is null then coalesce(codes.year - lag(codes.year) over same_code, 1) end
        as years_since_last
from codes
left join copies using (edition_id, file_name)
window
    same_year as (partition by codes.edition_id, codes.hs_edition, codes.year),
    same_code as (partition by codes.edition_id, codes.hs_edition, codes.hs_code order by codes.year)
