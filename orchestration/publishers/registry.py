"""All publishers, found by looking: every folder beside this file that has a `PUBLISHER`.

Belongs here: finding them, and which of them an edition or a file name belongs to.
Does not belong here: what is known of one (its folder), reading (`editions.py`).
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

from orchestration.ground.errors import SourceError
from orchestration.publishers.publisher import Publisher, RawTable
from orchestration.publishers.reading.records import SourceFile


def _found() -> tuple[Publisher, ...]:
    here = str(Path(__file__).parent)
    folders = sorted(m.name for m in pkgutil.iter_modules([here]) if m.ispkg)
    rooms = (import_module(f"{__package__}.{name}") for name in folders)
    return tuple(room.PUBLISHER for room in rooms if hasattr(room, "PUBLISHER"))


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
