
  
    
        create table intermediate.int_table_years
      
      
    using parquet
      
      
      
      
      
      comment 'One row per edition, mineral, stage, form and year: a publisher\'s table and the world its shares are measured against.

**World.** The printed world total where there is one, unless the rows add up to more: then their sum
(`world_basis`). A total printed as "more than x" counts with x. There is no world, and so no share,
where the publisher says that the total is not known or that the rows count different things: the sum of
the few known rows would pass one country off as the world.

**Share** = 100 · quantity / world. The publisher\'s own summaries divide by the printed total, also where the rounded
total is smaller than the sum of its rows: `share_of_printed_pct` is that reading (bismuth, China 2025: 14,000 t of
16,000 t printed are 87.5%, of 16,280 t that the rows add up to 86.0%). The bounds contain both. A page shows the
printed total and, beside it, what the rows add up to.

**Bounds.** A printed number stands for everything that rounds to it: to the step that the note states
("rounded to the nearest 100,000 tons": `100` kt is 50 to 150 kt), else to the last printed digit that is no
trailing zero, at most the second. With `min` and `max` for the least
and the largest quantity that the printed text allows,

* `share_max_pct` = 100 · max / (the larger of the world\'s min and max + the others\' min);
* `share_min_pct` = 100 · min / (the larger of the world\'s max and min + the others\' max).

Where no total is printed and a row has no upper limit (withheld, not available,
"more than"), or the total itself is "more than", nothing limits the world from above: `share_min_pct` is zero then.
A row without a number has no share; its bounds run from 0 (or its printed least) to the largest
residual of the table. A zero is 0, 0, 0. Should a printed total contradict its own rows, the bounds are
widened to enclose the share.

A model\'s figure (`value_status` `modelled` or `projected`) has decimals and no stated precision: it stands for half a
unit either way, half a thousand tonnes for the International Energy Agency, and its zero for 0 to that. A model stands
for a mineral, and is evidence of output, only at a step that nobody counts (no table of another source at that stage,
at most a year older).

**Two worlds.** The world above is the one that the publisher counts. Where a printed total leaves a country out
(`excludes`), mostly because it is withheld, these bounds hold for the others among themselves, and the country
has none. With everybody, W is the publisher\'s world and L what is left out:

* `share_all_max_pct` = 100 · max / (the smallest W beside it + the others\' least L),
* `share_all_min_pct` = 100 · min / (the largest W beside it + the others\' largest L),

and a left-out country has its least and largest L in place of min and max. L of a country is bounded by the
first of these that there is: its own row ("less than x"), what other editions of the source print for the same
table and year, another source\'s figure on the same basis, its printed capacity (0 to that), and for the United States
what net imports and net import reliance r leave, L = (imports − exports) · (1 − r) / r, where the printed definition
of r has no stock term and the register `reliance_identities` says that trade and output count the same thing. Otherwise, and where
a part of a country is left out, nothing bounds it from above: 0 to anything. Then the least share of every other
country is zero; that is what is known. A verdict asks the world with everybody. Where an edition\'s file lost the
note, a row of the register `lost_notes` names the neighbouring edition that has it.

*Example.* A total of 1,000 t leaves Brazil out, whose capacity is 250 t. A country with 500 t has 50% of the
publisher\'s world and 40 to 50% of the world with everybody; Brazil has 0 to 20%. The index of the others is
5,000; with everybody it is 3,600 to 5,000, and were Brazil open it would be 3,333 to 10,000.

**Rank** goes by quantity among named countries with a known number; equals share the better rank.'
      

      as
      -- One table of one edition for one year, with the world that its shares are measured against.
-- Long because a table-year carries both worlds and what is open in them.
with printed as (
    select *
    from core.core_cell
    where destination = 'fct_world_total'
),

left_out as (
    select
        table_id,
        min(excludes) as excludes,
        min(excludes_basis) as excludes_basis,
        count(*) as country_count,
        sum(left_out_min_tonnes) as min_tonnes,
        case when count(*) = count(left_out_max_tonnes) then sum(left_out_max_tonnes) end as max_tonnes
    from intermediate.int_left_out
    group by table_id
),

-- one to one: at most one printed total for each table-year (tested)
joined as (
    select
        coalesce(sums.table_id, printed.table_id) as table_id,
        coalesce(sums.edition_id, printed.edition_id) as edition_id,
        coalesce(sums.source_id, printed.source_id) as source_id,
        coalesce(sums.mineral_id, printed.mineral_id) as mineral_id,
        coalesce(sums.stage, printed.stage) as stage,
        coalesce(sums.form, printed.form) as form,
        coalesce(sums.basis, printed.basis) as basis,
        coalesce(sums.year, printed.year) as year,
        printed.quantity_tonnes as printed_tonnes,
        printed.quantity_min_tonnes as printed_min_tonnes,
        printed.quantity_max_tonnes as printed_max_tonnes,
        sums.summed_tonnes,
        sums.low_tonnes,
        sums.high_tonnes,
        sums.named_tonnes,
        sums.named_low_tonnes,
        sums.rest_high_tonnes,
        -- a total printed as `more than` or as a range is at least its lower number
        coalesce(printed.quantity_tonnes, printed.quantity_min_tonnes) as total_tonnes,
        case
            when not coalesce(sums.is_comparable, printed.is_comparable) then 'rows_not_comparable'
            when printed.value_status in ('not_available', 'withheld', 'word') then 'total_not_available'
        end as printed_reason,
        -- nothing limits the world from above: no total and an open row, or a total `more than`
        printed.quantity_max_tonnes is null
        and (coalesce(sums.open_count, 0) > 0 or printed.quantity_min_tonnes is not null)
            as is_open_above
    from intermediate.int_listed_sums as sums
    full outer join printed on sums.table_id = printed.table_id
),

worlds as (
    select
        joined.*,
        case
            when printed_reason is not null then printed_reason
            when coalesce(total_tonnes, summed_tonnes) is null then 'nothing_known'
        end as no_world_because,
        case
            when printed_reason is not null then null
            when total_tonnes >= coalesce(summed_tonnes, 0) - 0.001 then 'printed'
            when summed_tonnes is not null then 'summed'
        end as world_basis,
        case
            when printed_reason is not null then null
            when total_tonnes >= coalesce(summed_tonnes, 0) - 0.001 then total_tonnes
            else summed_tonnes
        end as world_tonnes,
        -- the part that no named country is known to make, at its largest
        case
            when is_open_above then 1
            else 1 - named_low_tonnes / nullif(
                greatest(coalesce(printed_max_tonnes, 0), named_low_tonnes + rest_high_tonnes), 0
            )
        end as residual_limit
    from joined
),

residuals as (
    select
        worlds.*,
        1 - named_tonnes / nullif(world_tonnes, 0) as residual_share,
        least(
            world_tonnes, coalesce(printed_min_tonnes, low_tonnes)
        ) as world_min_tonnes,
        case
            when not is_open_above then greatest(world_tonnes, coalesce(printed_max_tonnes, high_tonnes))
        end as world_max_tonnes
    from worlds
)

select
    residuals.table_id,
    residuals.edition_id,
    residuals.source_id,
    residuals.mineral_id,
    residuals.stage,
    residuals.form,
    residuals.basis,
    residuals.year,
    residuals.printed_tonnes,
    residuals.printed_min_tonnes,
    residuals.printed_max_tonnes,
    residuals.summed_tonnes,
    residuals.low_tonnes,
    residuals.high_tonnes,
    residuals.world_tonnes,
    residuals.world_basis,
    residuals.no_world_because,
    residuals.is_open_above,
    left_out.excludes,
    left_out.excludes_basis,
    coalesce(left_out.country_count, 0) as left_out_count,
    coalesce(left_out.min_tonnes, 0.0) as left_out_min_tonnes,
    -- null where nothing limits what is left out; zero where nothing is left out
    case when left_out.table_id is null then 0.0 else left_out.max_tonnes end as left_out_max_tonnes,
    residuals.world_min_tonnes,
    residuals.world_max_tonnes,
    case
        when residuals.world_tonnes is not null
            then round(residuals.world_min_tonnes + coalesce(left_out.min_tonnes, 0), 9)
    end as world_all_min_tonnes,
    case
        when residuals.world_tonnes is not null and left_out.table_id is null
            then round(residuals.world_max_tonnes, 9)
        when residuals.world_tonnes is not null
            then round(residuals.world_max_tonnes + left_out.max_tonnes, 9)
    end as world_all_max_tonnes,
    case
        when residuals.residual_share is not null
            then round(100 * greatest(0, residuals.residual_share), 6)
    end as residual_share_pct,
    case
        when residuals.residual_share is not null
            then round(100 * least(1, greatest(0, residuals.residual_share, coalesce(residuals.residual_limit, 1))), 6)
    end as residual_max_pct,
    row_number() over (
        partition by
            residuals.source_id, residuals.mineral_id, residuals.stage, residuals.form, residuals.year
        order by editions.edition_order desc
    ) = 1 as is_latest_vintage,
    lead(residuals.table_id) over in_print_order as next_table_id,
    lead(residuals.edition_id) over in_print_order as next_edition_id
from residuals
-- at most one line about those whom the total leaves out
left join left_out on residuals.table_id = left_out.table_id
-- many table-years to one edition
inner join core.core_edition as editions on residuals.edition_id = editions.edition_id
window in_print_order as (
    partition by
        residuals.source_id,
        residuals.mineral_id,
        residuals.stage,
        residuals.form,
        residuals.basis,
        residuals.year
    order by editions.edition_order asc
)
  