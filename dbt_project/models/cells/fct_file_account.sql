-- rows of the publishers' files: kept for a layer above, or set aside with a reason
with file_rows as (
    select
        edition_id || '/' || file_name as source_file_id,
        'row' as counted,
        disposition,
        reason,
        row_count as item_count
    from {{ ref('stg_usgs_mcs__rows') }}
),

-- these files hold nothing but what is kept
whole_files as (
    {% for model, reason in [
        ('stg_wmd__cells', 'printed_figures'),
        ('stg_iea__cells', 'printed_figures'),
        ('stg_wgi__scores', 'governance_scores'),
        ('stg_comtrade__reports', 'trade_reports'),
        ('stg_hmrc_ots__records', 'trade_reports'),
    ] -%}
    select
        edition_id || '/' || file_name as source_file_id,
        'row' as counted,
        'kept' as disposition,
        '{{ reason }}' as reason,
        count(distinct source_row) as item_count
    from {{ ref(model) }}
    group by edition_id, file_name

    union all

    {% endfor -%}
    select
        list_id || '/' || file_name as source_file_id,
        'row' as counted,
        'kept' as disposition,
        'list_lines' as reason,
        count(distinct source_row) as item_count
    from {{ ref('stg_critical_lists__members') }}
    group by list_id, file_name
),

-- a record of trade is kept in the sum of its exporter; what is of no mineral is counted as the file was read
trade as (
    select
        sums.edition_id || '/' || sums.file_name as source_file_id,
        'row' as counted,
        files.disposition,
        files.reason,
        sum(sums.flow_count) as item_count
    from {{ ref('stg_baci__exporters') }} as sums
    -- one row for each file
    inner join {{ ref('stg_baci__rows') }} as files
        on sums.edition_id = files.edition_id and sums.file_name = files.file_name and files.disposition = 'kept'
    group by sums.edition_id, sums.file_name, files.disposition, files.reason

    union all

    select
        edition_id || '/' || file_name as source_file_id,
        'row' as counted,
        disposition,
        reason,
        row_count as item_count
    from {{ ref('stg_baci__rows') }}
    where disposition = 'set_aside'
),

-- records of trade stand in the same files as those of production
records as (
    select
        edition_id || '/' || file_name as source_file_id,
        'row' as counted,
        case when statistic_as_printed = 'Production' then 'kept' else 'set_aside' end as disposition,
        case statistic_as_printed
            when 'Production' then 'printed_figures'
            when 'Imports' then 'imports_are_not_production'
            when 'Exports' then 'exports_are_not_production'
        end as reason,
        count(*) as item_count
    from {{ ref('stg_bgs_wms__records') }}
    group by edition_id, file_name, statistic_as_printed
),

-- values outside the columns of their table
strays as (
    select
        edition_id || '/' || file_name as source_file_id,
        'stray' as counted,
        'set_aside' as disposition,
        reason,
        count(*) as item_count
    from {{ ref('stg_usgs_mcs__strays') }}
    group by edition_id, file_name, reason
),

-- printed cells of production, capacity, reserves and the salient statistics: where each one went
cells as (
    select
        source_file_id,
        'cell' as counted,
        case when destination = 'set_aside' then 'set_aside' else 'kept' end as disposition,
        coalesce(set_aside_reason, destination) as reason,
        count(*) as item_count
    from {{ ref('fct_cell_account') }}
    group by source_file_id, destination, set_aside_reason
),

accounts as (
    {% for part in ['file_rows', 'whole_files', 'trade', 'records', 'strays', 'cells'] -%}
    select
        source_file_id,
        counted,
        disposition,
        reason,
        item_count
    from {{ part }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
)

select
    files.edition_id,
    accounts.source_file_id,
    accounts.counted,
    accounts.disposition,
    accounts.reason,
    cast(accounts.item_count as integer) as item_count
from accounts
-- many accounts to one file
inner join {{ ref('stg_files__source_files') }} as files
    on accounts.source_file_id = files.source_file_id
