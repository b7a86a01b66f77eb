-- The account of each file, beside the flows that the sums of its exporters count.
select
    account.*,
    case when account.disposition = 'kept' then account.row_count - coalesce(sums.flows, 0) end as rows_beyond_sums
from raw.baci_rows as account
left join (
    select
        edition_id,
        file_name,
        sum(flow_count) as flows
    from raw.baci_exporters
    group by all
) as sums using (edition_id, file_name)
