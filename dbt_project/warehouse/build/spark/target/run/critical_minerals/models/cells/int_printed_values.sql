
  
    
        create table intermediate.int_printed_values
      
      
    using parquet
      
      
      
      
      
      comment 'One row per distinct printed text of a cell, with what it says whatever it counts.
'
      

      as
      -- What each distinct printed text says, whatever it counts.
with texts as (

    select value_text from intermediate.int_printed_cells

    union

    select value_text from staging.stg_usgs_mcs__salient

    union

    select correct_to as value_text
    from reference.corrections
    where field = 'value_as_printed'

),

normalised as (

    select
        value_text,
        (lower(trim(value_text)) rlike '^e[0-9]') as has_estimate_mark,
        case
            when (lower(trim(value_text)) rlike '^e[0-9]') then substr(lower(trim(value_text)), 2)
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
            when (value_key rlike '^([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?|[.][0-9]+)$') then 'number'
            when (value_key rlike '^(>|≥|more than) ?([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?|[.][0-9]+)$') then 'at_least'
            when (value_key rlike '^(<|≤|less than) ?([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?|[.][0-9]+)$') then 'at_most'
            when
                (value_key rlike '^([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?|[.][0-9]+) ?(-|–|—|to) ?([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?|[.][0-9]+)$')
                then 'range'
            else 'token'
        end as value_kind,
        regexp_extract(value_key, '([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?|[.][0-9]+)', 1) as first_number,
        regexp_extract(value_key, '([0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|[0-9]+([.][0-9]+)?|[.][0-9]+)$', 1) as last_number
    from normalised

),

tokens as (

    select
        recognised.value_text,
        min(value_tokens.value_status) as value_status
    from recognised
    -- the patterns exclude each other
    inner join reference.value_tokens as value_tokens
        on
            recognised.value_kind = 'token'
            and (recognised.value_key rlike value_tokens.token_pattern)
    group by recognised.value_text

)

select
    recognised.value_text,
    recognised.value_kind,
    recognised.has_estimate_mark,
    case
        when recognised.value_kind <> 'token' then cast(nullif(replace(recognised.first_number, ',', ''), '') as double)
    end as printed_number,
    case
        when recognised.value_kind = 'range' then cast(nullif(replace(recognised.last_number, ',', ''), '') as double)
    end as printed_upper,
    case
        when recognised.value_kind = 'number' then case
            when recognised.first_number is null or recognised.first_number = '' then null
            when replace(recognised.first_number, ',', '') like '%.%'
                then power(10.0, -length(regexp_extract(replace(recognised.first_number, ',', ''), '[.]([0-9]+)$', 1)))
            else power(
                10.0,
                greatest(
                    0,
                    least(
                        length(replace(recognised.first_number, ',', '')) - length(regexp_replace(replace(recognised.first_number, ',', ''), '0+$', '')),
                        length(replace(recognised.first_number, ',', '')) - 2
                    )
                )
            )
        end
    end as rounding_step,
    -- null: nobody has told what this text means
    case when recognised.value_kind = 'token' then tokens.value_status end as token_status
from recognised
left join tokens on recognised.value_text = tokens.value_text
  