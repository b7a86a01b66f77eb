"""The rows of the static data: which columns of which released table, and which of its rows.

Belongs here: one shape per kind of row. A type, a unit and a meaning are never repeated here: the
dictionary of the release has them by table and column.
Does not belong here: how the SQL is put together (`data_query.py`), files (`data_files.py`), their
description (`data_openapi.py`).

Each row with a number carries the number's bounds, its edition, the licence, and the file and row
that it was printed in (of an index, every row that it was made from).
"""

from __future__ import annotations

from orchestration.copies.site.data_query import Shape, names
from orchestration.release.datapackage import Package

_EDITION = "inner join marts.dim_edition using (edition_id)"
_MAYBE_EDITION = "left join marts.dim_edition using (edition_id)"
_FILE = "inner join marts.dim_source_file using (source_file_id)"
_MAYBE_FILE = "left join marts.dim_source_file using (source_file_id)"
_COUNTRY = "inner join marts.dim_country using (country_id)"
_NEWEST = """p.is_latest_vintage
qualify p.year = max(p.year) over (partition by p.source_id, p.mineral_id, p.stage, p.form)"""
_PRINTED = """left join (
    select table_id, min(source_file_id) as source_file_id, list(source_row order by source_row) as
        source_rows
    from marts.fct_production group by table_id
) as printed"""
_PRINTED_ROWS = f"""{_PRINTED} using (table_id)
left join marts.dim_source_file on printed.source_file_id = dim_source_file.source_file_id"""
# why a table has no world, and so no row of it a share
_WORLD = "left join marts.fct_concentration as world on {}.table_id = world.table_id"
_NO_SHARE = {"no_world_because": "world.no_world_because"}
_OF_INDEX = {
    "licence": "dim_edition.licence",
    "file_name": "dim_source_file.file_name",
    "source_rows": "printed.source_rows",
}
_OF_ROW = {"licence": "dim_edition.licence", "file_name": "dim_source_file.file_name"}

PRODUCTION = Shape(
    "Production",
    "What one country made of one mineral at one step, in the newest year of its table.",
    "marts.fct_production",
    names("""mineral_id country_id source_id edition_id stage form basis year quantity_tonnes
        quantity_min_tonnes quantity_max_tonnes share_pct share_min_pct share_max_pct
        share_all_min_pct share_all_max_pct share_rank world_tonnes world_all_min_tonnes
        world_all_max_tonnes world_basis excludes value_status is_estimated value_as_printed
        unit_as_printed table_id source_file_id source_row source_column"""),
    {"country_name": "dim_country.country_name", **_NO_SHARE, **_OF_ROW},
    (_COUNTRY, _EDITION, _FILE, _WORLD.format("p")),
    _NEWEST,
    "p.mineral_id, p.source_id, p.stage, p.form, p.share_rank nulls last, p.country_id, "
    "p.source_row",
)
CONCENTRATION = Shape(
    "Concentration",
    "How concentrated one step of one mineral was in one year, newest edition of each year.",
    "marts.fct_concentration",
    names("""mineral_id source_id edition_id stage form basis year hhi hhi_min hhi_max hhi_all_min
        hhi_all_max hhi_revision_min hhi_revision_max top1_country_id producer_count
        withheld_count unknown_count world_tonnes world_all_min_tonnes world_all_max_tonnes
        world_basis excludes no_world_because firmness firmness_reasons table_id"""),
    _OF_INDEX,
    (_EDITION, _PRINTED_ROWS),
    "p.is_latest_vintage",
    "p.mineral_id, p.source_id, p.stage, p.form, p.year",
)
LARGEST = Shape(
    "LargestShare",
    "The largest share of one country in the newest year of a table, against the cap of 60%.",
    "marts.fct_single_country_cap",
    names("""mineral_id source_id edition_id stage form basis year top_country_id top_share_pct
        top_share_min_pct top_share_max_pct top_share_all_min_pct top_share_all_max_pct
        top_revision_min_pct top_revision_max_pct cap_pct is_above_cap tonnes_to_cap
        tonnes_to_cap_min tonnes_to_cap_max firmness reads_as excludes table_id"""),
    {**_NO_SHARE, **_OF_INDEX},
    (_EDITION, _PRINTED_ROWS, _WORLD.format("p")),
    "p.measure = 'world_production' and " + _NEWEST,
    "p.mineral_id, p.source_id, p.stage, p.form",
)
RESERVES = Shape(
    "Reserves",
    "What one country holds of one mineral in the ground, in the newest year of its table.",
    "marts.fct_reserves",
    names("""mineral_id country_id source_id edition_id stage form basis year quantity_tonnes
        quantity_min_tonnes quantity_max_tonnes value_status is_estimated value_as_printed
        unit_as_printed table_id source_file_id source_row source_column"""),
    {"country_name": "dim_country.country_name", **_OF_ROW},
    (_COUNTRY, _EDITION, _FILE),
    _NEWEST,
    "p.mineral_id, p.source_id, p.form, p.quantity_tonnes desc nulls last, p.country_id, "
    "p.source_row",
)
PRICE = Shape(
    "Price",
    "One printed price of one year, newest edition of each year.",
    "marts.fct_price",
    names("""mineral_id source_id edition_id form year unit value value_min value_max value_status
        is_estimated value_as_printed unit_as_printed commodity_as_printed series_as_printed
        source_file_id source_row"""),
    _OF_ROW,
    (_EDITION, _FILE),
    "p.is_latest_vintage",
    "p.mineral_id, p.source_id, p.form, p.series_as_printed, p.year, p.source_row",
)
LIST_LINE = Shape(
    "ListLine",
    "One mineral of one printed line of a list; a line that names several has several rows.",
    "marts.fct_list_member",
    names("""list_id member_no member_as_printed mineral_id member_kind section is_watched note
        source_file_id source_row"""),
    {
        "file_name": "dim_source_file.file_name",
        "edition_id": "dim_source_file.edition_id",
        "licence": "dim_edition.licence",
    },
    (_FILE, "inner join marts.dim_edition on dim_source_file.edition_id = dim_edition.edition_id"),
    order="p.list_id, p.member_no, p.mineral_id",
)
COVERAGE = Shape(
    "ListCoverage",
    "How many lines of one list a country has printed output of, within its newest window. The "
    "lines that it counts are `list_lines` of the same document.",
    "marts.fct_country_list_coverage",
    names("""country_id list_id counting_rule edition_id evidence_window first_year last_year
        list_members produced_members not_produced_members unknown_members coverage_pct
        coverage_max_pct can_supply_members can_supply_unknown_members"""),
    {"licence": "dim_edition.licence"},
    (_EDITION,),
    "p.is_latest_window",
    "p.country_id, p.list_id, p.counting_rule",
)
PRODUCED_LINE = Shape(
    "ProducedLine",
    "One line of one list that the country has printed output of, with the row that proves it.",
    "marts.fct_country_list_evidence",
    names("""country_id list_id member_no member_as_printed mineral_id stages_produced stage form
        year quantity_tonnes share_pct share_rank edition_id value_status why source_file_id
        source_row"""),
    {
        "quantity_min_tonnes": "made.quantity_min_tonnes",
        "quantity_max_tonnes": "made.quantity_max_tonnes",
        "share_min_pct": "made.share_min_pct",
        "share_max_pct": "made.share_max_pct",
        **_NO_SHARE,
        **_OF_ROW,
    },
    (
        _MAYBE_EDITION,
        _MAYBE_FILE,
        """left join marts.fct_production as made
    on p.edition_id = made.edition_id and p.mineral_id = made.mineral_id and p.stage = made.stage
    and p.form = made.form and p.year = made.year and p.country_id = made.country_id""",
        _WORLD.format("made"),
    ),
    "p.is_produced",
    "p.country_id, p.list_id, p.member_no, p.mineral_id",
)
CHECK = Shape(
    "ClaimCheck",
    "One reading of one claim against one table and year, newest edition of each. A measure "
    "of one printed figure has its row. One of many has `evidence_key`, which names rows of "
    "`evidence_table`, and their printed rows in `source_rows` where it is an index.",
    "marts.fct_claim_check",
    names("""check_id claim_id reading_id reading reads_as verb measure edition_id year
        measured_value measured_min measured_max counted_min counted_max revision_min revision_max
        measured_period unit comparison threshold threshold_period verdict revision_verdict why
        would_measure excludes evidence_table evidence_key source_file_id source_row known_from
        known_until"""),
    _OF_INDEX,
    (
        _MAYBE_EDITION,
        f"""{_PRINTED}
    on p.evidence_table = 'fct_concentration'
    and replace(p.evidence_key, '|', '/') = printed.table_id
left join marts.dim_source_file
    on coalesce(p.source_file_id, printed.source_file_id) = dim_source_file.source_file_id""",
    ),
    "p.is_latest_vintage",
    "p.claim_id, p.reading_id, p.year nulls first, p.edition_id, p.check_id",
)
MINERAL = Shape(
    "Mineral",
    "A mineral, or a group that is counted only together.",
    "marts.dim_mineral",
    names("mineral_id mineral_name symbol mineral_group is_group"),
)
COUNTRY = Shape(
    "Country",
    "A country by ISO 3166-1 alpha-3.",
    "marts.dim_country",
    names("country_id country_name region subregion"),
    where="not p.is_residual",
)
LIST = Shape(
    "List",
    "A government's list of critical minerals.",
    "marts.dim_critical_list",
    names("""list_id jurisdiction list_name published_on citation counting_rule
        declared_member_count member_count watch_count"""),
)
CLAIM = Shape(
    "Claim",
    "A sentence that was said about critical minerals.",
    "marts.dim_claim",
    names("""claim_id claim speaker reported_by reported_on subject_country_id list_id mineral_id
        claimed_value claimed_period unit comparison is_in_scope scope_note reading_count"""),
)
EDITION = Shape(
    "Edition",
    "What a publisher put out, with the credit that it asks for.",
    "marts.dim_edition",
    names("edition_id source_id source_name edition published_on doi_or_url licence attribution"),
)
SHAPES: tuple[Shape, ...] = (
    *(MINERAL, COUNTRY, LIST, CLAIM, EDITION, PRODUCTION, CONCENTRATION, LARGEST),
    *(RESERVES, PRICE, LIST_LINE, COVERAGE, PRODUCED_LINE, CHECK),
)


def kept(shape: Shape) -> str:
    """The name under which the rows of a shape are kept with those of the pages."""
    return f"data/{shape.name}"


def queries(package: Package) -> dict[str, str]:
    """What is asked of the release, by that name."""
    return {kept(shape): shape.sql(package) for shape in SHAPES}
