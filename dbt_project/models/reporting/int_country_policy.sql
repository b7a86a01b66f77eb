-- Agreements and export controls of a country: both sides of an agreement, and the members that a group had on the day
-- when it signed.
with parties as (

    select
        measures.*,
        party_a as country_id,
        party_b_name as partner_name
    from {{ ref('fct_policy_measure') }} as measures

    union all

    select
        measures.*,
        party_b as country_id,
        party_a_name as partner_name
    from {{ ref('fct_policy_measure') }} as measures
    where party_b is not null

    union all

    select
        measures.*,
        members.country_id,
        measures.party_b_name as partner_name
    from {{ ref('fct_policy_measure') }} as measures
    -- one group to its members of that day
    inner join {{ ref('dim_country_group') }} as members
        on
            measures.party_a = members.group_id
            and measures.signed_first_day >= members.member_from
            and measures.signed_first_day <= coalesce(members.member_to, measures.signed_first_day)

),

partners as (

    select
        country_id,
        partner_name,
        count(distinct instrument_id) as instruments
    from parties
    where kind = 'agreement'
    group by country_id, partner_name

),

partner_texts as (

    select
        country_id,
        {{ joined_text(
            "partner_name || ' (' || cast(instruments as " ~ dbt.type_string() ~ ") || ')'",
            '-instruments, partner_name'
        ) }} as agreement_partners
    from partners
    group by country_id

)

select
    parties.country_id,
    cast(count(distinct case when parties.kind = 'agreement' then parties.instrument_id end) as integer)
        as agreement_count,
    max(partner_texts.agreement_partners) as agreement_partners,
    max(case when parties.kind = 'agreement' then parties.signed_first_day end) as newest_agreement_on,
    cast(count(distinct case when parties.kind = 'export_control' then parties.policy_measure_id end) as integer)
        as export_control_count,
    {{ joined_text(
        "case when parties.kind = 'export_control' then parties.minerals_as_printed || ': ' || "
        ~ words('parties.control_type') ~ " || ' (' || cast(parties.year as " ~ dbt.type_string() ~ ") || ')' end",
        'parties.year, parties.minerals_as_printed', '; '
    ) }} as export_controls
from parties
-- one row at most
left join partner_texts on parties.country_id = partner_texts.country_id
group by parties.country_id
