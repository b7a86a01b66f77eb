{%- set verbs = evidence_verbs() %}
with places as (

    select distinct
        elements.list_id,
        elements.element_key,
        searched.place,
        searched.looked_in
    from {{ ref('core_list_element') }} as elements
    -- many rows: every place where the mineral was looked for
    inner join {{ ref('int_evidence_searched') }} as searched on elements.mineral_id = searched.mineral_id
    where elements.counting_rule = 'lines'

),

searched as (

    select
        list_id,
        element_key,
        {{ joined_text('looked_in', order_by='place, looked_in', separator='; ') }} as looked_in
    from places
    group by list_id, element_key

),

judged as (

    select
        lines.*,
        {{ can_supply('grades', 'lines.line_produced_no') }} as can_supply,
        coalesce(supply.grade, 'nothing') as found_grade,
        coalesce(supply.finding, 'nothing_found') as found_reason,
        supply.mineral_id as supply_mineral_id,
        supply.stage as supply_stage,
        supply.year as supply_year,
        supply.found_in as supply_found_in,
        searched.looked_in
    from {{ ref('int_line_evidence') }} as lines
    -- one row at most: the best evidence, none where nothing was found
    left join {{ ref('int_line_supply') }} as supply
        on
            lines.list_id = supply.list_id
            and cast(lines.member_no as {{ dbt.type_string() }}) = supply.element_key
            and lines.country_id = supply.country_id
            and supply.counting_rule = 'lines'
    left join {{ ref('dim_evidence_grade') }} as grades on supply.grade = grades.grade
    -- one row
    left join searched
        on
            lines.list_id = searched.list_id
            and cast(lines.member_no as {{ dbt.type_string() }}) = searched.element_key

)

select
    country_id,
    list_id,
    member_no,
    member_as_printed,
    mineral_id,
    {% for verb in verbs -%}
    is_{{ verb }},
    {% endfor -%}
    stages_produced,
    stage,
    form,
    year,
    quantity_tonnes,
    share_pct,
    share_rank,
    edition_id,
    value_status,
    reason,
    mined_reason,
    processed_reason,
    why,
    source_file_id,
    source_row,
    can_supply,
    case when can_supply = false then 'known_none' else found_grade end as supply_grade,
    case when can_supply = false then 'every_step_is_none' else found_reason end as supply_reason,
    supply_mineral_id,
    supply_stage,
    supply_year,
    supply_found_in,
    looked_in,
    evidence_window,
    known_from
from judged
