-- Whose imports are shared out: a mineral of the list at one level, by value, and the list as a whole, by value and by
-- weight. Levels of one mineral are never added; the whole counts each code once, as a bill of what was bought.
with subjects as (

    select
        edition_id,
        source_id,
        hs_edition,
        year,
        partner_basis,
        mineral_id,
        trade_level,
        'value' as counted,
        annex_code,
        hs_code,
        is_held,
        is_whole
    from {{ ref('int_annex_held') }}
    where mineral_id is not null

    {%- for counted in ('value', 'weight') %}

    union all

    select distinct
        edition_id,
        source_id,
        hs_edition,
        year,
        partner_basis,
        cast(null as {{ dbt.type_string() }}) as mineral_id,
        cast(null as {{ dbt.type_string() }}) as trade_level,
        '{{ counted }}' as counted,
        annex_code,
        hs_code,
        is_held,
        is_listed_whole as is_whole
    from {{ ref('int_annex_held') }}
    {%- endfor %}

)

select
    edition_id,
    source_id,
    hs_edition,
    year,
    partner_basis,
    mineral_id,
    trade_level,
    counted,
    annex_code,
    hs_code,
    is_held,
    is_whole,
    concat_ws(
        '/', edition_id, coalesce(mineral_id, 'all'), coalesce(trade_level, 'all'), hs_edition, counted,
        cast(year as {{ dbt.type_string() }})
    ) as subject_id
from subjects
