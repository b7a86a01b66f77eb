-- What past intervals were worth: those of each edition, made of what it could know, against what the next one printed.
-- Long because coverage, its sampling error and the median width come from the same rows.
{%- set group = 'from_edition_id, to_edition_id, statistic, revision_class, level_pct' %}
{%- set cap_pct = decision_lines().top_share_pct[0] %}
with intervals as (
    select
        intervals.statistic,
        intervals.revision_class,
        intervals.level_pct,
        intervals.edition_id as from_edition_id,
        history.second_edition_id as to_edition_id,
        intervals.table_id,
        intervals.calibrated_on,
        intervals.method_version,
        history.second_value is not null as is_printed,
        coalesce(history.second_value between intervals.interval_min and intervals.interval_max, false) as is_covered,
        case
            when intervals.statistic = 'share' then intervals.interval_max - intervals.interval_min
            else 100 * (intervals.interval_max - intervals.interval_min) / nullif(intervals.first_value, 0)
        end as width
    from {{ ref('fct_revision_interval') }} as intervals
    -- one figure to its history, whatever the level
    inner join {{ ref('fct_revision_history') }} as history
        on
            intervals.table_id = history.first_table_id
            and intervals.statistic = history.statistic
            and intervals.subject_id = history.subject_id
    where history.second_table_id is not null
),

calibrations as (
    select
        from_edition_id,
        to_edition_id,
        max(calibrated_on) as calibrated_on,
        max(method_version) as method_version
    from intervals
    group by from_edition_id, to_edition_id
),

-- whether a country makes more than the cap: it held if the next edition prints the leader on the same side
verdicts as (
    select
        'cap_verdict' as statistic,
        verdicts.cap_firmness as revision_class,
        90 as level_pct,
        verdicts.edition_id as from_edition_id,
        later.edition_id as to_edition_id,
        verdicts.table_id,
        calibrations.calibrated_on,
        calibrations.method_version,
        later.top1_share_pct is not null as is_printed,
        coalesce(
            (verdicts.top1_share_pct > {{ cap_pct }}) = (later.top1_share_pct > {{ cap_pct }}), false
        ) as is_covered,
        cast(null as double) as width
    from {{ ref('fct_concentration') }} as verdicts
    -- one to at most one
    inner join {{ ref('int_table_years') }} as table_years on verdicts.table_id = table_years.table_id
    inner join {{ ref('fct_concentration') }} as later on table_years.next_table_id = later.table_id
    inner join calibrations
        on verdicts.edition_id = calibrations.from_edition_id and later.edition_id = calibrations.to_edition_id
    where verdicts.hhi is not null
),

tried as (
    select * from intervals
    union all
    select * from verdicts
),

classed as (
    select * from tried
    where statistic not in ('world', 'hhi')
    union all
    select
        statistic,
        'all' as revision_class,
        level_pct,
        from_edition_id,
        to_edition_id,
        table_id,
        calibrated_on,
        method_version,
        is_printed,
        is_covered,
        width
    from tried
),

ordered as (
    select
        classed.*,
        row_number() over (partition by {{ group }} order by width asc nulls last) as place,
        count(*) over (partition by {{ group }}) as row_count
    from classed
    where is_printed
),

-- the middle one, or the mean of the two in the middle
widths as (
    select
        {{ group }},
        avg(width) as median_width
    from ordered
    where place in (floor((row_count + 1) / 2.0), ceil((row_count + 1) / 2.0))
    group by {{ group }}
),

clusters as (
    select
        {{ group }},
        table_id,
        max(calibrated_on) as calibrated_on,
        max(method_version) as method_version,
        {{ count_where('is_printed') }} as pair_count,
        {{ count_where('not is_printed') }} as lost_count,
        {{ count_where('is_printed and is_covered') }} as covered_count
    from classed
    group by {{ group }}, table_id
),

counted as (
    select
        {{ group }},
        max(calibrated_on) as calibrated_on,
        max(method_version) as method_version,
        sum(pair_count) as pair_count,
        sum(lost_count) as lost_count,
        sum(covered_count) as covered_count,
        sum(case when pair_count > 0 then 1 else 0 end) as table_count,
        -- squares of each table's deviation c - p · n add up from these
        sum(covered_count * covered_count) as sum_cc,
        sum(covered_count * pair_count) as sum_cn,
        sum(pair_count * pair_count) as sum_nn
    from clusters
    group by {{ group }}
    having sum(pair_count) > 0
),

rates as (
    select
        counted.*,
        covered_count / cast(pair_count as double) as rate,
        table_count / nullif(table_count - 1.0, 0) / (pair_count * pair_count) as per_square
    from counted
),

-- How many rows that do not move together would give the sampling error that the tables show (cluster-robust variance);
-- where every row was covered, as many as there are tables.
sampled as (
    select
        rates.*,
        case
            when rate in (0, 1) or per_square is null then table_count
            else least(
                pair_count,
                rate * (1 - rate)
                / nullif(per_square * (sum_cc - 2 * rate * sum_cn + rate * rate * sum_nn), 0)
            )
        end as independent_count
    from rates
),

-- Wilson's interval of that many rows, at 95%
errors as (
    select
        sampled.*,
        (rate + 1.9208 / independent_count) / (1 + 3.8416 / independent_count) as centre,
        1.96 / (1 + 3.8416 / independent_count)
        * sqrt(rate * (1 - rate) / independent_count + 0.9604 / (independent_count * independent_count)) as reach
    from sampled
)

select
    errors.statistic,
    errors.revision_class,
    cast(errors.level_pct as integer) as level_pct,
    errors.from_edition_id,
    errors.to_edition_id,
    case
        when errors.from_edition_id || ' to ' || errors.to_edition_id = methods.validated_on then 'validation'
        when errors.from_edition_id || ' to ' || errors.to_edition_id = methods.tested_on then 'test'
        else 'later'
    end as pair_role,
    cast(errors.pair_count as integer) as pairs,
    cast(errors.table_count as integer) as tables,
    cast(errors.lost_count as integer) as not_printed,
    cast(errors.pair_count - errors.covered_count as integer) as missed,
    {{ round_pct('100 * errors.rate') }} as covered_pct,
    {{ round_pct('100 * greatest(0, errors.centre - errors.reach)') }} as covered_min_pct,
    {{ round_pct('100 * least(1, errors.centre + errors.reach)') }} as covered_max_pct,
    {{ round_pct('widths.median_width') }} as median_width,
    case when errors.statistic = 'share' then 'points' when errors.statistic <> 'cap_verdict' then 'percent' end
        as width_unit,
    errors.calibrated_on,
    errors.method_version,
    methods.frozen_on
from errors
inner join {{ ref('revision_methods') }} as methods on errors.method_version = methods.method_version
-- one to one
left join widths
    on
        errors.from_edition_id = widths.from_edition_id
        and errors.to_edition_id = widths.to_edition_id
        and errors.statistic = widths.statistic
        and errors.revision_class = widths.revision_class
        and errors.level_pct = widths.level_pct
