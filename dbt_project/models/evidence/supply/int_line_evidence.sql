-- One answer for each line: its own where no table names the country, otherwise that of the mineral that answers.
{%- set verbs = evidence_verbs() %}
with newest as (

    select distinct
        window_id,
        evidence_window,
        known_from
    from {{ ref('core_evidence_window') }}
    where is_latest_window

),

ranked as (

    select
        evidence.*,
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
        named.source_row,
        newest.evidence_window,
        newest.known_from,
        {% for verb in verbs -%}
        min(evidence.{{ verb }}_no) over line as line_{{ verb }}_no,
        {% endfor -%}
        -- one that is produced, otherwise one that nobody knows of; a printed row before none
        row_number() over (
            partition by evidence.list_id, evidence.element_key, evidence.country_id
            order by
                {{ is_yes('evidence.produced_no') }} desc,
                {{ is_unknown('evidence.produced_no') }} desc,
                case when named.edition_id is null then 1 else 0 end,
                named.share_pct desc nulls last,
                case when evidence.is_named_by_line then 0 else 1 end,
                evidence.mineral_id asc nulls last
        ) as answer_no
    from {{ ref('int_element_evidence') }} as evidence
    inner join newest on evidence.window_id = newest.window_id
    -- one row at most: that of the country, none for whoever is not named
    left join {{ ref('int_named_evidence') }} as named
        on
            evidence.window_id = named.window_id
            and evidence.country_id = named.country_id
            and evidence.mineral_id = named.mineral_id
    where evidence.counting_rule = 'lines'
    window line as (partition by evidence.list_id, evidence.element_key, evidence.country_id)

),

answers as (

    select *
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
    {% for verb in verbs -%}
    {{ three_states('answers.line_' ~ verb ~ '_no') }} as is_{{ verb }},
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
    {% for verb in verbs -%}
    {{ verb }}.reason as {{ 'reason' if verb == 'produced' else verb ~ '_reason' }},
    {% endfor -%}
    {{ why_words('produced', 'mined', 'processed') }} as why,
    answers.source_file_id,
    answers.source_row,
    answers.line_produced_no,
    answers.evidence_window,
    answers.known_from
from lines
-- every country with every line
cross join {{ ref('dim_country') }} as countries
left join answers as own
    on
        lines.list_id = own.list_id
        and lines.element_key = own.element_key
        and countries.country_id = own.country_id
-- one row: its own answer, or that of whoever is not named
inner join answers
    on
        lines.list_id = answers.list_id
        and lines.element_key = answers.element_key
        and coalesce(own.country_id, '') = coalesce(answers.country_id, '')
-- one row each: every reason has a number
{% for verb in verbs -%}
inner join {{ ref('dim_evidence_reason') }} as {{ verb }} on answers.line_{{ verb }}_no = {{ verb }}.reason_no
{% endfor -%}
where not countries.is_residual
