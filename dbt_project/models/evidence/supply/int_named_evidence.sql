-- The row that answers for a country and a mineral of which a table names it: output before unknown before zero.
with named as (

    select
        production.*,
        windows.window_id,
        production.stage || '/' || production.form as stage_and_form,
        case
            when production.quantity_tonnes > 0 or production.quantity_min_tonnes > 0 then 1
            -- less than half a unit is output all the same
            when production.value_status = 'below_unit' then 1
            when production.quantity_tonnes = 0 and production.value_status <> 'modelled' then 0
        end as is_output
    from {{ ref('core_evidence_window') }} as windows
    -- many rows: the countries of the table
    inner join {{ ref('fct_production') }} as production on windows.table_id = production.table_id
    where {{ is_a_country('production.country_id') }}

),

ranked as (

    select
        named.*,
        -- the row that answers: output before unknown before zero, then the newest and largest
        row_number() over (
            partition by window_id, country_id, mineral_id
            order by
                case when is_output = 1 then 0 when is_output is null then 1 else 2 end,
                year desc nulls last,
                share_pct desc nulls last,
                stage asc nulls last,
                form asc nulls last,
                edition_id asc nulls last
        ) as answer_no,
        -- the same stage and form in two years is one place of output
        row_number() over (
            partition by window_id, country_id, mineral_id, stage_and_form, is_output order by year asc nulls last
        ) as place_no
    from named

),

places as (

    select
        window_id,
        country_id,
        mineral_id,
        {{ joined_text("case when is_output = 1 and place_no = 1 then stage_and_form end", separator='; ') }}
            as stages_produced
    from ranked
    group by window_id, country_id, mineral_id

)

select
    answers.window_id,
    answers.country_id,
    answers.mineral_id,
    places.stages_produced,
    answers.stage,
    answers.form,
    answers.year,
    answers.quantity_tonnes,
    answers.share_pct,
    answers.share_rank,
    answers.edition_id,
    answers.value_status,
    answers.source_file_id,
    answers.source_row
from ranked as answers
-- one row
inner join places
    on
        answers.window_id = places.window_id
        and answers.country_id = places.country_id
        and answers.mineral_id = places.mineral_id
where answers.answer_no = 1
