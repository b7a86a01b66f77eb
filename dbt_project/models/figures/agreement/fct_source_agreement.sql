-- What two sources print about the same output of a country, how far they are apart, and why.
with explained as (

    select
        pairs.*,
        shared.table_factor,
        rules.rule_no,
        rules.difference_class as explained_as,
        rules.reason,
        rules.expires_on,
        row_number() over (
            partition by
                pairs.left_table_id, pairs.right_table_id, pairs.country_id
            order by rules.rule_no asc nulls last
        ) as rule_place
    from {{ ref('int_source_pairs') }} as pairs
    -- at most one factor for two tables
    left join {{ ref('int_common_factors') }} as shared
        on pairs.left_table_id = shared.left_table_id and pairs.right_table_id = shared.right_table_id
    -- one to many: every rule that fits; the lowest number counts
    left join {{ ref('source_differences') }} as rules
        on
            not pairs.ranges_meet
            and pairs.left_basis = pairs.right_basis
            and coalesce(rules.left_source_id, pairs.left_source_id) = pairs.left_source_id
            and coalesce(rules.right_source_id, pairs.right_source_id) = pairs.right_source_id
            and coalesce(rules.mineral_id, pairs.mineral_id) = pairs.mineral_id
            and coalesce(rules.stage, pairs.stage) = pairs.stage
            and coalesce(rules.form, pairs.form) = pairs.form
            and coalesce(rules.country_id, pairs.country_id) = pairs.country_id
            and (pairs.is_estimated or not rules.is_for_estimates)

)

select
    mineral_id,
    stage,
    form,
    country_id,
    year,
    left_source_id,
    right_source_id,
    left_edition_id,
    right_edition_id,
    left_basis,
    right_basis,
    left_tonnes,
    right_tonnes,
    {{ round_pct('100 * (right_tonnes - left_tonnes) / nullif(left_tonnes, 0)') }} as difference_pct,
    factor,
    table_factor,
    case
        when left_basis <> right_basis then 'basis'
        when ranges_meet then 'agrees'
        else coalesce(explained_as, 'unexplained')
    end as difference_class,
    reason,
    rule_no,
    expires_on,
    left_value_as_printed,
    right_value_as_printed,
    left_source_file_id,
    left_source_row,
    right_source_file_id,
    right_source_row
from explained
where rule_place = 1
