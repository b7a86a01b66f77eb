-- The United Kingdom's list compared with its cap by imports: each mineral at each level, and the list as one bill, by
-- value and by weight.
{%- set bounds = [
    'top_share_pct', 'top_share_min_pct', 'top_share_max_pct', 'top_share_all_min_pct', 'top_share_all_max_pct',
] %}
with each_mineral as (

    select
        edition_id,
        source_id,
        hs_edition,
        year,
        partner_basis,
        list_id,
        'each_mineral' as cap_reading,
        max(cap_pct) as cap_pct,
        sum(is_measured) as measured_lines,
        sum(is_above) as lines_above,
        sum(case when is_measured = 1 and is_above = 0 and may_be_above = 1 then 1 else 0 end) as lines_undecided,
        {% for bound in bounds -%}
        max({{ bound }}) as {{ bound }},
        {% endfor -%}
        max(top_mineral_id) as top_mineral_id,
        max(top_country_id) as top_country_id
    from {{ ref('int_import_line') }}
    group by edition_id, source_id, hs_edition, year, partner_basis, list_id

),

bills as (

    select
        shares.edition_id,
        shares.hs_edition,
        shares.year,
        'aggregate_' || shares.counted as cap_reading,
        {% for bound in bounds -%}
        shares.{{ bound }},
        {% endfor -%}
        shares.top_country_id,
        shares.kg_missing_value_pct,
        shares.codes_held,
        shares.codes_in_list
    from {{ ref('int_import_share') }} as shares
    where shares.mineral_id is null

),

readings as (

    select
        each_mineral.*,
        cast(null as double) as kg_missing_value_pct,
        bills.codes_held,
        bills.codes_in_list
    from each_mineral
    -- one row: the list's codes are the same however they are counted
    inner join bills
        on
            each_mineral.edition_id = bills.edition_id
            and each_mineral.hs_edition = bills.hs_edition
            and each_mineral.year = bills.year
            and bills.cap_reading = 'aggregate_value'

    union all

    select
        each_mineral.edition_id,
        each_mineral.source_id,
        each_mineral.hs_edition,
        each_mineral.year,
        each_mineral.partner_basis,
        each_mineral.list_id,
        bills.cap_reading,
        each_mineral.cap_pct,
        each_mineral.measured_lines,
        each_mineral.lines_above,
        each_mineral.lines_undecided,
        {% for bound in bounds -%}
        bills.{{ bound }},
        {% endfor -%}
        cast(null as {{ dbt.type_string() }}) as top_mineral_id,
        bills.top_country_id,
        bills.kg_missing_value_pct,
        bills.codes_held,
        bills.codes_in_list
    from each_mineral
    inner join bills
        on
            each_mineral.edition_id = bills.edition_id
            and each_mineral.hs_edition = bills.hs_edition
            and each_mineral.year = bills.year

)

select
    readings.edition_id,
    readings.source_id,
    readings.hs_edition,
    readings.year,
    readings.partner_basis,
    readings.list_id,
    readings.cap_reading,
    readings.cap_pct,
    readings.measured_lines,
    readings.lines_above,
    readings.lines_undecided,
    {% for bound in bounds -%}
    readings.{{ bound }},
    {% endfor -%}
    readings.top_mineral_id,
    readings.top_country_id,
    readings.kg_missing_value_pct,
    readings.codes_held,
    readings.codes_in_list,
    editions.known_from,
    editions.edition_order
from readings
inner join {{ ref('dim_edition') }} as editions on readings.edition_id = editions.edition_id
