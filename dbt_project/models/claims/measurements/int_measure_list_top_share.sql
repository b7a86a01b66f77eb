-- Mean share of world output over the lines of a list, of the country for which it is largest.
with caps as (

    select
        caps.*,
        subjects.subject_key
    from ({{ subjects_of(['list_top_share']) }}) as subjects
    -- many rows: every window
    inner join {{ ref('fct_list_single_country_cap') }} as caps
        on subjects.list_id = caps.list_id and caps.cap_reading = 'aggregate'

)

select
    {{ measurement(
        'caps',
        edition_id='edition_id',
        year='year',
        known_from='known_from',
        measured_value='top_share_pct',
        measured_min='top_share_all_min_pct',
        measured_max='top_share_all_max_pct',
        counted_min='case when lines_left_out > 0 then top_share_min_pct end',
        counted_max='case when lines_left_out > 0 then top_share_max_pct end',
        excludes="case when lines_left_out > 0 then 'somebody in ' || " ~ counted_of('lines_left_out', 'list_lines', 'lines') ~ ' end',
        note="top_country_id || ' leads; ' || " ~ counted_of('measured_lines', 'list_lines', 'lines measured'),
        evidence_table="'fct_list_single_country_cap'",
        evidence_key="concat_ws('|', list_id, cap_reading, evidence_window)"
    ) }}
from caps
