-- The registers of claims, readings, lineage, targets and groups are edited by hand. A row here names the file,
-- the line, the column, what stands there and what would be understood.
{{ config(meta={'dagster': {'ref': {'name': 'claim_readings'}}}) }}
{%- set registers = {
    'claims': ['claim_id', 'claim', 'speaker', 'reported_by', 'reported_on', 'subject_country_id', 'list_id', 'mineral_id',
               'claimed_value', 'claimed_period', 'comparison', 'is_in_scope', 'scope_note'],
    'claim_readings': ['claim_id', 'reading_id', 'reading', 'reads_as', 'verb', 'measure', 'country_id', 'partner_id', 'group_id',
                       'list_id', 'counting_rule', 'mineral_id', 'stage', 'form', 'level', 'scope', 'period', 'subject_id',
                       'comparison', 'threshold', 'would_measure'],
    'claim_lineage': ['lineage_id', 'said_on', 'list_id', 'said_count', 'said_total', 'subject_country_id'],
    'stated_targets': ['target_id', 'jurisdiction_id', 'stated_on', 'list_id', 'comparison', 'target_value', 'target_year'],
    'country_groups': ['group_id', 'country_id', 'member_from', 'member_to'],
} %}
{%- set keys = {'claims': ['claim_id'], 'claim_readings': ['claim_id', 'reading_id'], 'claim_lineage': ['lineage_id'],
                'stated_targets': ['target_id'], 'country_groups': ['group_id', 'country_id', 'member_from']} %}
{#- Which words a column may hold, whatever the register. -#}
{%- set kinds = {
    'country': ['subject_country_id', 'country_id', 'jurisdiction_id'], 'list': ['list_id'], 'mineral': ['mineral_id'],
    'party': ['partner_id'], 'group': ['group_id'], 'comparison': ['comparison'], 'measure': ['measure'],
    'counting rule': ['counting_rule'], 'way of reading': ['reads_as'], 'yes or no': ['is_in_scope'],
    'subject': ['subject_id'],
} %}
{%- set numbers = "'claimed_value', 'level', 'said_count', 'said_total', 'target_value', 'target_year'" %}
{%- set periods = "'claimed_period', 'period', 'said_on'" %}
{%- set days = "'reported_on', 'stated_on', 'member_from', 'member_to'" %}
{%- set required = {
    'claims': ['claim_id', 'claim', 'speaker', 'reported_by', 'reported_on', 'is_in_scope'],
    'claim_readings': ['claim_id', 'reading_id', 'reading', 'reads_as', 'verb', 'measure'],
    'claim_lineage': ['lineage_id', 'said_on', 'said_count', 'said_total', 'subject_country_id'],
    'stated_targets': ['target_id', 'jurisdiction_id', 'stated_on', 'comparison', 'target_value'],
    'country_groups': ['group_id', 'country_id', 'member_from'],
} %}
with
{% for register, columns in registers.items() %}
{{ register }}_lines as (

    select
        {{ columns | join(',\n        ') }},
        {{ line_in_file() }} as line
    from {{ ref(register) }}

),
{% endfor %}
cells as (
    {% for register, columns in registers.items() %}
    {%- set last_register = loop.last %}
    {%- for column in columns %}
    select
        '{{ register }}' as register,
        line,
        '{{ column }}' as column_name,
        {{ column }} as found
    from {{ register }}_lines
    {{ 'union all' if not (loop.last and last_register) }}
    {%- endfor %}
    {%- endfor %}
),

words as (
    {% for kind, register, column in [
        ('country', 'countries', 'country_id'), ('party', 'countries', 'country_id'),
        ('party', 'country_groups', 'group_id'), ('group', 'country_groups', 'group_id'),
        ('list', 'critical_lists', 'list_id'), ('mineral', 'minerals', 'mineral_id'),
        ('measure', 'claim_measures', 'measure'), ('subject', 'stated_targets', 'target_id'),
        ('subject', 'policy_measures', 'policy_measure_id'),
    ] %}
    select
        '{{ kind }}' as kind,
        {{ column }} as word
    from {{ ref(register) }}
    {{ 'where not is_residual' if register == 'countries' }}
    union all
    {%- endfor %}
    {%- for kind, known in {
        'comparison': comparisons(), 'counting rule': ['lines', 'minerals'], 'yes or no': ['true', 'false'],
        'way of reading': ['as_said', 'stricter', 'wider', 'proxy'],
    }.items() %}
    {%- set last_kind = loop.last %}
    {%- for word in known %}
    select
        '{{ kind }}' as kind,
        '{{ word }}' as word
    {{ 'union all' if not (loop.last and last_kind) }}
    {%- endfor %}
    {%- endfor %}
),

kinds as (
    {% for kind, columns in kinds.items() %}
    {%- set last_kind = loop.last %}
    {%- for column in columns %}
    select
        '{{ kind }}' as kind,
        '{{ column }}' as column_name
    {{ 'union all' if not (loop.last and last_kind) }}
    {%- endfor %}
    {%- endfor %}
),

unknown_words as (

    select
        cells.register,
        cells.line,
        cells.column_name,
        cells.found,
        'a ' || kinds.kind || ' that is known' as expected
    from cells
    inner join kinds on cells.column_name = kinds.column_name
    left join words on kinds.kind = words.kind and cells.found = words.word
    where cells.found is not null and words.word is null

),

ill_formed as (

    select
        register,
        line,
        column_name,
        found,
        case
            when column_name in ({{ numbers }}) then 'a number'
            when column_name in ({{ days }}) then 'a day: 2026-02-26'
            else 'a year, a month or a day: 2026, 2026-02 or 2026-02-26'
        end as expected
    from cells
    where
        found is not null
        and case
            when column_name in ({{ numbers }}) then try_cast(found as double) is null
            when column_name in ({{ days }}) then length(found) <> 10 or try_cast(found as date) is null
            when column_name in ({{ periods }})
                then length(found) not in (4, 7, 10) or try_cast({{ first_day_of('found') }} as date) is null
            else false
        end

),

missing as (
    {% for register, columns in required.items() %}
    select
        register,
        line,
        column_name,
        found,
        'something: this column must be filled' as expected
    from cells
    where
        register = '{{ register }}'
        and column_name in ('{{ columns | join("', '") }}')
        and found is null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

repeated as (
    {% for register, columns in keys.items() %}
    select
        '{{ register }}' as register,
        max(line) as line,
        '{{ columns | last }}' as column_name,
        max({{ columns | last }}) as found,
        'a key that stands once: {{ columns | join(', ') }}' as expected
    from {{ register }}_lines
    group by {{ columns | join(', ') }}
    having count(*) > 1
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

readings as (

    select
        readings.line,
        readings.claim_id,
        readings.measure,
        readings.comparison,
        readings.threshold,
        readings.stage,
        readings.form,
        coalesce(readings.mineral_id, claims.mineral_id) as mineral_id,
        claims.claim_id as known_claim_id,
        claims.is_in_scope,
        measures.needs,
        measures.counts_by
    from claim_readings_lines as readings
    left join claims_lines as claims on readings.claim_id = claims.claim_id
    left join {{ ref('claim_measures') }} as measures on readings.measure = measures.measure

),

-- what a measure needs may stand in the reading or, for country, list and mineral, in its claim
filled as (

    select
        readings.line,
        cells.column_name
    from readings
    inner join cells on readings.line = cells.line and cells.register = 'claim_readings' and cells.found is not null

    union

    select
        readings.line,
        case cells.column_name when 'subject_country_id' then 'country_id' else cells.column_name end as column_name
    from readings
    inner join claims_lines on readings.claim_id = claims_lines.claim_id
    inner join cells
        on
            claims_lines.line = cells.line
            and cells.register = 'claims'
            and cells.found is not null
            and cells.column_name in ('subject_country_id', 'list_id', 'mineral_id')

),

needed as (
    {% for column in registers['claim_readings'] %}
    select
        readings.line,
        '{{ column }}' as column_name,
        readings.measure
    from readings
    where ';' || readings.needs || ';' like '%;{{ column }};%'
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

tables as (

    select distinct
        mineral_id,
        stage,
        form
    from {{ ref('table_rules') }}

),

broken_readings as (

    select
        'claim_readings' as register,
        line,
        'claim_id' as column_name,
        claim_id as found,
        'a claim of claims.csv' as expected
    from readings
    where known_claim_id is null

    union all

    select
        'claim_readings' as register,
        line,
        'claim_id' as column_name,
        claim_id as found,
        'a claim in scope: one out of scope has no readings' as expected
    from readings
    where is_in_scope = 'false'

    union all

    select
        'claim_readings' as register,
        line,
        'comparison' as column_name,
        comparison as found,
        'a comparison: the measure gives a value to compare' as expected
    from readings
    where measure <> 'not_measurable' and comparison is null

    union all

    select
        'claim_readings' as register,
        line,
        'threshold' as column_name,
        threshold as found,
        case when comparison = 'on' then 'a year, a month or a day' else 'a number' end as expected
    from readings
    where
        comparison is not null
        and (
            threshold is null
            or (comparison = 'on' and try_cast({{ first_day_of('threshold') }} as date) is null)
            or (comparison <> 'on' and try_cast(threshold as double) is null)
        )

    union all

    select
        'claim_readings' as register,
        needed.line,
        needed.column_name,
        cast(null as {{ dbt.type_string() }}) as found,
        'something: ' || needed.measure || ' needs this column' as expected
    from needed
    left join filled on needed.line = filled.line and needed.column_name = filled.column_name
    where filled.line is null

    union all

    select
        'claim_readings' as register,
        readings.line,
        'form' as column_name,
        readings.mineral_id || ', ' || readings.stage || ', ' || readings.form as found,
        'mineral, stage and form of a table in table_rules.csv' as expected
    from readings
    left join tables
        on
            readings.mineral_id = tables.mineral_id
            and readings.stage = tables.stage
            and readings.form = tables.form
    where
        readings.counts_by = 'edition'
        and readings.stage is not null
        and readings.form is not null
        and tables.form is null

    union all

    select
        'claim_readings' as register,
        line,
        'stage' as column_name,
        stage as found,
        'mine, processed or nothing' as expected
    from readings
    where measure = 'list_coverage_count' and stage not in ('mine', 'processed')

),

broken_claims as (

    select
        'claims' as register,
        claims_lines.line,
        'claim_id' as column_name,
        claims_lines.claim_id as found,
        'at least one reading in claim_readings.csv: the claim is in scope' as expected
    from claims_lines
    left join claim_readings_lines on claims_lines.claim_id = claim_readings_lines.claim_id
    where claims_lines.is_in_scope = 'true' and claim_readings_lines.claim_id is null

    union all

    select
        'claims' as register,
        line,
        'scope_note' as column_name,
        scope_note as found,
        'why the claim is out of scope' as expected
    from claims_lines
    where is_in_scope = 'false' and scope_note is null

),

problems as (
    {% for found in ['unknown_words', 'ill_formed', 'missing', 'repeated', 'broken_readings', 'broken_claims'] %}
    select
        register,
        line,
        column_name,
        found,
        expected
    from {{ found }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    'seeds/' || case register when 'country_groups' then 'evidence' else 'claims' end
    || '/' || register || '.csv' as file_to_edit,
    line,
    column_name,
    found,
    expected
from problems
order by file_to_edit asc nulls last, line asc nulls last, column_name asc nulls last
