-- The United Kingdom's list by its imports: lines of which one partner is above the cap, and the largest partner of the
-- list as one bill. Where a code of the list is not held, the bill is open, and a line may be above the cap.
with caps as (

    select
        caps.*,
        subjects.subject_key,
        subjects.measure as asked,
        editions.source_id,
        editions.edition_order
    from ({{ subjects_of(['list_import_above_count', 'list_import_top_share']) }}) as subjects
    -- many rows: every edition and year
    inner join {{ ref('fct_list_single_country_cap') }} as caps
        on
            subjects.list_id = caps.list_id
            and caps.measure = 'uk_import'
            and caps.cap_reading
            = case subjects.measure
                when 'list_import_above_count' then 'each_mineral' else 'aggregate_' || subjects.form
            end
    inner join {{ ref('dim_edition') }} as editions on caps.edition_id = editions.edition_id
    where caps.evidence_window = caps.edition_id || '/' || {{ hs_edition_of_readings() }}

)

select
    {{ measurement_in_table(
        'caps',
        measured_value="case asked when 'list_import_above_count' then lines_above else top_share_pct end",
        measured_min="case asked when 'list_import_above_count' then lines_above else top_share_all_min_pct end",
        measured_max="case asked
            when 'list_import_above_count' then list_lines - (measured_lines - lines_above - lines_undecided)
            else top_share_all_max_pct
        end",
        note="substring(evidence_window, length(edition_id) + 2) || ', partners ' || basis_of_imports || '; '
        || codes_held || ' of ' || codes_in_list || ' codes held'
        || case
            when asked = 'list_import_above_count' then ''
            else ', of which the largest partner has ' || " ~ as_text('top_share_min_pct') ~ " || ' to '
                || " ~ as_text('top_share_max_pct') ~ " || '%'
        end",
        evidence_table="'fct_list_single_country_cap'",
        evidence_key="concat_ws('|', list_id, cap_reading, evidence_window, cast(year as " ~ dbt.type_string() ~ "))"
    ) }}
from caps
