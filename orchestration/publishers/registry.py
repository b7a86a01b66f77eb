"""All publishers: their raw tables, how their files are recognised and parsed.

Belongs here: which publishers there are, and which of them an edition or a file name belongs to.
Does not belong here: reading (`registry.py`), layouts (the publishers' own modules).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from orchestration.ground.errors import SourceError
from orchestration.publishers import bgs_wms, critical_lists, usgs_mcs, wgi, wmd
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile


class Source(NamedTuple):
    """One publisher: its raw tables, how its files are recognised and parsed."""

    source_id: str
    tables: tuple[str, ...]
    edition_of_file_name: Callable[[str], str | None]
    parse_file: Callable[[str, bytes, Problems | None], ParsedFile]
    file_names: str
    prefer: Callable[[Sequence[str]], Sequence[str]] = list
    """Of an edition's files in one folder, those that are read."""
    is_optional: bool = False
    """Figures that are not open: off unless switched on, asked of no folder, never shipped."""


SOURCES: tuple[Source, ...] = (
    Source(
        usgs_mcs.SOURCE_ID,
        (
            "usgs_mcs_cells",
            "usgs_mcs_rows",
            "usgs_mcs_strays",
            "usgs_mcs_net_import_reliance",
            "usgs_mcs_import_sources",
        ),
        usgs_mcs.edition_of_file_name,
        usgs_mcs.parse_file,
        "mcs<year>-<commodity>_world.csv, MCS<year>_World_Data.csv or "
        "MCS<year>_Commodities_Data.csv; beside them MCS<year>_Fig<n>_Net_Import_Reliance.csv and "
        "MCS<year>_Fig<n>_Major_Import_Sources.csv",
    ),
    Source(
        wmd.SOURCE_ID,
        ("wmd_cells",),
        wmd.edition_of_file_name,
        wmd.parse_file,
        "wmd_<year>_*.csv or .xlsx",
    ),
    Source(
        bgs_wms.SOURCE_ID,
        ("bgs_wms_records",),
        bgs_wms.edition_of_file_name,
        bgs_wms.parse_file,
        "bgs_wms_<year>_*.json (pages) or bgs_wms_<year>_*.csv (exports)",
        is_optional=True,
    ),
    Source(
        wgi.SOURCE_ID,
        ("wgi_scores",),
        wgi.edition_of_file_name,
        wgi.parse_file,
        "wgi_<year>*.csv or wgi_<year>_api_pages.jsonl",
    ),
    Source(
        critical_lists.SOURCE_ID,
        ("critical_list_members",),
        critical_lists.edition_of_file_name,
        critical_lists.parse_file,
        "usgs_critical_minerals_<year>.csv or MCS<year>_T<n>_Critical_Minerals_End_Use.csv, "
        "uk_*.csv, eu_2023.csv",
        prefer=critical_lists.prefer,
    ),
)


def source_of(edition_id: str) -> Source:
    """The publisher of an edition."""
    lists = {item.list_id for item in critical_lists.LISTS}
    for source in SOURCES:
        if edition_id.startswith(f"{source.source_id}_") or (
            source.source_id == critical_lists.SOURCE_ID and edition_id in lists
        ):
            return source
    raise SourceError(
        "no publisher has such an edition",
        where=edition_id,
        expected="an edition of " + ", ".join(source.source_id for source in SOURCES),
        found=edition_id,
        way_out="write the identifier as the source, an underscore and the year",
    )


def edition_named_by(file_name: str) -> str | None:
    """The edition that a file belongs to by its name; None when no parser knows it."""
    for source in SOURCES:
        edition_id = source.edition_of_file_name(file_name)
        if edition_id:
            return edition_id
    return None
