{%- set of_production = ['top_tonnes', 'world_tonnes', 'tonnes_to_cap', 'tonnes_of_least', 'tonnes_of_most'] -%}
{%- set of_revisions = ['top_revision_min_pct', 'top_revision_max_pct'] -%}
{%- set of_leader = [
    'top_country_id', 'top_share_pct', 'top_share_min_pct', 'top_share_max_pct', 'top_share_all_min_pct',
    'top_share_all_max_pct',
] -%}
{%- set of_both = [
    'table_id', 'edition_id', 'edition_order', 'source_id', 'mineral_id', 'stage', 'form', 'basis', 'year', 'target_id',
    'cap_pct', 'is_above_cap', 'is_latest_vintage', 'known_from',
] + of_leader -%}
with verdicts as (

    select
        caps.{{ of_both | join(',\n        caps.') }},
        caps.{{ of_production | join(',\n        caps.') }},
        concentration.{{ of_revisions | join(',\n        concentration.') }},
        concentration.cap_firmness as firmness,
        caps.excludes,
        'world_production' as measure,
        cast(null as {{ dbt.type_string() }}) as basis_of_imports,
        cast(null as integer) as codes_held,
        cast(null as integer) as codes_in_list,
        cast(null as {{ dbt.type_string() }}) as source_file_id,
        cast(null as integer) as source_row
    from {{ ref('int_cap_verdict') }} as caps
    -- one row: the same key
    left join {{ ref('fct_concentration') }} as concentration on caps.table_id = concentration.table_id

    union all

    select
        {{ of_both | join(',\n        ') }},
        {% for column in of_production + of_revisions -%}
        cast(null as double) as {{ column }},
        {% endfor -%}
        firmness,
        cast(null as {{ dbt.type_string() }}) as excludes,
        'uk_import' as measure,
        basis_of_imports,
        codes_held,
        codes_in_list,
        source_file_id,
        source_row
    from {{ ref('int_import_verdict') }}

),

-- as each edition knew it: for every earlier year the newest edition that was out
seen as (

    select
        now.edition_id,
        now.mineral_id,
        now.stage,
        now.form,
        earlier.year,
        earlier.is_above_cap,
        rank() over (
            partition by now.edition_id, now.mineral_id, now.stage, now.form, earlier.year
            order by earlier.edition_order desc
        ) as editions_back
    from verdicts as now
    -- many to many on purpose: each year of a table with all years of its earlier editions
    inner join verdicts as earlier
        on
            now.source_id = earlier.source_id
            and now.mineral_id = earlier.mineral_id
            and now.stage = earlier.stage
            and now.form = earlier.form
            and now.edition_order >= earlier.edition_order

),

-- each year above the cap once; years that follow each other keep the same distance to their number
years_above as (

    select
        edition_id,
        mineral_id,
        stage,
        form,
        year,
        year - row_number() over (partition by edition_id, mineral_id, stage, form order by year asc) as run
    from seen
    where editions_back = 1 and is_above_cap
    group by edition_id, mineral_id, stage, form, year

),

runs as (

    select
        edition_id,
        mineral_id,
        stage,
        form,
        year,
        min(year) over (partition by edition_id, mineral_id, stage, form, run) as first_year_above
    from years_above

)

select
    verdicts.table_id,
    verdicts.edition_id,
    verdicts.source_id,
    verdicts.mineral_id,
    verdicts.stage,
    verdicts.form,
    verdicts.basis,
    cast(verdicts.year as integer) as year,
    verdicts.measure,
    verdicts.target_id,
    verdicts.{{ of_leader | join(',\n    verdicts.') }},
    verdicts.top_revision_min_pct,
    verdicts.top_revision_max_pct,
    'everybody' as world_basis_for_verdict,
    verdicts.cap_pct,
    verdicts.is_above_cap,
    verdicts.firmness,
    verdicts.top_tonnes,
    verdicts.world_tonnes,
    verdicts.tonnes_to_cap,
    case
        when verdicts.tonnes_to_cap is not null
            then least(verdicts.tonnes_to_cap, coalesce(verdicts.tonnes_of_least, verdicts.tonnes_to_cap))
    end as tonnes_to_cap_min,
    -- null where the world with everybody is open on the leader's side
    case
        when verdicts.tonnes_of_most is not null then greatest(verdicts.tonnes_to_cap, verdicts.tonnes_of_most)
    end as tonnes_to_cap_max,
    cast(runs.first_year_above as integer) as first_year_above,
    verdicts.excludes,
    verdicts.basis_of_imports,
    verdicts.codes_held,
    verdicts.codes_in_list,
    {{ reads_cap_as('verdicts.basis_of_imports', 'verdicts.codes_held', 'verdicts.codes_in_list') }} as reads_as,
    verdicts.source_file_id,
    verdicts.source_row,
    verdicts.is_latest_vintage,
    verdicts.known_from
from verdicts
left join runs
    on
        verdicts.edition_id = runs.edition_id
        and verdicts.mineral_id = runs.mineral_id
        and verdicts.stage = runs.stage
        and verdicts.form = runs.form
        and verdicts.year = runs.year
