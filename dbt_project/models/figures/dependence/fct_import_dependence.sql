-- Long because it names every column of the three tables that it sets side by side.
-- the newest year of a reliance, beside the sources of imports and the producers of the same mineral
with reliance as (
    select
        reliance.*,
        row_number() over (partition by edition_id, mineral_id order by year desc nulls last) as years_back
    from {{ ref('fct_net_import_reliance') }} as reliance
),

newest_reliance as (
    select *
    from reliance
    where years_back = 1
),

-- of equal sources the first by country
sources as (
    select
        sources.*,
        row_number() over (
            partition by edition_id, mineral_id, form
            order by share_rank asc nulls last, country_id asc nulls last
        ) as place
    from {{ ref('fct_import_source') }} as sources
    where is_headline and share_rank is not null
),

source_totals as (
    select
        edition_id,
        mineral_id,
        cast(count(*) as integer) as named_source_count,
        sum(case when place <= 3 then coalesce(share_pct, share_min_pct) end) as top3_source_share_pct
    from sources
    group by edition_id, mineral_id
),

leading_sources as (
    select
        sources.*,
        source_totals.named_source_count,
        source_totals.top3_source_share_pct
    from sources
    -- one to one
    inner join source_totals
        on
            sources.edition_id = source_totals.edition_id
            and sources.mineral_id = source_totals.mineral_id
    where sources.place = 1
),

-- a mineral may have a reliance without sources, or sources without a reliance
dependence as (
    select
        coalesce(reliance.edition_id, leading_sources.edition_id) as edition_id,
        coalesce(reliance.source_id, leading_sources.source_id) as source_id,
        coalesce(reliance.mineral_id, leading_sources.mineral_id) as mineral_id,
        -- A chapter may print one year only: then each edition is the newest that prints its year, and
        -- the year itself says which edition is newest.
        row_number() over (
            partition by
                coalesce(reliance.source_id, leading_sources.source_id),
                coalesce(reliance.mineral_id, leading_sources.mineral_id)
            order by
                coalesce(reliance.year, leading_sources.period_to + 1) desc nulls last,
                coalesce(reliance.edition_id, leading_sources.edition_id) desc nulls last
        ) = 1 as is_latest_vintage,
        reliance.form as nir_form,
        reliance.year as nir_year,
        reliance.nir_pct,
        reliance.nir_min_pct,
        reliance.nir_max_pct,
        reliance.value_status as nir_status,
        reliance.value_as_printed as nir_as_printed,
        leading_sources.form as import_form,
        leading_sources.period_from as import_period_from,
        leading_sources.period_to as import_period_to,
        leading_sources.country_id as leading_source_country_id,
        leading_sources.share_pct as leading_source_share_pct,
        leading_sources.share_min_pct as leading_source_share_min_pct,
        leading_sources.share_max_pct as leading_source_share_max_pct,
        leading_sources.top3_source_share_pct,
        leading_sources.named_source_count
    from newest_reliance as reliance
    full outer join leading_sources
        on
            reliance.edition_id = leading_sources.edition_id
            and reliance.mineral_id = leading_sources.mineral_id
),

-- the table that counts what is imported, where the seed names one; otherwise the mineral's primary table
named_tables as (
    select distinct
        mineral_id,
        producer_stage,
        producer_form
    from {{ ref('trade_series') }}
    where statistic = 'import_sources' and is_headline and producer_stage is not null
),

candidate_tables as (
    select
        concentration.mineral_id,
        concentration.table_id,
        concentration.year
    from {{ ref('fct_concentration') }} as concentration
    -- many table-years to at most one named table
    inner join named_tables
        on
            concentration.mineral_id = named_tables.mineral_id
            and concentration.stage = named_tables.producer_stage
            and concentration.form = named_tables.producer_form
    where concentration.is_latest_vintage and concentration.hhi is not null
    union all
    select
        primary_tables.mineral_id,
        primary_tables.table_id,
        primary_tables.year
    from {{ ref('core_current_table') }} as primary_tables
    left join named_tables on primary_tables.mineral_id = named_tables.mineral_id
    where primary_tables.table_role = 'primary' and named_tables.mineral_id is null
),

chosen_tables as (
    select
        candidate_tables.*,
        row_number() over (partition by mineral_id order by year desc nulls last) as place
    from candidate_tables
),

producers as (
    select
        {{ table_year_columns('concentration') }},
        concentration.table_id,
        concentration.top1_country_id as country_id,
        shares.share_pct,
        shares.share_min_pct,
        shares.share_max_pct
    from chosen_tables
    -- one to one
    inner join {{ ref('fct_concentration') }} as concentration
        on chosen_tables.table_id = concentration.table_id
    -- one row: the leader of the table
    inner join {{ ref('fct_production') }} as shares
        on
            concentration.table_id = shares.table_id
            and concentration.top1_country_id = shares.country_id
    -- where the unnamed make more than the leader, nobody knows who leads
    where chosen_tables.place = 1 and concentration.residual_share_pct <= concentration.top1_share_pct
)

select
    dependence.edition_id,
    dependence.source_id,
    dependence.mineral_id,
    dependence.nir_form,
    dependence.nir_year,
    dependence.nir_pct,
    dependence.nir_min_pct,
    dependence.nir_max_pct,
    dependence.nir_status,
    dependence.nir_as_printed,
    dependence.import_form,
    dependence.import_period_from,
    dependence.import_period_to,
    dependence.leading_source_country_id,
    dependence.leading_source_share_pct,
    dependence.leading_source_share_min_pct,
    dependence.leading_source_share_max_pct,
    dependence.top3_source_share_pct,
    dependence.named_source_count,
    producers.country_id as leading_producer_country_id,
    producers.share_pct as leading_producer_share_pct,
    producers.share_min_pct as leading_producer_share_min_pct,
    producers.share_max_pct as leading_producer_share_max_pct,
    producers.edition_id as producer_edition_id,
    producers.stage as producer_stage,
    producers.form as producer_form,
    producers.year as producer_year,
    dependence.leading_source_country_id = producers.country_id as is_source_leading_producer,
    source_shares.share_pct as source_production_share_pct,
    source_shares.share_rank as source_production_rank,
    coalesce(producer_imports.share_pct, producer_imports.share_min_pct) as producer_import_share_pct,
    dependence.is_latest_vintage
from dependence
-- many editions to at most one table of producers
left join producers on dependence.mineral_id = producers.mineral_id
-- at most one row: what the leading source makes itself
left join {{ ref('fct_production') }} as source_shares
    on
        producers.table_id = source_shares.table_id
        and dependence.leading_source_country_id = source_shares.country_id
-- at most one row: what comes from the leading producer
left join sources as producer_imports
    on
        dependence.edition_id = producer_imports.edition_id
        and dependence.mineral_id = producer_imports.mineral_id
        and producers.country_id = producer_imports.country_id
