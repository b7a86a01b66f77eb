-- The readings of a cap, one row each and never mixed: any one mineral, and the list in the aggregate; by production in
-- the newest editions, and by imports of each year.
{%- set bounds = [
    'top_share_pct', 'top_share_min_pct', 'top_share_max_pct', 'top_share_all_min_pct', 'top_share_all_max_pct',
] %}
{%- set of_imports = {
    'basis_of_imports': dbt.type_string(), 'codes_held': 'integer', 'codes_in_list': 'integer',
    'kg_missing_value_pct': 'double',
} %}
with measured as (

    select
        readings.list_id,
        readings.cap_reading,
        'world_production' as measure,
        readings.evidence_window,
        readings.window_id as edition_id,
        readings.year,
        readings.cap_pct,
        readings.measured_lines,
        readings.lines_above,
        readings.lines_undecided,
        readings.top_mineral_id,
        readings.top_country_id,
        {% for bound in bounds -%}
        readings.{{ bound }},
        {% endfor -%}
        readings.lines_left_out,
        {% for column, type in of_imports.items() -%}
        cast(null as {{ type }}) as {{ column }},
        {% endfor -%}
        readings.is_latest_window,
        readings.known_from
    from {{ ref('int_list_reading') }} as readings

    union all

    select
        imports.list_id,
        imports.cap_reading,
        'uk_import' as measure,
        imports.edition_id || '/' || imports.hs_edition as evidence_window,
        imports.edition_id,
        imports.year,
        imports.cap_pct,
        imports.measured_lines,
        imports.lines_above,
        imports.lines_undecided,
        imports.top_mineral_id,
        imports.top_country_id,
        {% for bound in bounds -%}
        imports.{{ bound }},
        {% endfor -%}
        cast(null as bigint) as lines_left_out,
        imports.partner_basis as basis_of_imports,
        imports.codes_held,
        imports.codes_in_list,
        imports.kg_missing_value_pct,
        row_number() over (
            partition by imports.source_id, imports.hs_edition, imports.cap_reading
            order by
                imports.edition_order desc nulls last, imports.edition_id desc nulls last, imports.year desc nulls last
        ) = 1 as is_latest_window,
        imports.known_from
    from {{ ref('int_import_list') }} as imports

),

judged as (

    select
        measured.*,
        lists.member_count as list_lines,
        limits.least_codes_pct,
        100.0 * measured.codes_held < limits.least_codes_pct * measured.codes_in_list as is_seen_too_little,
        case
            when measured.top_share_all_min_pct > measured.cap_pct then true
            when measured.measured_lines < lists.member_count and measured.cap_reading = 'each_mineral' then null
            when measured.top_share_all_max_pct <= measured.cap_pct then false
        end as is_above_cap
    from measured
    inner join {{ ref('dim_critical_list') }} as lists on measured.list_id = lists.list_id
    -- one row, for the readings that need most of the codes
    left join {{ ref('coverage_limits') }} as limits
        on measured.measure = limits.measure and measured.cap_reading = limits.cap_reading

)

select
    list_id,
    cap_reading,
    measure,
    evidence_window,
    edition_id,
    cast(year as integer) as year,
    cap_pct,
    list_lines,
    cast(measured_lines as integer) as measured_lines,
    cast(lines_above as integer) as lines_above,
    cast(lines_undecided as integer) as lines_undecided,
    top_mineral_id,
    top_country_id,
    {% for bound in bounds -%}
    {{ bound }},
    {% endfor -%}
    'everybody' as world_basis_for_verdict,
    cast(lines_left_out as integer) as lines_left_out,
    basis_of_imports,
    codes_held,
    codes_in_list,
    kg_missing_value_pct,
    {{ reads_cap_as('basis_of_imports', 'codes_held', 'codes_in_list') }} as reads_as,
    is_above_cap,
    case
        when coalesce(is_seen_too_little, false) then 'not_measurable'
        when is_above_cap then 'above'
        when not is_above_cap then 'within'
        else 'undetermined'
    end as cap_verdict,
    is_latest_window,
    known_from
from judged
