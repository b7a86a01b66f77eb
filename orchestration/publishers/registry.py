"""All publishers, found by looking: every folder beside this file that has `facts.py`.

Belongs here: finding them, putting the parts of each together, and which of them an edition or a
file name belongs to.
Does not belong here: what is known of one (its folder), reading (`editions.py`).
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.errors import SourceError
from orchestration.publishers.publisher import Publisher, RawTable
from orchestration.publishers.reading.records import SourceFile

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings


def _found() -> tuple[Publisher, ...]:
    folders = sorted(path.parent.name for path in Path(__file__).parent.glob("*/facts.py"))
    return tuple(_publisher(f"{__package__}.{name}") for name in folders)


def _publisher(package: str) -> Publisher:
    """The parts that a publisher's folder holds; what it has not is as usual."""
    facts, rows, layouts = (import_module(f"{package}.{n}") for n in ("facts", "rows", "layouts"))
    has_bulk = find_spec(f"{package}.bulk") is not None
    return Publisher(
        facts=facts.FACTS,
        tables=rows.TABLES,
        edition_of_file_name=layouts.edition_of_file_name,
        parse_file=layouts.parse_file,
        connector=partial(_connector, package),
        layouts=layouts.LAYOUTS,
        prefer=getattr(layouts, "prefer", list),
        bulk=import_module(f"{package}.bulk").BULK if has_bulk else None,
    )


def _connector(package: str, settings: Settings) -> Connector:
    """Made when it is asked for: a connector imports what travels over the network."""
    connector: Connector = import_module(f"{package}.online").CONNECTOR(settings)
    return connector


PUBLISHERS: tuple[Publisher, ...] = _found()
"""In the order of their folders' names."""
FILES_TABLE = "source_files"
RAW_TABLES: dict[str, RawTable] = {
    **{name: table for publisher in PUBLISHERS for name, table in publisher.tables.items()},
    FILES_TABLE: RawTable(SourceFile._fields, "source_files.csv"),
}
"""All raw tables by name; the table of files read belongs to no publisher."""


def publisher_of(edition_id: str) -> Publisher:
    """The publisher of an edition."""
    for publisher in PUBLISHERS:
        if publisher.has(edition_id):
            return publisher
    raise SourceError(
        "no publisher has such an edition",
        where=edition_id,
        expected="an edition of " + ", ".join(publisher.source_id for publisher in PUBLISHERS),
        found=edition_id,
        way_out="write the identifier as the source, an underscore and the year",
    )


def edition_named_by(file_name: str) -> str | None:
    """The edition that a file belongs to by its name; None when no parser knows it."""
    found = (publisher.edition_of_file_name(file_name) for publisher in PUBLISHERS)
    return next((edition_id for edition_id in found if edition_id), None)
