-- what the next edition is expected to print where this one prints the year for the first time
with moved as (
    select
        history.*,
        quantiles.level_pct,
        quantiles.score_quantile,
        quantiles.calibration_pairs,
        quantiles.calibration_tables,
        quantiles.calibrated_on,
        {{ revision_moved('history.statistic', 'history.first_value', '-quantiles.score_quantile') }} as moved_down,
        {{ revision_moved('history.statistic', 'history.first_value', 'quantiles.score_quantile') }} as moved_up
    from {{ ref('fct_revision_history') }} as history
    -- one row to one quantile for each level; none where the class has too few tables
    inner join {{ ref('int_revision_quantile') }} as quantiles
        on
            history.first_edition_id = quantiles.edition_id
            and history.statistic = quantiles.statistic
            and history.revision_class = quantiles.revision_class
    where history.first_value > 0
)

select
    first_table_id as table_id,
    first_edition_id as edition_id,
    source_id,
    mineral_id,
    stage,
    form,
    basis,
    cast(year as integer) as year,
    statistic,
    subject,
    subject_id,
    revision_class,
    cast(level_pct as integer) as level_pct,
    first_value,
    {{ round_tonnes('least(first_value, moved_down)') }} as interval_min,
    {{ round_tonnes('greatest(first_value, moved_up)') }} as interval_max,
    score_quantile,
    cast(calibration_pairs as integer) as calibration_pairs,
    cast(calibration_tables as integer) as calibration_tables,
    calibrated_on,
    '{{ revision_method().version }}' as method_version,
    second_table_id is null as is_latest_vintage
from moved
