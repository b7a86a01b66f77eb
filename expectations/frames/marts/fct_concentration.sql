-- Indices beside the other source and the last release, and the leaders that everybody knows.
with indices as (

    select
        *,
        case
            when
                (mineral_id, stage) in (
                    ('cobalt', 'mine'), ('rare_earths', 'mine'), ('gallium', 'refinery'), ('niobium', 'mine'),
                    ('platinum', 'mine'), ('rhodium', 'mine'), ('tungsten', 'mine'), ('graphite_natural', 'mine'),
                    ('magnesium', 'smelter'), ('bismuth', 'refinery'), ('germanium', 'refinery'), ('uranium', 'mine'),
                    ('lithium', 'mine'), ('copper', 'mine'), ('iron', 'mine')
                )
                then mineral_id || ' ' || stage || ': ' || top1_country_id
        end as known_leader
    from marts.fct_concentration

),

others as (

    select
        mineral_id,
        stage,
        form,
        basis,
        year,
        source_id,
        max(hhi) as hhi,
        max(world_tonnes) as world_tonnes
    from marts.fct_concentration
    where is_latest_vintage
    group by mineral_id, stage, form, basis, year, source_id

),

beside as (

    select
        indices.release_id,
        indices.mineral_id,
        indices.stage,
        indices.form,
        indices.year,
        max(others.hhi) as other_source_hhi,
        max(others.world_tonnes) as other_source_tonnes
    from indices
    inner join others
        on
            indices.mineral_id = others.mineral_id
            and indices.stage = others.stage
            and indices.form = others.form
            and indices.basis = others.basis
            and indices.year = others.year
            and indices.source_id <> others.source_id
    group by indices.release_id, indices.mineral_id, indices.stage, indices.form, indices.year

)

select
    indices.*,
    indices.hhi / nullif(beside.other_source_hhi, 0) as hhi_to_other_source,
    indices.world_tonnes / nullif(beside.other_source_tonnes, 0) as world_to_other_source,
    indices.hhi - released.hhi as hhi_since_last_release,
    indices.world_tonnes / nullif(released.world_tonnes, 0) as world_to_last_release
from indices
-- one row at most each: the whole key
left join beside
    on
        indices.release_id = beside.release_id
        and indices.mineral_id = beside.mineral_id
        and indices.stage = beside.stage
        and indices.form = beside.form
        and indices.year = beside.year
left join previous.fct_concentration as released
    on
        indices.release_id = released.release_id
        and indices.mineral_id = released.mineral_id
        and indices.stage = released.stage
        and indices.form = released.form
        and indices.year = released.year
