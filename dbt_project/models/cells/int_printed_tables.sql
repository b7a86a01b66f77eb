-- Which table of the publisher a row stands in. The rules are patterns: the first in the seed's order
-- that fits counts.
with printed as (

    select distinct *
    from ({{ printed_in_all_sources([
        'source_id', 'commodity_as_printed', 'table_as_printed', 'country_as_printed', 'statistic',
    ]) }}) as cells

),

commodities as (

    select distinct
        source_id,
        commodity_as_printed
    from printed

),

families as (

    select
        commodities.source_id,
        commodities.commodity_as_printed,
        min(commodity_names.commodity) as commodity
    from commodities
    -- patterns begin with three plain letters, so that only near names meet (a pattern costs 0.4 ms)
    inner join {{ ref('commodity_names') }} as commodity_names
        on
            commodities.source_id = commodity_names.source_id
            and substr(lower(commodities.commodity_as_printed), 1, 3) = substr(commodity_names.name_pattern, 2, 3)
    where {{ text_matches('lower(commodities.commodity_as_printed)', 'commodity_names.name_pattern') }}
    group by commodities.source_id, commodities.commodity_as_printed

),

tables as (

    select distinct
        source_id,
        commodity_as_printed,
        table_as_printed,
        statistic
    from printed

),

table_matches as (

    select
        tables.source_id,
        tables.commodity_as_printed,
        tables.table_as_printed,
        tables.statistic,
        rules.rule_no,
        rules.country_pattern
    from tables
    inner join families
        on
            tables.source_id = families.source_id
            and tables.commodity_as_printed = families.commodity_as_printed
    -- many rules to one family
    inner join {{ ref('table_rules') }} as rules
        on
            families.source_id = rules.source_id
            and families.commodity = rules.commodity
    where
        (rules.statistic = 'any' or rules.statistic = tables.statistic)
        and case
            when rules.table_pattern is null then true
            else {{ text_matches('lower(tables.table_as_printed)', 'rules.table_pattern') }}
        end

),

matched as (

    select
        printed.source_id,
        printed.commodity_as_printed,
        printed.table_as_printed,
        printed.country_as_printed,
        printed.statistic,
        min(table_matches.rule_no) as rule_no
    from printed
    -- many rules, or none, to one row
    left join table_matches
        on
            printed.source_id = table_matches.source_id
            and printed.commodity_as_printed = table_matches.commodity_as_printed
            and printed.table_as_printed = table_matches.table_as_printed
            and printed.statistic = table_matches.statistic
            and case
                when table_matches.country_pattern is null then true
                else {{ text_matches('lower(printed.country_as_printed)', 'table_matches.country_pattern') }}
            end
    group by
        printed.source_id,
        printed.commodity_as_printed,
        printed.table_as_printed,
        printed.country_as_printed,
        printed.statistic

)

select
    matched.source_id,
    matched.commodity_as_printed,
    matched.table_as_printed,
    matched.country_as_printed,
    matched.statistic,
    rules.rule_no,
    coalesce(rules.counts_as, matched.statistic) as counts_as,
    rules.mineral_id,
    rules.stage,
    rules.form,
    rules.basis,
    rules.is_comparable,
    rules.set_aside_reason
from matched
left join {{ ref('table_rules') }} as rules on matched.rule_no = rules.rule_no
