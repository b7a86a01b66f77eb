-- The codes of the United Kingdom's list in each edition of the Harmonised System, which the list writes in that of
-- 2022: which codes of an edition hold their goods, whole or with other goods beside them.
with annex as (

    select
        hs_code as annex_code,
        mineral_id,
        min(trade_level) as trade_level,
        -- eight digits that end in 00 are all that the six hold
        max(case when cn8 = hs_code || '00' then 1 else 0 end) as is_listed_whole,
        max(case when is_bundle_at_hs6 then 1 else 0 end) as is_bundle
    from {{ ref('cn8_bridge') }}
    group by hs_code, mineral_id

),

-- every code of 2022 that shares goods with a code of the edition, on the list or not
links as (

    select distinct
        'HS22' as hs_edition,
        annex_code as code_of_2022,
        annex_code as hs_code,
        1 as is_complete
    from annex

    union all

    select
        'HS92' as hs_edition,
        hs_code as code_of_2022,
        hs92_code as hs_code,
        -- the note names further codes, which no register holds
        case when note is null then 1 else 0 end as is_complete
    from {{ ref('hs_concordance') }}
    where hs_edition = 'HS22'

    union all

    -- between the two only what has been one code throughout
    select
        others.hs_edition,
        latest.hs_code as code_of_2022,
        others.hs_code,
        1 as is_complete
    from {{ ref('hs_concordance') }} as latest
    inner join {{ ref('hs_concordance') }} as others
        on latest.hs92_code = others.hs92_code and others.hs_edition <> 'HS22'
    where latest.hs_edition = 'HS22' and latest.correspondence = 'same' and others.correspondence = 'same'

),

complete as (

    select
        hs_edition,
        code_of_2022
    from links
    group by hs_edition, code_of_2022
    having min(is_complete) = 1

),

sizes as (

    select
        hs_edition,
        hs_code,
        count(*) as codes_of_2022
    from links
    group by hs_edition, hs_code

),

-- how many of the codes of 2022 that share a code's goods the list takes whole, for anything and for one mineral
listed as (

    select
        links.hs_edition,
        links.hs_code,
        count(distinct case when annex.is_listed_whole = 1 then annex.annex_code end) as listed_whole
    from links
    inner join annex on links.code_of_2022 = annex.annex_code
    group by links.hs_edition, links.hs_code

),

minerals as (

    select
        links.hs_edition,
        links.hs_code,
        annex.mineral_id,
        sum(case when annex.is_listed_whole = 1 and annex.is_bundle = 0 then 1 else 0 end) as whole_for_mineral
    from links
    inner join annex on links.code_of_2022 = annex.annex_code
    group by links.hs_edition, links.hs_code, annex.mineral_id

),

carriers as (

    select
        links.hs_edition,
        links.code_of_2022,
        minerals.mineral_id,
        links.hs_code,
        minerals.whole_for_mineral = sizes.codes_of_2022 as is_whole,
        listed.listed_whole = sizes.codes_of_2022 as is_listed_whole
    from links
    -- what is only partly in known codes is in none: a part says nothing of the rest
    inner join complete on links.hs_edition = complete.hs_edition and links.code_of_2022 = complete.code_of_2022
    inner join sizes on links.hs_edition = sizes.hs_edition and links.hs_code = sizes.hs_code
    inner join listed on links.hs_edition = listed.hs_edition and links.hs_code = listed.hs_code
    -- one row for each mineral of the list
    inner join minerals on links.hs_edition = minerals.hs_edition and links.hs_code = minerals.hs_code

),

editions as (

    select distinct hs_edition from {{ ref('hs_bridge') }}

)

select
    editions.hs_edition,
    annex.annex_code,
    annex.mineral_id,
    -- what an edition has in one code is at the level of that code
    coalesce(bridge.trade_level, annex.trade_level) as trade_level,
    carriers.hs_code,
    coalesce(carriers.is_whole, false) as is_whole,
    coalesce(carriers.is_listed_whole, false) as is_listed_whole
from annex
cross join editions
-- as many codes as hold its goods; none where the edition has no such code
left join carriers
    on
        editions.hs_edition = carriers.hs_edition
        and annex.annex_code = carriers.code_of_2022
        and annex.mineral_id is not distinct from carriers.mineral_id
left join {{ ref('hs_bridge') }} as bridge
    on
        carriers.hs_edition = bridge.hs_edition
        and carriers.hs_code = bridge.hs_code
        and carriers.mineral_id = bridge.mineral_id
