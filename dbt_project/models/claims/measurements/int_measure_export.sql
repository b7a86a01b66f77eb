-- A country's place and share among the exporters of a mineral at a level: of the code that is all of the mineral
-- there, or of the code that the reading names, in the edition of codes that readings are measured in or, where that
-- edition does not hold it in the year, in the newest that does.
with asked as (

    {{ subjects_of(['export_rank', 'export_share']) }}

),

held as (

    select
        asked.*,
        items.edition_id,
        items.source_id,
        items.hs_edition,
        items.hs_code,
        items.year,
        items.exporter_count,
        row_number() over (
            partition by asked.subject_key, items.edition_id, items.year
            order by
                case when items.hs_edition = {{ hs_edition_of_readings() }} then 1 else 2 end,
                items.hs_edition desc
        ) as turn
    from asked
    -- many rows: every edition and year; `stage` of a reading on trade is the level, `form` what is counted
    inner join {{ ref('fct_trade_concentration') }} as items
        on
            asked.subject_id = items.hs_code
            or (
                asked.subject_id is null
                and asked.mineral_id = items.mineral_id
                and asked.stage = items.trade_level
                and items.hs_edition = {{ hs_edition_of_readings() }}
            )
    where items.subject_kind = 'code'

),

codes as (

    select *
    from held
    where turn = 1

),

-- how many others may come before it by weight: some part of what they sold has no weight
rivals as (

    select
        codes.subject_key,
        codes.edition_id,
        codes.year,
        {{ count_where('others.net_kg > own.net_kg or others.kg_missing_value_pct > 0') }} as possibly_above
    from codes
    inner join {{ ref('fct_trade_exporter') }} as own
        on
            codes.edition_id = own.edition_id
            and codes.hs_edition = own.hs_edition
            and codes.hs_code = own.hs_code
            and codes.year = own.year
            and codes.country_id = own.country_id
    inner join {{ ref('fct_trade_exporter') }} as others
        on
            codes.edition_id = others.edition_id
            and codes.hs_edition = others.hs_edition
            and codes.hs_code = others.hs_code
            and codes.year = others.year
            and codes.country_id <> others.country_id
            and others.rank_value is not null
    group by codes.subject_key, codes.edition_id, codes.year

),

placed as (

    select
        codes.*,
        editions.known_from,
        editions.edition_order,
        case
            when codes.measure = 'export_share' then coalesce(exporters.share_pct, 0)
            when codes.form = 'weight' then exporters.rank_weight
            else exporters.rank_value
        end as measured_value,
        case
            when codes.measure = 'export_share' then coalesce(exporters.share_pct, 0)
            -- who sold nothing comes after all that did
            when exporters.country_id is null then codes.exporter_count + 1
            when codes.form = 'value' then exporters.rank_value
            when exporters.kg_missing_value_pct > 0 then 1
            else exporters.rank_weight
        end as measured_min,
        case
            when codes.measure = 'export_share' then coalesce(exporters.share_pct, 0)
            when codes.form = 'value' then exporters.rank_value
            when exporters.net_kg is not null then 1 + rivals.possibly_above
        end as measured_max
    from codes
    inner join {{ ref('dim_edition') }} as editions on codes.edition_id = editions.edition_id
    -- years of which exporters are kept; one row at most
    inner join (
        select distinct
            edition_id,
            hs_edition,
            hs_code,
            year
        from {{ ref('fct_trade_exporter') }}
    ) as years
        on
            codes.edition_id = years.edition_id
            and codes.hs_edition = years.hs_edition
            and codes.hs_code = years.hs_code
            and codes.year = years.year
    left join {{ ref('fct_trade_exporter') }} as exporters
        on
            codes.edition_id = exporters.edition_id
            and codes.hs_edition = exporters.hs_edition
            and codes.hs_code = exporters.hs_code
            and codes.year = exporters.year
            and codes.country_id = exporters.country_id
    left join rivals
        on
            codes.subject_key = rivals.subject_key
            and codes.edition_id = rivals.edition_id
            and codes.year = rivals.year

)

select
    {{ measurement_in_table(
        'placed',
        measured_value='measured_value',
        measured_min='measured_min',
        measured_max='measured_max',
        note="placed.hs_edition || ' ' || placed.hs_code || ', ' || placed.stage || ', by ' || placed.form
        || ', reconciled'",
        evidence_table="'fct_trade_exporter'",
        evidence_key=trade_key('placed', 'placed.hs_code', 'placed.country_id')
    ) }}
from placed
