-- What each distinct printed text says, whatever it counts.
with texts as (

    select value_text from ({{ printed_in_all_sources(['value_text']) }}) as cells

    union

    select value_text from {{ ref('stg_usgs_mcs__salient') }}

    union

    select correct_to as value_text
    from {{ ref('corrections') }}
    where field = 'value_as_printed'

),

normalised as (

    select
        value_text,
        {{ text_matches('lower(trim(value_text))', "'^e[0-9]'") }} as has_estimate_mark,
        case
            when {{ text_matches('lower(trim(value_text))', "'^e[0-9]'") }} then substr(lower(trim(value_text)), 2)
            else lower(trim(value_text))
        end as value_key
    from texts

),

recognised as (

    select
        value_text,
        has_estimate_mark,
        value_key,
        case
            when {{ text_matches('value_key', "'^" ~ number_pattern() ~ "$'") }} then 'number'
            when {{ text_matches('value_key', "'^(>|≥|more than) ?" ~ number_pattern() ~ "$'") }} then 'at_least'
            when {{ text_matches('value_key', "'^(<|≤|less than) ?" ~ number_pattern() ~ "$'") }} then 'at_most'
            when
                {{ text_matches('value_key', "'^" ~ number_pattern() ~ " ?(-|–|—|to) ?" ~ number_pattern() ~ "$'") }}
                then 'range'
            else 'token'
        end as value_kind,
        {{ text_extract('value_key', "'" ~ number_pattern() ~ "'") }} as first_number,
        {{ text_extract('value_key', "'" ~ number_pattern() ~ "$'") }} as last_number
    from normalised

),

tokens as (

    select
        recognised.value_text,
        min(value_tokens.value_status) as value_status
    from recognised
    -- the patterns exclude each other
    inner join {{ ref('value_tokens') }} as value_tokens
        on
            recognised.value_kind = 'token'
            and {{ text_matches('recognised.value_key', 'value_tokens.token_pattern') }}
    group by recognised.value_text

)

select
    recognised.value_text,
    recognised.value_kind,
    recognised.has_estimate_mark,
    case
        when recognised.value_kind <> 'token' then {{ printed_number('recognised.first_number') }}
    end as printed_number,
    case
        when recognised.value_kind = 'range' then {{ printed_number('recognised.last_number') }}
    end as printed_upper,
    case
        when recognised.value_kind = 'number' then {{ rounding_step('recognised.first_number') }}
    end as rounding_step,
    -- null: nobody has written down what this text means
    case when recognised.value_kind = 'token' then tokens.value_status end as token_status
from recognised
left join tokens on recognised.value_text = tokens.value_text
