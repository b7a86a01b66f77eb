
  
    
        create table intermediate.int_indices
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, mineral, stage, form and year: the index and what it rests on, before editions and years are compared.

**hhi** = sum of share² over the named countries with a known quantity above zero; 10,000 is a single
producer. Residual rows are never counted as one country.

**Residual** = 100 − the named countries\' shares: other countries, withheld and unknown figures, tonnes
that no row explains. Its largest value (`residual_max_pct`) takes the world at its largest and the named
countries at their least.

**hhi_min** = sum of share_min²: the rest is spread thin. **hhi_max** = sum of share_max² + residual_max²,
at most 10,000: the rest is one more producer. They enclose the index; they are limits, not likely
values, because not every country can be at its limit at once.

**hhi_all_min** and **hhi_all_max** are the same with everybody. Left-out countries that hold a share s of that world
leave the others\' index its weight: hhi · (1 − s)² + s². The largest value stands at one end of what s may be, with
`hhi_max`; the least at s = h / (h + 1/k) or the nearest s that may be, with `hhi_min` = h and s spread evenly over
the k countries.

**hhi_wgi** = sum of share² · (2.5 − governance) / 5, governance being the mean of the six Worldwide
Governance Indicators in the newest year not later than the production year. A country without all six
is left out, and `wgi_coverage_pct` says which share of the world the index rests on.

**hhi_change_1y** compares two years of one edition, never two editions.'
      

      as
      -- The index of each table-year and what it rests on, before editions and years are compared.
-- Long because the index of both worlds is summed over the same shares.
with shares as (
    select
        shares.*,
        governance.governance_mean,
        governance.wgi_year,
        not countries.is_residual as is_named,
        not countries.is_residual and shares.share_pct > 0 as is_counted,
        -- ties go by country, so that the same figures always name the same leader
        row_number() over (
            partition by shares.table_id, countries.is_residual
            order by shares.share_pct desc nulls last, shares.country_id asc nulls last
        ) as place
    from marts.fct_production as shares
    -- many rows to one country, and to at most one score
    inner join reference.countries as countries on shares.country_id = countries.country_id
    left join core.core_governance_as_of as governance
        on shares.country_id = governance.country_id and shares.year = governance.year
),

indices as (
    select
        table_id,
        sum(case when is_counted then share_pct * share_pct end) as hhi,
        sum(case when is_counted then share_min_pct * share_min_pct end) as named_hhi_min,
        sum(case when is_counted then share_max_pct * share_max_pct end) as named_hhi_max,
        max(case when is_counted and place = 1 then country_id end) as top1_country_id,
        max(case when is_counted and place = 1 then share_pct end) as top1_share_pct,
        sum(case when is_counted and place <= 3 then share_pct end) as top3_share_pct,
        cast(count(case when is_named and quantity_tonnes > 0 then 1 end) as integer) as producer_count,
        cast(count(case when is_named and value_status = 'withheld' then 1 end) as integer) as withheld_count,
        cast(count(case when is_named and quantity_tonnes is null then 1 end) as integer) as unknown_count,
        sum(case when is_estimated then coalesce(quantity_tonnes, 0) else 0 end) as estimated_tonnes,
        sum(quantity_tonnes) as known_tonnes,
        sum(case
            when is_counted then share_pct * share_pct * (2.5 - governance_mean) / 5
        end) as hhi_wgi,
        sum(case when is_counted and governance_mean is not null then coalesce(share_pct, 0) else 0 end)
            as wgi_coverage_pct,
        max(case when is_counted then wgi_year end) as wgi_year
    from shares
    group by table_id
),

-- With everybody the left-out countries hold a share s of the world, and the rest keeps its own index for its
-- part of it: index · (1 - s)² + s² / k if k countries divide s evenly, + s² if one makes all of it.
left_out as (
    select
        table_id,
        left_out_count,
        case
            when left_out_min_tonnes = 0 or world_max_tonnes is null then 0
            else left_out_min_tonnes / (left_out_min_tonnes + world_max_tonnes)
        end as least_part,
        case
            when left_out_max_tonnes is null then 1
            else coalesce(left_out_max_tonnes / nullif(left_out_max_tonnes + world_min_tonnes, 0), 0)
        end as largest_part
    from intermediate.int_table_years
    where left_out_count > 0
),

bands as (
    select
        indices.table_id,
        indices.named_hhi_min as hhi_min,
        case
            when indices.hhi is not null
                then least(
                    10000,
                    indices.named_hhi_max + table_years.residual_max_pct * table_years.residual_max_pct
                )
        end as hhi_max
    from indices
    -- one to one
    inner join intermediate.int_table_years as table_years on indices.table_id = table_years.table_id
),

bands_of_all as (
    select
        bands.table_id,
        bands.hhi_min,
        bands.hhi_max,
        left_out.left_out_count,
        left_out.least_part,
        left_out.largest_part,
        -- the part beside which the index is least
        least(
            left_out.largest_part,
            greatest(
                left_out.least_part,
                bands.hhi_min / (bands.hhi_min + 10000.0 / left_out.left_out_count)
            )
        ) as thinnest_part
    from bands
    left join left_out on bands.table_id = left_out.table_id
)

select
    table_years.table_id,
    table_years.edition_id,
    table_years.source_id,
    table_years.mineral_id,
    table_years.stage,
    table_years.form,
    table_years.basis,
    table_years.year,
    table_years.world_tonnes,
    table_years.world_basis,
    table_years.no_world_because,
    table_years.is_latest_vintage,
    table_years.residual_share_pct,
    table_years.residual_max_pct,
    indices.top1_country_id,
    indices.top1_share_pct,
    indices.producer_count,
    indices.withheld_count,
    indices.unknown_count,
    indices.wgi_year,
    round(indices.hhi, 4) as hhi,
    table_years.excludes,
    table_years.printed_tonnes as world_printed_tonnes,
    table_years.world_all_min_tonnes,
    table_years.world_all_max_tonnes,
    round(bands.hhi_min, 4) as hhi_min,
    round(bands.hhi_max, 4) as hhi_max,
    case
        when bands.left_out_count is null then round(bands.hhi_min, 4)
        else round(bands.hhi_min * power(1 - bands.thinnest_part, 2) + 10000 * power(bands.thinnest_part, 2) / bands.left_out_count, 4)
    end as hhi_all_min,
    case
        when bands.left_out_count is null then round(bands.hhi_max, 4)
        else round(greatest(bands.hhi_max * power(1 - bands.least_part, 2) + 10000 * power(bands.least_part, 2), bands.hhi_max * power(1 - bands.largest_part, 2) + 10000 * power(bands.largest_part, 2)), 4)
    end as hhi_all_max,
    round(indices.hhi_wgi, 4) as hhi_wgi,
    case
        when indices.top3_share_pct is not null then round(least(100, indices.top3_share_pct), 6)
    end as top3_share_pct,
    case
        when indices.hhi is not null then round(least(100, indices.wgi_coverage_pct), 6)
    end as wgi_coverage_pct,
    round(100 * indices.estimated_tonnes / nullif(indices.known_tonnes, 0), 6)
        as estimated_share_pct
from indices
-- one to one
inner join intermediate.int_table_years as table_years
    on indices.table_id = table_years.table_id
inner join bands_of_all as bands
    on indices.table_id = bands.table_id
  