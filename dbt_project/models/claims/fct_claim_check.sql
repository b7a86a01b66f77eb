-- The verdict of every reading wherever it could be measured, and one row where nothing held here measures it.
{%- set kinds = ['table', 'list', 'document'] %}
with measurements as (
    {% for kind in kinds %}
    select
        claim_id,
        reading_id,
        edition_id,
        year,
        known_from,
        vintage_key,
        measured_value,
        measured_min,
        measured_max,
        measured_period,
        note,
        evidence_table,
        evidence_key,
        source_file_id,
        source_row
    from {{ ref('int_claim_' ~ kind ~ '_measurements') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

vintages as (

    select
        claim_id,
        reading_id,
        edition_id,
        year,
        known_from,
        measured_value,
        measured_min,
        measured_max,
        measured_period,
        note,
        evidence_table,
        evidence_key,
        source_file_id,
        source_row,
        lead(known_from) over (
            partition by claim_id, reading_id, vintage_key
            order by known_from asc nulls first, edition_id asc nulls first
        ) as known_until
    from measurements

),

judged as (

    select
        readings.claim_id,
        readings.reading_id,
        readings.reading,
        readings.reads_as,
        readings.verb,
        readings.measure,
        readings.unit,
        readings.comparison,
        readings.threshold,
        readings.threshold_period,
        readings.would_measure,
        vintages.edition_id,
        vintages.year,
        vintages.measured_value,
        vintages.measured_min,
        vintages.measured_max,
        vintages.measured_period,
        vintages.note,
        vintages.evidence_table,
        vintages.evidence_key,
        vintages.source_file_id,
        vintages.source_row,
        vintages.known_from,
        vintages.known_until,
        case
            when vintages.evidence_table is null then 'not_measurable'
            when readings.comparison = 'on'
                then {{ verdict_on(
                    first_day_of('vintages.measured_period'),
                    last_day_of('vintages.measured_period'),
                    'readings.threshold_period'
                ) }}
            else {{ verdict(
                'readings.comparison', 'vintages.measured_min', 'vintages.measured_max', 'readings.threshold'
            ) }}
        end as verdict
    from {{ ref('int_claim_readings') }} as readings
    -- many rows: editions and years; none where nothing measures the reading
    left join vintages
        on readings.claim_id = vintages.claim_id and readings.reading_id = vintages.reading_id

),

sentences as (

    select
        claim_id,
        reading_id,
        reading,
        reads_as,
        verb,
        measure,
        unit,
        comparison,
        threshold,
        threshold_period,
        would_measure,
        edition_id,
        year,
        measured_value,
        measured_min,
        measured_max,
        measured_period,
        note,
        evidence_table,
        evidence_key,
        source_file_id,
        source_row,
        known_from,
        known_until,
        verdict,
        case unit
            when 'percent' then coalesce({{ as_text('measured_value') }} || '%', 'unknown')
            when 'date' then measured_period
            when 'rank' then 'rank ' || coalesce({{ as_text('measured_value') }}, 'unknown')
            when 'index' then 'index ' || coalesce({{ as_text('measured_value') }}, 'unknown')
            else coalesce({{ as_text('measured_value') }}, 'unknown') || coalesce(' ' || unit, '')
        end as measured_words,
        case comparison
            when '>' then 'more than '
            when '>=' then 'at least '
            when '<' then 'less than '
            when '<=' then 'at most '
            when '=' then 'exactly '
            else comparison || ' '
        end || coalesce(threshold_period, {{ as_text('threshold') }}) as asked_words,
        case
            when comparison = 'on' or measured_min = measured_max then ''
            else
                ' (between ' || coalesce({{ as_text('measured_min') }}, '0') || ' and '
                || coalesce({{ as_text('measured_max') }}, 'no limit') || ')'
        end as bound_words
    from judged

)

select
    claim_id || '|' || reading_id || '|' || coalesce(edition_id, '-') || '|'
    || coalesce(cast(year as {{ dbt.type_string() }}), '-') as check_id,
    claim_id,
    reading_id,
    reading,
    reads_as,
    verb,
    measure,
    edition_id,
    year,
    measured_value,
    measured_min,
    measured_max,
    measured_period,
    unit,
    comparison,
    threshold,
    threshold_period,
    verdict,
    case
        when verdict = 'not_measurable'
            then
                'Nothing held here measures it. It would take: '
                || coalesce(would_measure, 'an edition that prints this table') || '.'
        else
            'Measured ' || measured_words || bound_words
            || ', asked for ' || asked_words
            || case
                when verdict = 'undetermined' and comparison = 'on' then ': the date is not known as closely'
                when verdict = 'undetermined' then ': the bounds allow both'
                else ''
            end
            || coalesce('; ' || nullif(note, 'reported'), '') || '.'
    end as why,
    would_measure,
    evidence_table,
    evidence_key,
    source_file_id,
    source_row,
    known_from,
    known_until,
    known_until is null as is_latest_vintage
from sentences
