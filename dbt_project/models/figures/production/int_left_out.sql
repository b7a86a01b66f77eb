-- Countries that a printed world total leaves out, each with what bounds its output: its own row, else what
-- neighbouring editions print for the same table and year, else another source, else its capacity, else nothing.
with totals as (
    select
        cells.table_id,
        cells.edition_id,
        cells.source_id,
        cells.mineral_id,
        cells.stage,
        cells.form,
        cells.basis,
        cells.year,
        coalesce(cells.world_excludes, lost_notes.excludes) as excludes,
        case when cells.world_excludes is not null then 'printed' else 'neighbouring_editions' end as excludes_basis
    from {{ ref('core_cell') }} as cells
    -- at most one lost note for each table of an edition
    left join {{ ref('lost_notes') }} as lost_notes
        on
            cells.edition_id = lost_notes.edition_id
            and cells.mineral_id = lost_notes.mineral_id
            and cells.stage = lost_notes.stage
            and cells.form = lost_notes.form
    where
        cells.destination = 'fct_world_total'
        and coalesce(cells.world_excludes, lost_notes.excludes) is not null
),

left_out as (
    select
        totals.*,
        countries.country_id,
        countries.is_whole
    from totals
    -- many to many: a total may leave out two countries
    inner join {{ ref('left_out_countries') }} as countries on totals.excludes = countries.excludes
),

-- a row bounds where it prints something about a quantity, `less than` included
printed as (
    select *
    from {{ ref('core_cell') }}
    where
        destination in ('fct_production', 'fct_capacity')
        and coalesce(quantity_max_tonnes, quantity_min_tonnes) is not null
),

witnesses as (
    select
        left_out.table_id,
        left_out.country_id,
        case
            when printed.destination = 'fct_capacity' then 4
            when printed.table_id = left_out.table_id then 1
            when printed.source_id = left_out.source_id then 2
            else 3
        end as preference,
        -- a country may leave its capacity idle, all of it
        case when printed.destination = 'fct_capacity' then 0 else coalesce(printed.quantity_min_tonnes, 0) end
            as least_tonnes,
        printed.quantity_max_tonnes as most_tonnes
    from left_out
    -- one to many: everything that is printed about the country's output or capacity of the year
    inner join printed
        on
            left_out.country_id = printed.country_id
            and left_out.mineral_id = printed.mineral_id
            and left_out.stage = printed.stage
            and left_out.form = printed.form
            and left_out.basis = printed.basis
            and left_out.year = printed.year
    -- what is printed about a part of a country does not bound the part that is left out
    where left_out.is_whole
),

bounds as (
    select
        table_id,
        country_id,
        preference,
        min(least_tonnes) as left_out_min_tonnes,
        -- one witness without an upper limit leaves the country without one
        case when count(*) = count(most_tonnes) then max(most_tonnes) end as left_out_max_tonnes,
        row_number() over (partition by table_id, country_id order by preference asc) as place
    from witnesses
    group by table_id, country_id, preference
)

-- The identity of imports, exports and reliance becomes a fifth witness here.
select
    left_out.table_id,
    left_out.country_id,
    left_out.is_whole,
    left_out.excludes,
    left_out.excludes_basis,
    coalesce(bounds.left_out_min_tonnes, 0.0) as left_out_min_tonnes,
    bounds.left_out_max_tonnes,
    case coalesce(bounds.preference, 5)
        when 1 then 'own_row'
        when 2 then 'neighbouring_editions'
        when 3 then 'another_source'
        when 4 then 'capacity'
        else 'nothing'
    end as bounded_by
from left_out
left join bounds
    on left_out.table_id = bounds.table_id and left_out.country_id = bounds.country_id and bounds.place = 1
