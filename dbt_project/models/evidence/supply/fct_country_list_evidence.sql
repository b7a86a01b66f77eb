-- One answer for each line: where no table names the country the line's own, else that of the mineral that answers.
{%- set verbs = evidence_verbs() %}
with newest as (

    select distinct
        window_id,
        evidence_window,
        known_from
    from {{ ref('core_evidence_window') }}
    where is_latest_window

),

line_minerals as (

    select
        elements.list_id,
        elements.element_key,
        elements.mineral_id,
        elements.is_named_by_line,
        newest.window_id,
        {% for verb in verbs -%}
        unnamed.is_{{ verb }},
        {% endfor -%}
        unnamed.reason
    from {{ ref('core_list_element') }} as elements
    cross join newest
    -- one row
    inner join {{ ref('int_unnamed_evidence') }} as unnamed
        on newest.window_id = unnamed.window_id and elements.mineral_id = unnamed.mineral_id
    where elements.counting_rule = 'lines'

),

named_lines as (

    select distinct
        line_minerals.list_id,
        line_minerals.element_key,
        named.country_id
    from line_minerals
    -- many rows: every country that a table names
    inner join {{ ref('int_named_evidence') }} as named
        on line_minerals.window_id = named.window_id and line_minerals.mineral_id = named.mineral_id

),

minerals as (

    -- country_id is null in the rows that hold for whoever is not named
    select
        line_minerals.list_id,
        line_minerals.element_key,
        cast(null as {{ dbt.type_string() }}) as country_id,
        line_minerals.mineral_id,
        line_minerals.is_named_by_line,
        {% for verb in verbs -%}
        line_minerals.is_{{ verb }},
        {% endfor -%}
        line_minerals.reason,
        cast(null as {{ dbt.type_string() }}) as stages_produced,
        cast(null as {{ dbt.type_string() }}) as stage,
        cast(null as {{ dbt.type_string() }}) as form,
        cast(null as {{ dbt.type_int() }}) as year,
        cast(null as double) as quantity_tonnes,
        cast(null as double) as share_pct,
        cast(null as {{ dbt.type_int() }}) as share_rank,
        cast(null as {{ dbt.type_string() }}) as edition_id,
        cast(null as {{ dbt.type_string() }}) as value_status,
        cast(null as {{ dbt.type_string() }}) as source_file_id,
        cast(null as {{ dbt.type_int() }}) as source_row
    from line_minerals

    union all

    select
        line_minerals.list_id,
        line_minerals.element_key,
        named_lines.country_id,
        line_minerals.mineral_id,
        line_minerals.is_named_by_line,
        {% for verb in verbs -%}
        case when named.mineral_id is null then line_minerals.is_{{ verb }} else named.is_{{ verb }} end
            as is_{{ verb }},
        {% endfor -%}
        coalesce(named.reason, line_minerals.reason) as reason,
        named.stages_produced,
        named.stage,
        named.form,
        named.year,
        named.quantity_tonnes,
        named.share_pct,
        named.share_rank,
        named.edition_id,
        named.value_status,
        named.source_file_id,
        named.source_row
    from named_lines
    -- many rows: every mineral of the line
    inner join line_minerals
        on named_lines.list_id = line_minerals.list_id and named_lines.element_key = line_minerals.element_key
    left join {{ ref('int_named_evidence') }} as named
        on
            line_minerals.window_id = named.window_id
            and line_minerals.mineral_id = named.mineral_id
            and named_lines.country_id = named.country_id

),

ranked as (

    select
        list_id,
        element_key,
        country_id,
        mineral_id,
        is_produced,
        reason,
        stages_produced,
        stage,
        form,
        year,
        quantity_tonnes,
        share_pct,
        share_rank,
        edition_id,
        value_status,
        source_file_id,
        source_row,
        {% for verb in verbs if verb != 'produced' -%}
        max(case when is_{{ verb }} then 1 else 0 end) over line as {{ verb }}_yes,
        max(case when is_{{ verb }} is null then 1 else 0 end) over line as {{ verb }}_unknown,
        {% endfor -%}
        -- one that is produced, else one that nobody knows of; a printed row before none
        row_number() over (
            partition by list_id, element_key, country_id
            order by
                case when is_produced then 0 when is_produced is null then 1 else 2 end,
                case when edition_id is null then 1 else 0 end,
                share_pct desc nulls last,
                case when is_named_by_line then 0 else 1 end,
                mineral_id asc nulls last
        ) as answer_no
    from minerals
    window line as (partition by list_id, element_key, country_id)

),

answers as (

    select
        list_id,
        element_key,
        country_id,
        mineral_id,
        is_produced,
        {% for verb in verbs if verb != 'produced' -%}
        {{ three_states(verb ~ '_yes', verb ~ '_unknown', '1') }} as is_{{ verb }},
        {% endfor -%}
        reason,
        stages_produced,
        stage,
        form,
        year,
        quantity_tonnes,
        share_pct,
        share_rank,
        edition_id,
        value_status,
        source_file_id,
        source_row
    from ranked
    where answer_no = 1

),

lines as (

    select distinct
        list_id,
        member_no,
        cast(member_no as {{ dbt.type_string() }}) as element_key,
        member_as_printed
    from {{ ref('fct_list_member') }}
    where not is_watched

)

select
    countries.country_id,
    lines.list_id,
    lines.member_no,
    lines.member_as_printed,
    answers.mineral_id,
    answers.is_produced,
    {% for verb in verbs if verb != 'produced' -%}
    answers.is_{{ verb }},
    {% endfor -%}
    answers.stages_produced,
    answers.stage,
    answers.form,
    answers.year,
    answers.quantity_tonnes,
    answers.share_pct,
    answers.share_rank,
    answers.edition_id,
    answers.value_status,
    answers.reason,
    answers.source_file_id,
    answers.source_row,
    newest.evidence_window,
    newest.known_from
from lines
-- every country with every line
cross join {{ ref('dim_country') }} as countries
cross join newest
left join named_lines
    on
        lines.list_id = named_lines.list_id
        and lines.element_key = named_lines.element_key
        and countries.country_id = named_lines.country_id
-- one row: its own answer, or that of whoever is not named
inner join answers
    on
        lines.list_id = answers.list_id
        and lines.element_key = answers.element_key
        and coalesce(named_lines.country_id, '') = coalesce(answers.country_id, '')
where not countries.is_residual
