-- Readings of one printed table: a value with its bounds for each edition and year. A bound that is null is open.
with tables as (

    select
        readings.claim_id,
        readings.reading_id,
        readings.measure,
        readings.country_id,
        readings.group_id,
        {{ table_year_columns('tables') }},
        tables.source_id,
        tables.world_tonnes,
        tables.world_min_tonnes,
        tables.world_max_tonnes,
        tables.producer_count,
        tables.known_from,
        tables.hides_because,
        tables.can_hide,
        tables.unnamed_max_tonnes,
        tables.unnamed_max_pct
    from {{ ref('int_claim_readings') }} as readings
    -- many rows: every edition and year of the table
    inner join {{ ref('core_production_table') }} as tables
        on
            readings.mineral_id = tables.mineral_id
            and readings.stage = tables.stage
            and readings.form = tables.form
    where readings.counts_by = 'edition' and readings.measure <> 'reserve_share'

),

own_rows as (

    select
        tables.claim_id,
        tables.reading_id,
        {{ table_year_columns('tables') }},
        production.quantity_tonnes,
        production.quantity_min_tonnes,
        production.quantity_max_tonnes,
        production.value_status,
        production.source_file_id,
        production.source_row,
        shares.share_pct,
        shares.share_min_pct,
        shares.share_max_pct,
        shares.share_rank
    from tables
    -- one row at most: a country stands once in a table
    inner join {{ ref('fct_production') }} as production
        on {{ same_table_year('tables', 'production') }} and tables.country_id = production.country_id
    inner join {{ ref('fct_country_share') }} as shares
        on {{ same_table_year('tables', 'shares') }} and tables.country_id = shares.country_id

),

rivals as (

    -- how many other countries make more for certain, and how many may
    select
        tables.claim_id,
        tables.reading_id,
        {{ table_year_columns('tables') }},
        {{ count_where('production.quantity_min_tonnes > own_rows.quantity_max_tonnes') }} as certainly_above,
        {{ count_where(
            'production.quantity_max_tonnes is null or production.quantity_max_tonnes > own_rows.quantity_min_tonnes'
        ) }} as possibly_above,
        {{ count_where('production.quantity_min_tonnes > tables.unnamed_max_tonnes') }} as above_all_unnamed
    from tables
    -- many rows: the other countries of the table
    inner join {{ ref('fct_production') }} as production
        on {{ same_table_year('tables', 'production') }} and tables.country_id <> production.country_id
    inner join {{ ref('dim_country') }} as countries
        on production.country_id = countries.country_id and not countries.is_residual
    left join own_rows
        on
            tables.claim_id = own_rows.claim_id
            and tables.reading_id = own_rows.reading_id
            and {{ same_table_year('tables', 'own_rows') }}
    where tables.measure = 'country_rank'
    group by tables.claim_id, tables.reading_id, {{ table_year_columns('tables') }}

),

joined as (

    select
        tables.claim_id,
        tables.reading_id,
        tables.measure,
        {{ table_year_columns('tables') }},
        tables.source_id,
        tables.known_from,
        tables.can_hide,
        tables.hides_because,
        tables.unnamed_max_tonnes,
        tables.unnamed_max_pct,
        tables.producer_count,
        tables.country_id,
        tables.group_id,
        own_rows.value_status is not null as is_named,
        own_rows.quantity_tonnes,
        own_rows.quantity_min_tonnes,
        own_rows.quantity_max_tonnes,
        own_rows.value_status,
        own_rows.source_file_id,
        own_rows.source_row,
        own_rows.share_pct,
        own_rows.share_min_pct,
        own_rows.share_max_pct,
        own_rows.share_rank,
        rivals.certainly_above,
        rivals.possibly_above,
        rivals.above_all_unnamed,
        group_shares.share_pct as group_share_value,
        group_shares.share_min_pct as group_share_min,
        group_shares.share_max_pct as group_share_max,
        caps.top_share_pct as top_share_value,
        caps.top_share_min_pct as top_share_min,
        caps.top_share_max_pct as top_share_max,
        concentration.hhi as hhi_value,
        concentration.hhi_min,
        concentration.hhi_max,
        tables.world_tonnes,
        tables.world_min_tonnes,
        tables.world_max_tonnes,
        before.world_tonnes as before_tonnes,
        before.world_min_tonnes as before_min_tonnes,
        before.world_max_tonnes as before_max_tonnes
    from tables
    -- one row at most each: the joins below are on whole keys
    left join own_rows
        on
            tables.claim_id = own_rows.claim_id
            and tables.reading_id = own_rows.reading_id
            and {{ same_table_year('tables', 'own_rows') }}
    left join rivals
        on
            tables.claim_id = rivals.claim_id
            and tables.reading_id = rivals.reading_id
            and {{ same_table_year('tables', 'rivals') }}
    left join {{ ref('fct_group_share') }} as group_shares
        on {{ same_table_year('tables', 'group_shares') }} and tables.group_id = group_shares.group_id
    left join {{ ref('fct_single_country_cap') }} as caps on {{ same_table_year('tables', 'caps') }}
    left join {{ ref('fct_concentration') }} as concentration on {{ same_table_year('tables', 'concentration') }}
    left join {{ ref('core_production_table') }} as before
        on
            tables.edition_id = before.edition_id
            and tables.mineral_id = before.mineral_id
            and tables.stage = before.stage
            and tables.form = before.form
            and tables.year = before.year + 1

),

bounded as (

    select
        claim_id,
        reading_id,
        measure,
        {{ table_year_columns() }},
        source_id,
        known_from,
        country_id,
        group_id,
        is_named,
        value_status,
        hides_because,
        source_file_id,
        source_row,
        group_share_value,
        group_share_min,
        group_share_max,
        top_share_value,
        top_share_min,
        top_share_max,
        hhi_value,
        hhi_min,
        hhi_max,
        case when is_named then share_pct when not can_hide then 0 end as country_share_value,
        case when is_named then share_min_pct else 0 end as country_share_min,
        case when is_named then share_max_pct else unnamed_max_pct end as country_share_max,
        case when is_named then quantity_tonnes when not can_hide then 0 end as country_output_value,
        case when is_named then coalesce(quantity_min_tonnes, 0) else 0 end as country_output_min,
        case when is_named then quantity_max_tonnes else unnamed_max_tonnes end as country_output_max,
        case when quantity_tonnes > 0 then share_rank end as country_rank_value,
        case
            when is_named and quantity_max_tonnes > 0 then 1 + certainly_above
            when is_named and quantity_max_tonnes is null then 1
            when not is_named and can_hide then 1 + above_all_unnamed
            -- a country without output has no place: it stands behind all who have
            else 1 + producer_count
        end as country_rank_min,
        -- unnamed countries may stand above it as often as its own output fits into theirs
        case
            when is_named and quantity_min_tonnes > 0
                then 1 + possibly_above + floor(unnamed_max_tonnes / quantity_min_tonnes)
        end as country_rank_max,
        {{ round_pct('100 * (world_tonnes / nullif(before_tonnes, 0) - 1)') }} as world_change_value,
        {{ round_pct('100 * (world_min_tonnes / nullif(before_max_tonnes, 0) - 1)') }} as world_change_min,
        {{ round_pct('100 * (world_max_tonnes / nullif(before_min_tonnes, 0) - 1)') }} as world_change_max
    from joined

),

table_measurements as (

    select
        claim_id,
        reading_id,
        edition_id,
        year,
        known_from,
        source_id,
        {% for part in ['value', 'min', 'max'] -%}
        case measure
            when 'country_share' then country_share_{{ part }}
            when 'country_output' then country_output_{{ part }}
            when 'country_rank' then country_rank_{{ part }}
            when 'group_share' then group_share_{{ part }}
            when 'top_share' then top_share_{{ part }}
            when 'hhi' then hhi_{{ part }}
            when 'world_output_change' then world_change_{{ part }}
        end as measured_{{ part }},
        {% endfor -%}
        case
            when measure not in ('country_share', 'country_output', 'country_rank') then null
            when is_named then value_status
            else 'not named: ' || {{ words("coalesce(hides_because, 'named_rows_make_the_world_total')") }}
        end as note,
        case
            when measure in ('country_share', 'country_rank') and is_named then 'fct_country_share'
            when measure = 'country_output' and is_named then 'fct_production'
            when measure = 'group_share' then 'fct_group_share'
            when measure = 'top_share' then 'fct_single_country_cap'
            when measure = 'hhi' then 'fct_concentration'
            else 'fct_world_total'
        end as evidence_table,
        edition_id || '|' || mineral_id || '|' || stage || '|' || form
        || case
            when measure in ('country_share', 'country_output', 'country_rank') and is_named then '|' || country_id
            when measure = 'group_share' then '|' || group_id
            else ''
        end
        || '|' || cast(year as {{ dbt.type_string() }}) as evidence_key,
        source_file_id,
        source_row
    from bounded
    where measure <> 'world_output_change' or world_change_value is not null

),

reserve_measurements as (

    select
        readings.claim_id,
        readings.reading_id,
        reserves.edition_id,
        reserves.year,
        reserves.known_from,
        reserves.source_id,
        reserves.share_pct as measured_value,
        reserves.share_min_pct as measured_min,
        reserves.share_max_pct as measured_max,
        reserves.value_status as note,
        'fct_reserves' as evidence_table,
        reserves.edition_id || '|' || reserves.mineral_id || '|' || reserves.form || '|' || reserves.country_id
            as evidence_key,
        reserves.source_file_id,
        reserves.source_row
    from {{ ref('int_claim_readings') }} as readings
    -- many rows: one of each edition
    inner join {{ ref('int_reserve_shares') }} as reserves
        on
            readings.mineral_id = reserves.mineral_id
            and readings.stage = reserves.stage
            and readings.form = reserves.form
            and readings.country_id = reserves.country_id
    where readings.measure = 'reserve_share'

)
{% for measurements in ['table_measurements', 'reserve_measurements'] %}
select
    claim_id,
    reading_id,
    edition_id,
    cast(year as {{ dbt.type_int() }}) as year,
    known_from,
    source_id || ' ' || cast(year as {{ dbt.type_string() }}) as vintage_key,
    cast(measured_value as double) as measured_value,
    cast(measured_min as double) as measured_min,
    cast(measured_max as double) as measured_max,
    cast(null as {{ dbt.type_string() }}) as measured_period,
    note,
    evidence_table,
    evidence_key,
    source_file_id,
    cast(source_row as {{ dbt.type_int() }}) as source_row
from {{ measurements }}
{{ 'union all' if not loop.last }}
{% endfor %}
