"""What every page is made with, and the small things that several pages say alike.

Belongs here: facts, labels and links together; names of tables, sources and statuses.
Does not belong here: any one page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup

from orchestration.copies.site.colours import colours_of
from orchestration.copies.site.data import Row, SiteFacts
from orchestration.copies.site.engine import Sizes
from orchestration.copies.site.labels import FIRST, Labels


@dataclass(frozen=True)
class Context:
    """What the pages are made of.

    Args:
        facts: rows of the release.
        say: texts of the language.
        points: where countries lie that the map does not draw.
        deeper: addresses of other documents of the release, by the name of their label.
        site_url: where the folder is served, ending with a slash; empty when nobody said.
        languages: in which the pages are made, the one at the top of the folder first.
        query: what the page of queries fetches; None where that page is left out.
    """

    facts: SiteFacts
    say: Labels
    points: dict[str, list[float]]
    deeper: dict[str, str] = field(default_factory=dict)
    site_url: str = ""
    languages: tuple[str, ...] = (FIRST,)
    query: Sizes | None = None

    @property
    def prefix(self) -> str:
        """Folder of the language's pages within the site, such as `ru/`; empty at the top."""
        return self.prefix_of(self.say.language)

    def prefix_of(self, language: str) -> str:
        """Folder of the pages of any language of the site."""
        return f"{language}/" if language in self.languages[1:] else ""

    @cached_property
    def colours(self) -> dict[str, int]:
        """The colour of each country, on every page."""
        return colours_of(self.facts.rows["shares"])

    def has_mineral(self, mineral_id: str | None) -> bool:
        """Whether a mineral has a page."""
        return mineral_id in self.facts.mineral_names

    def has_country(self, country_id: str | None) -> bool:
        """Whether a country has a page."""
        return country_id in self.facts.country_names

    def table_name(self, row: Row) -> str:
        """A statistical table in words: stage and what is counted."""
        form = "" if row["form"] == "all" else self.say.word("forms", row["form"])
        stage = self.say.word("stages", row["stage"])
        return f"{stage}, {form}" if form else stage

    def marked(self, printed: str) -> Markup:
        """What a publisher prints, marked as English on pages in another language."""
        if self.say.language == FIRST:
            return Markup.escape(printed)
        return Markup('<span lang="en">{}</span>').format(printed)

    def as_spelt(self, group: str, name: str) -> str:
        """The word for an id; one without a word is the publisher's own name and marked so."""
        word = self.say.word(group, name)
        return word if name in self.say.group(group) else self.marked(word)

    def counted(self, row: Row) -> str:
        """What a tonne of the table is a tonne of."""
        return self.say.word("basis", row["basis"])

    def table_inline(self, row: Row) -> str:
        """A statistical table in the middle of a sentence; formulas keep their capitals."""
        name = self.table_name(row)
        return name[:1].lower() + name[1:]

    def brief(self, row: Row) -> str:
        """Table, year and edition of a figure where there is little room."""
        edition = self.short_edition(row["edition_id"])
        return ", ".join([self.table_inline(row), str(row["year"]), edition])

    def editions_of(self, window: str) -> str:
        """The editions of an evidence window, such as `usgs_mcs_2026+wmd_2026`."""
        return " + ".join(self.short_edition(part) for part in window.split("+"))

    def short_edition(self, edition_id: str) -> str:
        """An edition where there is little room: short name of the source, edition."""
        edition = self.facts.editions.get(edition_id)
        if edition is None:
            return edition_id
        known = self.say.word("sources", edition["source_id"])
        short = known if known != edition["source_id"].replace("_", " ") else edition["source_name"]
        return f"{short} {edition['edition']}"

    def credit(self, row: Row, *, year: bool = True) -> str:
        """Source, edition, stage and year of a figure."""
        parts = [
            self.facts.edition_name(row["edition_id"]),
            self.table_inline(row),
            self.counted(row),
        ]
        if year and row.get("year"):
            parts.append(str(row["year"]))
        return ", ".join(parts)


@dataclass(frozen=True)
class Page:
    """One page: where it is written, which template, what it is given, and a line about it."""

    path: str
    template: str
    title: str
    body: dict[str, Any]
    description: str = ""

    @property
    def root(self) -> str:
        """How to get from this page to the folder of its language."""
        return "../" * self.path.count("/")
