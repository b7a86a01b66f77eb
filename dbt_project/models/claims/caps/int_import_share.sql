-- The largest partner of the United Kingdom for each subject: by the codes that are held, and as far as those that are
-- not leave it open.
with coverage as (

    select
        subject_id,
        edition_id,
        source_id,
        hs_edition,
        year,
        partner_basis,
        mineral_id,
        trade_level,
        counted,
        cast(count(distinct case when is_held then annex_code end) as integer) as codes_held,
        cast(count(distinct annex_code) as integer) as codes_in_list
    from {{ ref('int_annex_subject') }}
    group by
        subject_id, edition_id, source_id, hs_edition, year, partner_basis, mineral_id, trade_level, counted

),

totals as (

    select
        partners.*,
        sum(quantity_min) over everybody as all_min,
        sum(quantity_max) over everybody as all_max,
        sum(value_in_currency) over everybody as all_value,
        sum(value_without_kg) over everybody as all_value_without_kg,
        sum(case when is_residual then quantity_min else 0 end) over everybody as rest_min,
        sum(case when is_residual then quantity_max else 0 end) over everybody as rest_max
    from {{ ref('int_import_partner') }} as partners
    window everybody as (partition by subject_id)

),

shares as (

    select
        totals.*,
        -- of a partner that nobody sells beside, and that may have sold nothing, least is nothing
        coalesce({{ share_of_least('quantity_min', 'quantity_max', 'all_max') }}, 0.0) as share_min_pct,
        -- all that is ascribed to no country may be one country's; where nobody weighed anything, all may be anybody's
        coalesce({{ share_of_largest('(quantity_min + rest_min)', '(quantity_max + rest_max)', 'all_min') }}, 100.0)
            as share_max_pct,
        row_number() over (
            partition by subject_id
            order by quantity_min desc nulls last, quantity_max desc nulls last, partner_id asc nulls last
        ) as place
    from totals
    where not is_residual

),

leaders as (

    select
        subject_id,
        max(case when place = 1 and share_min_pct > 0 then partner_id end) as top_country_id,
        max(case when place = 1 and all_min = all_max and all_max > 0 then share_min_pct end) as top_share_pct,
        max(share_min_pct) as top_share_min_pct,
        max(share_max_pct) as top_share_max_pct,
        {{ round_pct('100 * cast(max(all_value_without_kg) as double) / nullif(max(all_value), 0)') }}
            as kg_missing_value_pct,
        max(case when place = 1 and share_min_pct > 0 then source_file_id end) as source_file_id,
        max(case when place = 1 and share_min_pct > 0 then source_row end) as source_row
    from shares
    group by subject_id

)

select
    coverage.subject_id,
    coverage.edition_id,
    coverage.source_id,
    coverage.hs_edition,
    coverage.year,
    coverage.partner_basis,
    coverage.mineral_id,
    coverage.trade_level,
    coverage.counted,
    coverage.codes_held,
    coverage.codes_in_list,
    leaders.top_country_id,
    leaders.top_share_pct,
    leaders.top_share_min_pct,
    leaders.top_share_max_pct,
    -- goods under a code that is not held, or that nobody weighed, may be anybody's
    case
        when {{ all_imports_are_seen() }} then leaders.top_share_min_pct else 0
    end as top_share_all_min_pct,
    case
        when {{ all_imports_are_seen() }} then leaders.top_share_max_pct else 100
    end as top_share_all_max_pct,
    case when coverage.counted = 'weight' then leaders.kg_missing_value_pct end as kg_missing_value_pct,
    leaders.source_file_id,
    leaders.source_row
from coverage
-- none where the United Kingdom bought nothing of what is held
left join leaders on coverage.subject_id = leaders.subject_id
