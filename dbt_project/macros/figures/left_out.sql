{#- Whom printed world totals leave out: by the note of the total, otherwise by the register of lost notes. One row for each
    total and country. -#}
{% macro left_out_of_totals() -%}
select
        totals.table_id,
        totals.edition_id,
        totals.source_id,
        totals.mineral_id,
        totals.stage,
        totals.form,
        totals.basis,
        totals.year,
        excluded.country_id,
        excluded.is_whole,
        excluded.excludes,
        case when totals.world_excludes is not null then 'printed' else 'neighbouring_editions' end as excludes_basis
    from {{ ref('core_cell') }} as totals
    -- at most one lost note for each table of an edition
    left join {{ ref('lost_notes') }} as lost_notes
        on
            totals.edition_id = lost_notes.edition_id
            and totals.mineral_id = lost_notes.mineral_id
            and totals.stage = lost_notes.stage
            and totals.form = lost_notes.form
    -- many to many: a total may leave out two countries
    inner join {{ ref('left_out_countries') }} as excluded
        on coalesce(totals.world_excludes, lost_notes.excludes) = excluded.excludes
    where totals.destination = 'fct_world_total'
{%- endmacro %}
