{%- set verbs = evidence_verbs() %}
with newest as (

    select distinct
        window_id,
        evidence_window,
        known_from
    from {{ ref('core_evidence_window') }}
    where is_latest_window

)

select
    evidence.country_id,
    evidence.mineral_id,
    {% for verb in verbs -%}
    {{ three_states('evidence.' ~ verb ~ '_no') }} as is_{{ verb }},
    {% endfor -%}
    named.stages_produced,
    named.stage,
    named.form,
    named.year,
    named.quantity_tonnes,
    named.share_pct,
    named.share_rank,
    named.edition_id,
    named.value_status,
    {% for verb in verbs -%}
    {{ verb }}.reason as {{ 'reason' if verb == 'produced' else verb ~ '_reason' }},
    {% endfor -%}
    {{ why_words('produced', 'mined', 'processed') }} as why,
    named.source_file_id,
    named.source_row,
    newest.evidence_window,
    newest.known_from
from {{ ref('int_mineral_evidence') }} as evidence
inner join newest on evidence.window_id = newest.window_id
-- one row each: every reason has a number
{% for verb in verbs -%}
inner join {{ ref('dim_evidence_reason') }} as {{ verb }} on evidence.{{ verb }}_no = {{ verb }}.reason_no
{% endfor -%}
-- one row at most: none for an element that only the table of its group names
left join {{ ref('int_named_evidence') }} as named
    on
        evidence.window_id = named.window_id
        and evidence.country_id = named.country_id
        and evidence.mineral_id = named.mineral_id
where evidence.country_id is not null
