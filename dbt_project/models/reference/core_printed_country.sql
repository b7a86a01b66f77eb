-- Publishers glue footnote marks (`Japane`, `New Caledonia11`) and qualifiers (`Canada (shipments)`,
-- `Chile, ulexite`) to names. A name is taken as it stands if it is known; otherwise without what may be a
-- mark; otherwise without a qualifier that the seed knows, for `Sudan (South)` is not Sudan. Real names end in
-- `e` too, so known names come first. The landing asks this model before it lets an edition in.
with printed as (

    select distinct country_as_printed
    from ({{ printed_in_all_sources(['country_as_printed']) }}) as cells

),

cleaned as (

    select
        country_as_printed,
        lower(country_as_printed) as whole,
        trim({{ text_replace('lower(country_as_printed)', "' ?[0-9]+$'", "''") }}) as without_number
    from printed

),

qualified as (

    select
        country_as_printed,
        whole,
        without_number,
        {{ text_replace('without_number', "'e$'", "''") }} as without_mark,
        {{ text_extract('without_number', "'^(.*[^ ]) ?[(][^()]*[)]$'") }} as before_brackets,
        {{ text_extract('without_number', "'[(]([^()]*)[)]$'") }} as in_brackets,
        {{ text_extract('without_number', "'^([^,]*), .*$'") }} as before_comma,
        {{ text_extract('without_number', "'^[^,]*, (.*)$'") }} as after_comma
    from cleaned

),

candidates as (

    select
        country_as_printed,
        1 as attempt,
        whole as candidate
    from qualified

    union all

    select
        country_as_printed,
        2 as attempt,
        without_number as candidate
    from qualified

    union all

    select
        country_as_printed,
        3 as attempt,
        without_mark as candidate
    from qualified

    union all

    select
        qualified.country_as_printed,
        4 as attempt,
        qualified.before_brackets as candidate
    from qualified
    inner join {{ ref('country_qualifiers') }} as qualifiers on qualified.in_brackets = qualifiers.qualifier

    union all

    select
        qualified.country_as_printed,
        5 as attempt,
        qualified.before_comma as candidate
    from qualified
    inner join {{ ref('country_qualifiers') }} as qualifiers on qualified.after_comma = qualifiers.qualifier

),

known as (

    select
        candidates.country_as_printed,
        country_names.country_id,
        row_number() over (
            partition by candidates.country_as_printed order by candidates.attempt
        ) as preference
    from candidates
    -- at most one name each: the seed's names are unique
    inner join {{ ref('country_names') }} as country_names
        on
            candidates.candidate = lower(country_names.name_as_printed)
            -- a bare name of one country may be the beginning of another's
            and (candidates.attempt = 1 or not coalesce(country_names.is_whole_only, false))

)

select
    qualified.country_as_printed,
    known.country_id,
    {{ text_matches('qualified.whole', "'^(world|total$)'") }} as is_world,
    case
        when {{ text_matches('qualified.whole', "'exclud(es|ing) (u[.]s[.]|(the )?united states)'") }}
            then 'United States'
    end as world_excludes
from qualified
left join known
    on
        qualified.country_as_printed = known.country_as_printed
        and known.preference = 1
