{#- The registers that hold names, the first to count where two hold the same: seed, name, language, kind, subject,
    why it is a name, whether people read it first. -#}
{%- set registers = [
    ('minerals', 'mineral_name', "'en'", "'mineral'", 'mineral_id', "'name'", 'true'),
    ('minerals', 'mineral_id', "'mul'", "'mineral'", 'mineral_id', "'id'", 'true'),
    ('minerals', 'symbol', "'mul'", "'mineral'", 'mineral_id', "'symbol'", 'false'),
    ('countries', 'country_name', "'en'", "'country'", 'country_id', "'name'", 'true'),
    ('countries', 'country_id', "'mul'", "'country'", 'country_id', "'id'", 'true'),
    ('names', 'name', 'language', 'kind', 'subject_id', 'name_kind', 'is_preferred'),
    ('country_cldr_names', 'name', 'language', 'kind', 'subject_id', 'name_kind', 'is_preferred'),
    ('country_names', 'name_as_printed', "'en'", "'country'", 'country_id', "'spelling'", 'false'),
] %}
with
named as (
    {% for seed, name, language, kind, subject_id, name_kind, is_preferred in registers %}
    select distinct
        {{ loop.index }} as register,
        {{ name }} as name,
        {{ language }} as language,
        {{ kind }} as kind,
        {{ subject_id }} as subject_id,
        {{ 'stage' if seed == 'names' else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as stage,
        {{ 'form' if seed == 'names' else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as form,
        {{ name_kind }} as name_kind,
        {{ is_preferred }} as is_preferred,
        {{ 'is_reviewed' if seed == 'names' else 'true' }} as is_reviewed,
        {{ 'source' if seed in ('names', 'country_cldr_names') else "'seed " ~ seed ~ "'" }} as source
    from {{ ref(seed) }}
    where
        {{ name }} is not null
        -- a name that counts only as one publisher prints it (`Congo`) means something else to people
        {{ 'and not coalesce(is_whole_only, false)' if seed == 'country_names' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

ordered as (

    select
        named.*,
        row_number() over (partition by name, language, kind, subject_id, stage, form order by register) as place
    from named

)

select
    ordered.kind || '/' || ordered.subject_id || '/' || coalesce(ordered.stage, '') || '/' || coalesce(ordered.form, '')
    || '/' || ordered.language || '/' || ordered.name as name_id,
    ordered.name,
    ordered.language,
    ordered.kind,
    ordered.subject_id,
    ordered.stage,
    ordered.form,
    ordered.name_kind,
    ordered.is_preferred,
    ordered.is_reviewed,
    ordered.source
from ordered
left join {{ ref('dim_country') }} as country on ordered.kind = 'country' and ordered.subject_id = country.country_id
where
    ordered.place = 1
    -- residuals have no names, nor has a state that is no more where no publisher's table goes back to it
    and (ordered.kind <> 'country' or not coalesce(country.is_residual, true))
