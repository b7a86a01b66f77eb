-- World totals of reserves and capacity beside the edition before.
select
    totals.*,
    totals.printed_tonnes / nullif(
        lag(totals.printed_tonnes) over (
            partition by totals.source_id, totals.statistic, totals.mineral_id, totals.stage, totals.form, totals.basis
            order by totals.release_id, totals.year
        ), 0
    ) as to_edition_before
from marts.fct_stock_total as totals
