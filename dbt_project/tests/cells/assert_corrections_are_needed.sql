-- A correction whose error is gone, or which reaches cells that print something else, fails the build.
-- Corrections of files that are not in the input rest.
{{ config(meta={'dagster': {'ref': {'name': 'int_cell_corrections'}}}) }}

with loaded_files as (

    select distinct
        edition_id,
        file_name
    from {{ ref('int_printed_cells') }}

),

counted as (

    select
        scope.correction_id,
        sum(case when scope.printed = scope.expect then 1 else 0 end) as cells_as_expected,
        min(case when scope.printed <> scope.expect and other.cell_id is null then scope.printed end) as found,
        min(case when scope.printed <> scope.expect and other.cell_id is null then scope.cell_id end) as first_cell_id
    from {{ ref('int_cell_corrections') }} as scope
    left join {{ ref('int_cell_corrections') }} as other
        on
            scope.cell_id = other.cell_id
            and scope.field = other.field
            and scope.correction_id <> other.correction_id
            and other.printed = other.expect
    group by scope.correction_id

),

overlapping as (

    select
        cell_id,
        field,
        min(correction_id) as correction_id,
        max(correction_id) as other_correction_id
    from {{ ref('int_cell_corrections') }}
    where printed = expect
    group by cell_id, field
    having count(*) > 1

)

select
    corrections.correction_id,
    'no cell of its file prints what it expects: the error is gone' as problem,
    'expected ' || coalesce(corrections.expect, '(blank)') as detail,
    'look at the file, then delete the row from seeds/cells/corrections.csv' as what_to_do
from {{ ref('corrections') }} as corrections
inner join loaded_files
    on
        corrections.edition_id = loaded_files.edition_id
        and corrections.file_name = loaded_files.file_name
left join counted on corrections.correction_id = counted.correction_id
where coalesce(counted.cells_as_expected, 0) = 0

union all

select
    corrections.correction_id,
    'it reaches a cell that prints something else' as problem,
    'expected ' || coalesce(corrections.expect, '(blank)') || ', found ' || counted.found
    || ' in ' || counted.first_cell_id as detail,
    'narrow the row in seeds/cells/corrections.csv' as what_to_do
from {{ ref('corrections') }} as corrections
inner join counted on corrections.correction_id = counted.correction_id
where counted.cells_as_expected > 0 and counted.found is not null

union all

select
    correction_id,
    'two corrections want the same cell' as problem,
    other_correction_id || ' in ' || cell_id as detail,
    'narrow one of them in seeds/cells/corrections.csv' as what_to_do
from overlapping
