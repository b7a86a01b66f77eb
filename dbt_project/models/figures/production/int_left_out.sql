-- Countries that a printed world total leaves out, each with what bounds its output: its own row, or what
-- neighbouring editions print for the same table and year, or another source, or its capacity, or what imports,
-- exports and reliance leave for it: the first of these that there is.
with left_out as (
    {{ left_out_of_totals() }}
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

-- Reliance r = (I - E) / (P + I - E), so P = (I - E) (1 - r) / r. Only of a net importer, only where the printed
-- definition has no stock term, and only for the tables whose trade the register knows to be of the same thing.
traded as (
    select
        identities.mineral_id,
        identities.stage,
        identities.form,
        reliance.year,
        reliance.nir_min_pct / 100 as least_reliance,
        reliance.nir_max_pct / 100 as most_reliance,
        imports.value_min - exports.value_max as least_net_imports,
        imports.value_max - exports.value_min as most_net_imports
    from {{ ref('reliance_identities') }} as identities
    inner join {{ ref('int_net_import_reliance') }} as reliance
        on
            identities.mineral_id = reliance.mineral_id
            and reliance.printed_in = 'chapter'
            and not reliance.has_stock_term
            and reliance.nir_max_pct > 0
    -- of the same edition: one series each
    inner join {{ ref('core_us_salient_cell') }} as imports
        on
            reliance.edition_id = imports.edition_id
            and reliance.mineral_id = imports.mineral_id
            and reliance.year = imports.year
            and imports.destination = 'fct_us_salient'
            and imports.statistic = 'imports'
            and imports.unit = 'tonnes'
            and identities.trade_form = imports.form
    inner join {{ ref('core_us_salient_cell') }} as exports
        on
            reliance.edition_id = exports.edition_id
            and reliance.mineral_id = exports.mineral_id
            and reliance.year = exports.year
            and exports.destination = 'fct_us_salient'
            and exports.statistic = 'exports'
            and exports.unit = 'tonnes'
            and identities.trade_form = exports.form
),

implied as (
    select
        left_out.table_id,
        left_out.country_id,
        5 as preference,
        greatest(0, traded.least_net_imports) * (1 - traded.most_reliance) / traded.most_reliance as least_tonnes,
        traded.most_net_imports * (1 - traded.least_reliance) / nullif(traded.least_reliance, 0) as most_tonnes
    from left_out
    inner join traded
        on
            left_out.mineral_id = traded.mineral_id
            and left_out.stage = traded.stage
            and left_out.form = traded.form
            and left_out.year = traded.year
    where left_out.country_id = 'USA' and left_out.is_whole and traded.most_net_imports > 0
),

all_witnesses as (
    select * from witnesses
    union all
    select * from implied
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
    from all_witnesses
    group by table_id, country_id, preference
)

select
    left_out.table_id,
    left_out.country_id,
    left_out.is_whole,
    left_out.excludes,
    left_out.excludes_basis,
    coalesce(bounds.left_out_min_tonnes, 0.0) as left_out_min_tonnes,
    bounds.left_out_max_tonnes,
    case bounds.preference
        when 1 then 'own_row'
        when 2 then 'neighbouring_editions'
        when 3 then 'another_source'
        when 4 then 'capacity'
        when 5 then 'net_import_reliance'
        else 'nothing'
    end as bounded_by
from left_out
left join bounds
    on left_out.table_id = bounds.table_id and left_out.country_id = bounds.country_id and bounds.place = 1
