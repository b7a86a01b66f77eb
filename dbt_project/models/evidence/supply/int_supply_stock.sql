-- Capacity and reserves as evidence: the newest row that a publisher prints for the country. Capacity counts where an
-- edition of the latest window prints it; fct_supply_evidence decides which reserves are being worked.
with newest as (

    select distinct edition_id
    from {{ ref('core_evidence_window') }}
    where is_latest_window

),

stocks as (

    {% for table, finding in {'fct_capacity': 'plant_capacity', 'fct_reserves': 'reserves_with_output'}.items() -%}
    select
        table_id,
        edition_id,
        source_id,
        mineral_id,
        stage,
        form,
        country_id,
        year,
        quantity_tonnes,
        source_file_id,
        source_row,
        '{{ finding }}' as finding
    from {{ ref(table) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

ranked as (

    select
        stocks.*,
        row_number() over (
            partition by
                stocks.country_id,
                stocks.mineral_id,
                stocks.stage,
                stocks.form,
                stocks.source_id,
                stocks.finding
            order by editions.edition_order desc nulls last, stocks.year desc nulls last, stocks.edition_id asc
        ) as rows_back
    from stocks
    -- one row
    inner join {{ ref('dim_edition') }} as editions on stocks.edition_id = editions.edition_id
    where
        {{ is_a_country('stocks.country_id') }}
        and (stocks.finding <> 'plant_capacity' or stocks.edition_id in (select newest.edition_id from newest))

)

select
    ranked.country_id,
    ranked.mineral_id,
    ranked.stage,
    chain.step,
    ranked.finding,
    ranked.table_id as found_in,
    ranked.year,
    ranked.quantity_tonnes as evidence_value,
    't' as unit,
    cast(null as bigint) as import_usd,
    ranked.edition_id,
    ranked.source_file_id,
    ranked.source_row
from ranked
-- one row: a form of a table is of one step, or of several at once
inner join {{ ref('dim_stage_chain') }} as chain
    on
        ranked.mineral_id = chain.mineral_id
        and ranked.stage = chain.stage
        and concat(';', chain.forms, ';') like concat('%;', ranked.form, ';%')
where ranked.rows_back = 1 and ranked.quantity_tonnes > 0
