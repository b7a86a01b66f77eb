"""Everything the pages need from one release, read in one go.

Belongs here: opening the current release hardened, the bulk queries, lookups by id.
Does not belong here: words, pages, anything that reads the build database.

The release's own folder is read, not the served path: the tables, the diff and the dictionary then
come from one release even when another is published meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.copies.file.hardened import HARDENED
from orchestration.copies.site import data_shapes, queries
from orchestration.ground.errors import ReleaseError

if TYPE_CHECKING:
    from orchestration.release import Manifest
    from orchestration.release.datapackage import Package
    from orchestration.release.diff import Diff
    from orchestration.settings import WarehouseSettings

Row = dict[str, Any]
Key = str | tuple[Any, ...]

# what a country must have to get a page; where a source prints only zeros there is nothing to show
_TABLE = ("source_id", "stage", "form")


@dataclass(frozen=True)
class SiteFacts:
    """Rows of one release by query, with the files that stand beside them."""

    database: Path
    manifest: Manifest
    diff: Diff
    datapackage: Package
    rows: dict[str, list[Row]]

    def of(self, query: str, column: str) -> dict[Any, list[Row]]:
        """Rows of a query by the value of one column; asked once, kept."""
        if (query, column) not in self._grouped:
            self._grouped[(query, column)] = grouped(self.rows[query], column)
        return self._grouped[(query, column)]

    @cached_property
    def _grouped(self) -> dict[tuple[str, str], dict[Any, list[Row]]]:
        return {}

    @cached_property
    def mineral_names(self) -> dict[str, str]:
        """Names of minerals by id."""
        return {row["mineral_id"]: row["mineral_name"] for row in self.rows["minerals"]}

    @cached_property
    def country_names(self) -> dict[str, str]:
        """Names of countries that have a page, by id."""
        wanted = self._countries_with_figures_or_texts()
        return {
            row["country_id"]: row["country_name"]
            for row in self.rows["countries"]
            if row["country_id"] in wanted
        }

    @cached_property
    def tables(self) -> set[str]:
        """Names of the tables that the dictionary describes."""
        return {table.name for table in self.datapackage.resources}

    @cached_property
    def editions(self) -> dict[str, Row]:
        """Editions by edition_id."""
        return {row["edition_id"]: row for row in self.rows["editions"]}

    def edition_name(self, edition_id: str) -> str:
        """How an edition is named: its source and edition."""
        edition = self.editions.get(edition_id)
        return f"{edition['source_name']} {edition['edition']}" if edition else edition_id

    def _countries_with_figures_or_texts(self) -> set[str]:
        produced = {
            row["country_id"]
            for row in self.rows["shares"]
            if row["quantity_tonnes"] != 0 and not row["is_residual"]
        }
        stocked = {row["country_id"] for row in self.rows["reserves"] if row["quantity_tonnes"]}
        parties = {row[side] for row in self.rows["policy"] for side in ("party_a", "party_b")}
        spoken_of = {row["subject_country_id"] for row in self.rows["claims"]}
        return produced | stocked | parties | spoken_of


def grouped(rows: Iterable[Row], *columns: str) -> dict[Any, list[Row]]:
    """Rows by the value of a column, or of several, in their order."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        key = row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns)
        groups[key].append(row)
    return dict(groups)


def tables_of(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """Rows by statistical table: source, stage and form; two tables are never mixed."""
    return grouped(rows, *_TABLE)


def read_facts(settings: WarehouseSettings) -> SiteFacts:
    """Read the release that is served now.

    Raises:
        ReleaseError: when nothing is released yet.
    """
    from orchestration.release import current_release, read_manifest
    from orchestration.release.datapackage import read_package
    from orchestration.release.diff import read_diff
    from orchestration.release.pointer import DATABASE

    folder = current_release(settings)
    if folder is None:
        raise ReleaseError(
            "Nothing is released yet",
            where=str(settings.served_database),
            way_out="run `minerals refresh` (or `make refresh`) first",
        )
    package = read_package(folder)
    return SiteFacts(
        database=folder / DATABASE,
        manifest=read_manifest(folder),
        diff=read_diff(folder),
        datapackage=package,
        rows=_all_rows(folder / DATABASE, data_shapes.queries(package)),
    )


def _all_rows(database: Path, further: dict[str, str]) -> dict[str, list[Row]]:
    import duckdb

    connection = duckdb.connect(str(database), read_only=True, config=dict(HARDENED))
    try:
        asked = {name: queries.text(name) for name in queries.ALL} | further
        return {name: _rows(connection, sql) for name, sql in asked.items()}
    finally:
        connection.close()


def _rows(connection: Any, sql: str) -> list[Row]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
