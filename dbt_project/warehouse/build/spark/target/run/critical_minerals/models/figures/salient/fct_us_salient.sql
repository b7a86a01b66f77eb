
  
    
        create table marts.fct_us_salient
      
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, mineral, statistic, step, form and year.

The United States account of a mineral: what it makes, imports, exports, consumes, stocks, pays and
employs, for the five years that an edition prints. Editions 2022 (12 commodities), 2023, 2024 and
2026; the files of edition 2025 are not held. The words of `form` are the same in all editions.
Never add across statistics, steps or forms: many are parts or totals of others.
'
      

      as
      
    select edition_id, source_id, mineral_id, statistic, step, form, year, unit, value, value_min, value_max, value_status, is_estimated, has_stock_term, value_as_printed, unit_as_printed, commodity_as_printed, series_as_printed, is_latest_vintage, source_file_id, source_row
    from (
        -- Every series of the salient statistics; net import reliance as its own model reads it, the figures of which
-- are no salient statistics.
with series as (

    select
        edition_id,
        source_id,
        mineral_id,
        statistic,
        step,
        form,
        year,
        unit,
        value,
        value_min,
        value_max,
        value_status,
        is_estimated,
        cast(null as boolean) as has_stock_term,
        value_as_printed,
        unit_as_printed,
        commodity_as_printed,
        series_as_printed,
        source_file_id,
        source_row
    from core.core_us_salient_cell
    where destination = 'fct_us_salient' and statistic <> 'net_import_reliance'

    union all

    select
        edition_id,
        source_id,
        mineral_id,
        'net_import_reliance' as statistic,
        'all' as step,
        form,
        year,
        'percent' as unit,
        nir_pct as value,
        nir_min_pct as value_min,
        nir_max_pct as value_max,
        value_status,
        is_estimated,
        has_stock_term,
        value_as_printed,
        'percent' as unit_as_printed,
        commodity_as_printed,
        coalesce(detail_as_printed, 'net import reliance') as series_as_printed,
        source_file_id,
        source_row
    from intermediate.int_net_import_reliance
    where printed_in = 'chapter'

)

select
    series.edition_id,
    series.source_id,
    series.mineral_id,
    series.statistic,
    series.step,
    series.form,
    series.year,
    series.unit,
    series.value,
    series.value_min,
    series.value_max,
    series.value_status,
    series.is_estimated,
    series.has_stock_term,
    series.value_as_printed,
    series.unit_as_printed,
    series.commodity_as_printed,
    series.series_as_printed,
    dense_rank() over (
        partition by series.source_id, series.mineral_id, series.statistic, series.step, series.form, series.year
        order by editions.edition_order desc
    ) = 1 as is_latest_vintage,
    series.source_file_id,
    series.source_row
from series
-- many cells to one edition
inner join core.core_edition as editions on series.edition_id = editions.edition_id
    ) as model_subq
  