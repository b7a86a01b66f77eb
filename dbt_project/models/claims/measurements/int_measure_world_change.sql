-- Change of world output on the year before, both years from one edition. Output cannot fall by more than all of it.
{%- set leaves_out = 'coalesce(tables.excludes, before.excludes) is not null' %}
with tables as (

    {{ tables_asked(['world_output_change']) }}

)

select
    {{ measurement_in_table(
        'tables',
        measured_value=round_pct('100 * (tables.world_tonnes / nullif(before.world_tonnes, 0) - 1)'),
        measured_min="coalesce("
            ~ round_pct('100 * (tables.world_all_min_tonnes / nullif(before.world_all_max_tonnes, 0) - 1)') ~ ', -100)',
        measured_max=round_pct('100 * (tables.world_all_max_tonnes / nullif(before.world_all_min_tonnes, 0) - 1)'),
        counted_min='case when ' ~ leaves_out ~ ' then '
            ~ round_pct('100 * (tables.world_min_tonnes / nullif(before.world_max_tonnes, 0) - 1)') ~ ' end',
        counted_max='case when ' ~ leaves_out ~ ' then '
            ~ round_pct('100 * (tables.world_max_tonnes / nullif(before.world_min_tonnes, 0) - 1)') ~ ' end',
        excludes='coalesce(tables.excludes, before.excludes)',
        evidence_table="'fct_world_total'",
        evidence_key=figure_key('tables')
    ) }}
from tables
-- one row at most: the same table a year earlier
inner join {{ ref('core_production_table') }} as before
    on
        tables.edition_id = before.edition_id
        and tables.mineral_id = before.mineral_id
        and tables.stage = before.stage
        and tables.form = before.form
        and tables.year = before.year + 1
where tables.world_tonnes / nullif(before.world_tonnes, 0) is not null
