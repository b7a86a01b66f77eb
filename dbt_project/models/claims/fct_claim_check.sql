-- The verdict of every reading wherever it could be measured, and one row where nothing held here measures it.
with measurements as (

    select
        measurements.*,
        lead(known_from) over (
            partition by subject_key, vintage_key
            order by edition_order asc nulls first, known_from asc nulls first, edition_id asc nulls first
        ) as known_until
    from {{ ref('int_measurement') }} as measurements

),

judged as (

    select
        readings.*,
        {% for column in measurement_shape() -%}
        measurements.{{ column }},
        {% endfor -%}
        measurements.known_until,
        case
            when measurements.evidence_table is null then 'not_measurable'
            when readings.comparison = 'on'
                then {{ verdict_on(
                    first_day_of('measurements.measured_period'),
                    last_day_of('measurements.measured_period'),
                    'readings.threshold_period'
                ) }}
            else {{ verdict(
                'readings.comparison', 'measurements.measured_min', 'measurements.measured_max', 'readings.threshold'
            ) }}
        end as verdict,
        case
            when measurements.revision_min is not null
                then {{ verdict(
                    'readings.comparison',
                    'measurements.revision_min',
                    'measurements.revision_max',
                    'readings.threshold'
                ) }}
        end as revision_verdict
    from {{ ref('int_claim_readings') }} as readings
    -- many rows: editions and years; none where nothing measures the subject
    left join measurements on readings.subject_key = measurements.subject_key

),

sentences as (

    select
        judged.*,
        case unit
            when 'percent' then coalesce({{ as_text('measured_value') }} || '%', 'unknown')
            when 'date' then measured_period
            when 'rank' then 'rank ' || coalesce({{ as_text('measured_value') }}, 'unknown')
            when 'index' then 'index ' || coalesce({{ as_text('measured_value') }}, 'unknown')
            else
                coalesce({{ as_text('measured_value') }}, 'unknown')
                || coalesce(' ' || {{ unit_words('measured_value', 'unit') }}, '')
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
                ' (' || case
                    when excludes is null then ''
                    when counted_min is null or counted_max is null
                        then 'the printed total leaves out ' || excludes || '; with everybody '
                    else
                        'as the publisher counts, who leaves out ' || excludes || ', between '
                        || {{ as_text('counted_min') }} || ' and ' || {{ as_text('counted_max') }}
                        || '; with everybody '
                end
                || 'between ' || coalesce({{ as_text('measured_min') }}, '0') || ' and '
                || coalesce({{ as_text('measured_max') }}, 'no limit') || ')'
        end as bound_words,
        '; the next edition is expected to print ' || {{ as_text('revision_min') }} || ' to '
        || {{ as_text('revision_max') }} || ', nine times of ten' as revision_words
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
    counted_min,
    counted_max,
    excludes,
    revision_min,
    revision_max,
    measured_period,
    unit,
    comparison,
    threshold,
    threshold_period,
    verdict,
    revision_verdict,
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
            || coalesce(revision_words, '') || coalesce('; ' || nullif(note, 'reported'), '') || '.'
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
