-- Every printed cell has an edition, a country, a table, a unit, a value and a year that the seeds know.
-- A row here carries the printed text and the seed to edit.
{{ config(meta={'dagster': {'ref': {'name': 'int_resolved_cells'}}}) }}

{% set formulas = "o[2358]( |[)]|$)|(^|[^a-z])(li2|k2|na2|ca|mg|mn|fe)o([^a-z]|$)" %}
{% set compounds = "'equivalent|(^|[^r])oxide|" ~ formulas ~ "|lce|(^|[^a-z])reo'" %}
{% set salts = "'carbonate|chloride|hydroxide|sul(f|ph)ate|nitrate|fluoride|pentoxide|chemicals'" %}
{% set metal = "'content|contained|(as|of) metal([^a-z]|$)'" %}
{% set rock = "'(^|[^a-z])(ores?|concentrates?)([^a-z]|$)'" %}
{% set gross = "'(^|[^a-z])gross+([^a-z]|$)'" %}

with cells as (

    select
        cells.cell_id,
        cells.edition_id,
        cells.source_id,
        cells.mineral_id,
        cells.stage,
        cells.form,
        cells.basis,
        cells.is_comparable,
        cells.country_id,
        cells.is_world,
        cells.commodity_as_printed,
        cells.table_as_printed,
        cells.country_as_printed,
        cells.statistic,
        cells.unit_as_printed,
        cells.unit_text,
        cells.tonnes_per_unit,
        cells.value_as_printed,
        cells.value_status,
        cells.quantity_tonnes,
        cells.quantity_min_tonnes,
        cells.quantity_max_tonnes,
        cells.year,
        units.dimension,
        -- a commodity may have an oxide in its name (`iron oxide pigments`), its table says what is weighed
        lower(coalesce(cells.table_as_printed, '') || ' ' || coalesce(cells.unit_as_printed, '')) as label,
        lower(concat_ws(' ', cells.commodity_as_printed, cells.table_as_printed, cells.unit_as_printed))
            as whole_label
    from {{ ref('int_resolved_cells') }} as cells
    left join {{ ref('units') }} as units on cells.unit_text = units.unit_as_printed

),

problems as (

    select
        'edition is not known' as problem,
        edition_id as printed_text,
        'add the edition to seeds/reference/editions.csv' as what_to_do,
        cell_id
    from cells
    where source_id is null

    union all

    select
        'country is not known' as problem,
        country_as_printed as printed_text,
        'add the name to seeds/reference/country_names.csv' as what_to_do,
        cell_id
    from cells
    where country_id is null and not is_world

    union all

    select
        'commodity or table is not known' as problem,
        commodity_as_printed || ' | ' || table_as_printed || ' | ' || statistic as printed_text,
        'add a pattern to seeds/cells/commodity_names.csv or a rule to seeds/cells/table_rules.csv' as what_to_do,
        cell_id
    from cells
    where source_id is not null and mineral_id is null

    union all

    -- a new table of a commodity that had one so far
    select
        'table names another stage than its rule' as problem,
        commodity_as_printed || ' | ' || table_as_printed || ' | ' || stage as printed_text,
        'add a rule for the table to seeds/cells/table_rules.csv' as what_to_do,
        cell_id
    from cells
    where
        (stage <> 'refinery' and lower(table_as_printed) like '%refinery production%')
        or (stage <> 'smelter' and lower(table_as_printed) like '%smelter production%')
        or (stage <> 'plant' and lower(table_as_printed) like '%plant production%')
        or (stage in ('refinery', 'smelter') and lower(table_as_printed) like '%mine production%')

    union all

    -- a unit or a label that changed from metal to compound, or back
    select
        'table names another basis than its rule' as problem,
        commodity_as_printed || ' | ' || table_as_printed || ' | ' || unit_as_printed || ' | ' || basis
            as printed_text,
        'add a rule with the basis that is printed to seeds/cells/table_rules.csv' as what_to_do,
        cell_id
    from cells
    where
        (basis = 'content' and {{ text_matches('label', compounds) }})
        or (basis = 'content' and {{ text_matches('label', gross) }})
        or (basis in ('content', 'gross', 'oxide') and {{ text_matches('whole_label', "'u3o8|carbonate equivalent'") }})
        or (basis = 'u3o8' and not {{ text_matches('whole_label', "'u3o8'") }})
        or (
            basis = 'oxide'
            and {{ text_matches('label', "'content|contained'") }}
            and not {{ text_matches('whole_label', compounds) }}
        )
        -- a salt or the rock may be what the metal is contained in; each kind of the third source has its own rule
        or (
            basis = 'content'
            and is_comparable
            and source_id <> 'bgs_wms'
            and not {{ text_matches('label', metal) }}
            and ({{ text_matches('label', salts) }} or (stage = 'mine' and {{ text_matches('label', rock) }}))
        )
        -- below, reserves stand under the label of production in old layouts
        or (
            basis = 'oxide'
            and statistic = 'production'
            and source_id <> 'bgs_wms'
            and not {{ text_matches('whole_label', compounds) }}
            and (
                {{ text_matches('label', gross) }}
                or {{ text_matches('label', salts) }}
                or {{ text_matches('label', metal) }}
                or (stage = 'mine' and {{ text_matches('label', rock) }})
            )
        )
        or (
            basis = 'oxide'
            and statistic = 'production'
            and {{ text_matches('label', salts) }}
            and {{ text_matches('label', "'equivalent'") }}
        )
        or (
            basis = 'gross'
            and statistic = 'production'
            and source_id <> 'bgs_wms'
            -- the reason in their rules says why the label is not followed
            and mineral_id not in ('strontium', 'magnesite')
            and form not like '%oxide%'
            and mineral_id not like '%oxide%'
            and not {{ text_matches('label', "'calcined equivalent'") }}
            and (
                {{ text_matches('label', compounds) }}
                or {{ text_matches('label', metal) }}
                or {{ text_matches('label', "'(carbonate|chloride|hydroxide|sulfate) equivalent'") }}
            )
        )

    union all

    select
        'unit is not known' as problem,
        unit_as_printed as printed_text,
        'add the unit to seeds/cells/units.csv, or a missing unit to seeds/cells/corrections.csv' as what_to_do,
        cell_id
    from cells
    where dimension is null

    union all

    select
        'gas without a density' as problem,
        mineral_id as printed_text,
        'add the gas to seeds/cells/gas_densities.csv' as what_to_do,
        cell_id
    from cells
    where dimension = 'gas_volume' and tonnes_per_unit is null

    union all

    select
        'value is not understood' as problem,
        value_as_printed as printed_text,
        'add the sign to seeds/cells/value_tokens.csv, or a misprint to seeds/cells/corrections.csv' as what_to_do,
        cell_id
    from cells
    where value_status is null

    union all

    select
        'quantity is negative or its bounds do not enclose it' as problem,
        value_as_printed as printed_text,
        'a publisher prints no negative quantity: look at the file' as what_to_do,
        cell_id
    from cells
    where
        quantity_tonnes < 0
        or quantity_min_tonnes > quantity_tonnes
        or quantity_max_tonnes < quantity_tonnes
        or quantity_min_tonnes > quantity_max_tonnes

    union all

    select
        'year is missing' as problem,
        coalesce(cast(year as {{ dbt.type_string() }}), '') as printed_text,
        'look at the header of the file; reserves take reserve_year of seeds/reference/editions.csv' as what_to_do,
        cell_id
    from cells
    where year is null or year < 1900 or year > 2100

)

select
    problem,
    printed_text,
    what_to_do,
    count(*) as cells,
    min(cell_id) as first_cell_id
from problems
group by problem, printed_text, what_to_do
