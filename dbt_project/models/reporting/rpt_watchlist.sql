-- Whose figures stand for a mineral of a list: its own, or those of its most concentrated member where it is a group
-- without a table. The figures of a group are the group's, never those of its members.
with list_minerals as (
    select
        members.list_id,
        members.mineral_id,
        {{ joined_text('members.member_as_printed', 'members.member_no', '; ') }} as members_as_printed,
        max(case when members.is_watched then 0 else 1 end) = 0 as is_watched
    from {{ ref('fct_list_member') }} as members
    group by members.list_id, members.mineral_id
),

candidates as (
    select
        mineral_id,
        mineral_id as figures_of_mineral_id,
        'own' as figures_basis,
        1 as choice
    from {{ ref('dim_mineral') }}
    union all
    select
        group_id as mineral_id,
        mineral_id as figures_of_mineral_id,
        'member' as figures_basis,
        2 as choice
    from {{ ref('core_mineral_group') }}
    where not is_subgroup
),

figures as (
    select
        candidates.mineral_id,
        candidates.figures_of_mineral_id,
        candidates.figures_basis,
        row_number() over (
            partition by candidates.mineral_id
            order by
                candidates.choice asc nulls last,
                profiles.hhi desc nulls last,
                candidates.figures_of_mineral_id asc nulls last
        ) as place
    from candidates
    -- many to one
    inner join {{ ref('rpt_mineral_profile') }} as profiles
        on candidates.figures_of_mineral_id = profiles.mineral_id
    where profiles.hhi is not null
),

signs as (
    select
        profiles.mineral_id,
        profiles.largest_share_pct as top_share_pct,
        profiles.top1_share_all_max_pct,
        {% for sign, rule in watchlist_signs().items() -%}
        {{ rule }} as {{ sign }},
        {% endfor -%}
        profiles.hhi
    from {{ ref('rpt_mineral_profile') }} as profiles
),

steps as (
    select
        mineral_id,
        sum(case when has_step then 1 else 0 end) as existing_steps,
        sum(case when has_step and not has_shares then 1 else 0 end) as unmeasured_steps
    from {{ ref('fct_stage_coverage') }}
    group by mineral_id
),

counted as (
    select
        signs.*,
        {{ count_signs('{sign}') }} as risk_signs,
        {{ count_signs('{sign} is null') }} as unknown_signs,
        {{ count_signs('{sign} is not null') }} as measured_signs
    from signs
)

select
    list_minerals.list_id,
    lists.list_name,
    lists.jurisdiction,
    lists.published_on,
    list_minerals.mineral_id,
    minerals.mineral_name,
    list_minerals.members_as_printed,
    list_minerals.is_watched,
    case
        when figures.mineral_id is not null
            then cast(rank() over (
                partition by list_minerals.list_id, figures.mineral_id is null
                order by
                    -- what nobody measured may be there: it never moves a mineral to the safer end
                    counted.risk_signs + counted.unknown_signs desc nulls last,
                    coalesce(counted.top1_share_all_max_pct, 100.0) desc nulls last
            ) as integer)
    end as risk_rank,
    cast(counted.risk_signs as integer) as risk_signs,
    cast(counted.unknown_signs as integer) as unknown_signs,
    cast(counted.measured_signs as integer) as measured_signs,
    {% for sign in watchlist_signs() -%}
    counted.{{ sign }},
    {% endfor -%}
    counted.top_share_pct,
    {% for column in ['country', 'stage', 'form', 'year', 'all_min_pct', 'all_max_pct'] -%}
    profiles.largest_share_{{ column }} as top_share_{{ column }},
    {% endfor -%}
    -- of a mineral with figures those that are no longer current count as not measured, as in its profile
    cast(coalesce(
        profiles.mining_unmeasured_steps + profiles.processing_unmeasured_steps, steps.unmeasured_steps
    ) as integer) as unmeasured_steps,
    cast(steps.existing_steps as integer) as existing_steps,
    figures.figures_basis,
    profiles.mineral_name as figures_of,
    {% for column in [
        'source_name', 'edition', 'stage', 'form', 'year', 'top1_country', 'top1_share_pct', 'top1_share_min_pct',
        'top1_share_max_pct', 'top1_share_all_min_pct', 'top1_share_all_max_pct', 'world_excludes', 'top3_share_pct',
        'mining_tables', 'mining_unmeasured_steps', 'processing_tables', 'processing_unmeasured_steps',
        'cap_pct', 'is_above_cap', 'first_year_above_cap', 'processed_stage',
        'processed_form', 'processed_top1_country', 'processed_top1_share_pct', 'is_processed_above_cap', 'hhi',
        'hhi_min', 'hhi_max', 'hhi_wgi', 'wgi_coverage_pct', 'trend', 'trend_from_year', 'hhi_trend_pct',
        'top1_share_trend_points', 'residual_share_pct', 'withheld_count', 'firmness', 'firmness_reasons',
        'hhi_revision_min', 'hhi_revision_max', 'top_revision_min_pct', 'top_revision_max_pct', 'reserves_years',
        'reserves_top1_country', 'export_control_count', 'export_controls', 'controlled_output_pct',
        'us_nir_as_printed', 'us_leading_source',
    ] -%}
    profiles.{{ column }},
    {% endfor -%}
    own_profiles.counted_within,
    coalesce(profiles.summary, own_profiles.summary) as summary
from list_minerals
-- many to one
inner join {{ ref('dim_critical_list') }} as lists on list_minerals.list_id = lists.list_id
inner join {{ ref('dim_mineral') }} as minerals on list_minerals.mineral_id = minerals.mineral_id
inner join {{ ref('rpt_mineral_profile') }} as own_profiles on list_minerals.mineral_id = own_profiles.mineral_id
-- many to at most one
left join figures on list_minerals.mineral_id = figures.mineral_id and figures.place = 1
left join {{ ref('rpt_mineral_profile') }} as profiles on figures.figures_of_mineral_id = profiles.mineral_id
left join counted on figures.figures_of_mineral_id = counted.mineral_id
-- one row: every mineral has a chain
left join steps on coalesce(figures.figures_of_mineral_id, list_minerals.mineral_id) = steps.mineral_id
