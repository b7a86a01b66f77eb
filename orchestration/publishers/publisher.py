"""What the project must know of a publisher: its facts, its raw tables, its parser, its connector.

Belongs here: the types that every publisher's folder fills in.
Does not belong here: any publisher's values (its folder), finding the folders (`registry.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from orchestration.fetching.base import RemoteEdition, RemoteFile, stamp_of
from orchestration.publishers.bulk import Bulk
from orchestration.publishers.layout import FileLayout
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings, WarehouseSettings

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YEAR_AT_END = re.compile(r"(\d{4})\D*$")


@dataclass(frozen=True)
class Cadence:
    """When a publisher is asked. Cron lines are UTC.

    Args:
        look_every: how often the sensor asks what the publisher announces; a few small requests.
        fetch_on: when a fetch runs by the calendar, whatever the sensor finds.
        unasked_warn: how long the publisher may go without an answer to us before a warning.
        unasked_fail: the same before a failure.
        why: the reason for these values.
    """

    look_every: timedelta
    fetch_on: tuple[str, ...]
    unasked_warn: timedelta
    unasked_fail: timedelta
    why: str


@dataclass(frozen=True)
class Terms:
    """Under which name, licence and credit an edition's figures are passed on.

    `attribution` may hold `{year}`, the year in the edition's identifier. `source_id` is the source
    in `dim_edition`: where editions of one folder are several sources there, each states its own.
    """

    source_name: str
    licence: str
    attribution: str
    address: str
    source_id: str = ""


@dataclass(frozen=True)
class Facts:
    """What does not depend on any file: the one place in Python for a name, a licence, a credit.

    Args:
        source_id: identifier of the source; editions are named `<source_id>_<year>`.
        terms: name, licence, credit and home address.
        file_names: the files that the parsers know, in words.
        late_after: how old the newest edition may be before a notification says that one is late.
        cadence: None where the publisher is not asked by script.
        of_editions: terms of single editions that differ, by edition; each such edition stands
            for itself, it continues no other.
        is_optional: figures that are not open: off unless switched on, never shipped.
        unproven: what nobody has tried, in words that people see wherever they meet the source.
        can_be_left_out: figures that are open, with a switch; the settings say which way it stands.
    """

    source_id: str
    terms: Terms
    file_names: str
    late_after: timedelta
    cadence: Cadence | None = None
    of_editions: Mapping[str, Terms] = field(default_factory=dict)
    is_optional: bool = False
    can_be_left_out: bool = False
    unproven: str = ""

    def terms_of(self, edition_id: str) -> Terms:
        """Name, licence, credit, address and source of one edition."""
        terms = self.of_editions.get(edition_id, self.terms)
        year = YEAR_AT_END.search(edition_id)
        credit = terms.attribution.format(year=year.group(1) if year else "")
        return replace(terms, attribution=credit, source_id=terms.source_id or self.source_id)

    def announce(
        self,
        edition_id: str,
        edition: str,
        files: Sequence[RemoteFile],
        changes: Sequence[object],
        *,
        published_on: date | None = None,
        doi_or_url: str | None = None,
    ) -> RemoteEdition:
        """An edition as its publisher announces it, under these terms.

        Args:
            edition_id: its identifier.
            edition: how the publisher names it.
            files: what it consists of.
            changes: everything whose change means that the edition must be fetched again.
            published_on: None where the publisher does not say.
            doi_or_url: where it can be found; the home address where it has none of its own.
        """
        terms = self.terms_of(edition_id)
        return RemoteEdition(
            source_id=self.source_id,
            edition_id=edition_id,
            source_name=terms.source_name,
            edition=edition,
            published_on=published_on,
            doi_or_url=doi_or_url or terms.address,
            licence=terms.licence,
            attribution=terms.attribution,
            files=tuple(files),
            stamp=stamp_of(changes),
        )


@dataclass(frozen=True)
class Shape:
    """The columns of a raw table by their part, as the arrival rules compare two editions.

    Args:
        table: columns that together name one printed table.
        place: columns that name a row of it, beside the table.
        values: columns with what is printed.
        kind: the column that separates production from reserves, if there is one.
        commodity: the column with the publisher's name of the mineral, if there is one.
        unit: the column with the unit, if there is one.
        year: the column with the year, if figures carry one.
        swings: stocks and prices: a size says nothing about the next edition, only about a
            revision of the same.
        is_score: values are scores on one scale of their own, by country (the first of `place`).
        amounts: of the values, dollars and kilograms that no model turns into tonnes: a whole table
            of them does not move by one factor, as a percentage may.
    """

    table: tuple[str, ...]
    place: tuple[str, ...]
    values: tuple[str, ...]
    kind: str | None = None
    commodity: str | None = None
    unit: str | None = None
    year: str | None = None
    swings: bool = False
    is_score: bool = False
    amounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """One raw table of a publisher.

    Args:
        columns: its columns in order: the fields of its row type.
        embedded: its file among the figures that ship; with `{edition}` one file per edition;
            None where they must not ship.
        shape: None where it holds no figures.
        edition_column: the column that says which edition a row belongs to.
    """

    columns: tuple[str, ...]
    embedded: str | None
    shape: Shape | None = None
    edition_column: str = "edition_id"


@dataclass(frozen=True)
class Publisher:
    """One publisher: what its folder hands to the rest of the project.

    Args:
        facts: name, licence, credit, rhythm.
        tables: its raw tables by name.
        edition_of_file_name: the edition that a file belongs to by its name, or None.
        parse_file: rows of one file; what is wrong with single rows goes to the collector.
        connector: makes the connector; imports what it needs when it is called.
        layouts: what a file that a person drops must look like, the usual one first.
        prefer: of an edition's files in one folder, those that are read.
        bulk: how its bulk files of trade become partitions; None where it has none.
    """

    facts: Facts
    tables: Mapping[str, RawTable]
    edition_of_file_name: Callable[[str], str | None]
    parse_file: Callable[[str, bytes, Problems | None], ParsedFile]
    connector: Callable[[Settings], Connector]
    layouts: tuple[FileLayout, ...]
    prefer: Callable[[Sequence[str]], Sequence[str]] = list
    bulk: Bulk | None = None

    @property
    def source_id(self) -> str:
        """Identifier of the source."""
        return self.facts.source_id

    @property
    def is_optional(self) -> bool:
        """Whether the figures are not open: off unless a person switches them on."""
        return self.facts.is_optional

    @property
    def ships(self) -> bool:
        """Whether any of its tables is among the figures that ship."""
        return any(table.embedded for table in self.tables.values())

    def is_on(self, settings: WarehouseSettings) -> bool:
        """Whether it is read: always, or, where the settings have a switch for it, by that."""
        has_switch = self.is_optional or self.facts.can_be_left_out
        return not has_switch or self.source_id in settings.optional_sources

    def takes_bulk(self, settings: WarehouseSettings) -> bool:
        """Whether partitions of it are read: landing open figures is asking for them."""
        return self.bulk is not None and (not self.is_optional or self.is_on(settings))

    def has(self, edition_id: str) -> bool:
        """Whether an edition is this publisher's."""
        return edition_id in self.facts.of_editions or edition_id.startswith(f"{self.source_id}_")
