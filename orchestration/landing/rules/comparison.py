"""What an arrival is compared with: the same edition as held, or the last one of its source.

Belongs here: choosing that edition, reading both.
Does not belong here: the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from orchestration.ground.errors import SourceError
from orchestration.landing.editions import Landed
from orchestration.landing.pins import pin
from orchestration.landing.rules.understood import Place, Understood, understood
from orchestration.landing.types import Revision
from orchestration.publishers.publisher import YEAR_AT_END

if TYPE_CHECKING:
    import pandas as pd

    from orchestration.settings import WarehouseSettings


@dataclass(frozen=True)
class Comparison:
    """An arrival beside the edition that it is compared with.

    Args:
        revision: what has arrived.
        against: the edition it is compared with; None when it is the first of its source.
        sizes: bytes by file of that edition.
        before: raw tables of that edition, known misprints mended.
        now: raw tables of the arrival, the same misprints mended.
        figures_before: tonnes in that edition by what they count.
        figures_now: tonnes in the arrival.
    """

    revision: Revision
    against: str | None
    sizes: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    now: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    figures_before: Mapping[Place, float] = field(default_factory=dict)
    figures_now: Mapping[Place, float] = field(default_factory=dict)

    @property
    def is_same_edition(self) -> bool:
        """Whether this is a revision of an edition that is pinned already."""
        return self.against == self.revision.edition_id

    @property
    def is_other_layout(self) -> bool:
        """Whether it is a known edition in none of the files that it is known by."""
        names = {file.file_name for file in self.revision.files}
        return self.is_same_edition and names.isdisjoint(self.sizes)

    @property
    def summary(self) -> str:
        """What it was compared with, in words."""
        if self.against is None:
            return "the first edition of its source: there is nothing to compare it with"
        if self.is_same_edition:
            return f"a revision of {self.against} within the rules"
        return f"continues {self.against} within the rules"

    def with_arrival(self, arrival: Understood) -> Comparison:
        """The same with the arrival's tables and figures."""
        return replace(self, now=arrival.tables, figures_now=arrival.figures)


def compare_with(settings: WarehouseSettings, landed: Landed, revision: Revision) -> Comparison:
    """Read what an arrival is compared with."""
    from orchestration.publishers import embedded, read_edition

    editions = {*embedded.editions(settings.embedded_dir)}
    accepted = {e: found for e in landed.revisions if (found := landed.accepted(e)) is not None}
    against = _against(revision, editions | set(accepted))
    if against is None:
        return Comparison(revision, None)
    landed_before = [pin(settings, accepted[against])] if against in accepted else []
    files = {pinned.edition_id: pinned.files for pinned in landed_before}
    before = read_edition(against, settings.embedded_dir, landed=files)
    listed = before["source_files"]
    sizes = {str(n): int(b) for n, b in zip(listed["file_name"], listed["bytes"], strict=True)}
    known = understood(settings, before, landed_before)
    return Comparison(revision, against, sizes, known.tables, figures_before=known.figures)


def _against(revision: Revision, editions: set[str]) -> str | None:
    from orchestration.publishers import publisher_of

    if revision.edition_id in editions:
        return revision.edition_id
    publisher = publisher_of(revision.edition_id)
    if revision.edition_id in publisher.facts.of_editions:
        return None  # it stands for itself
    siblings = {e: y for e in editions if publisher.has(e) and (y := _year(e))}
    year = _year(revision.edition_id) or 0
    earlier = [e for e in siblings if siblings[e] < year]
    if earlier:
        return max(earlier, key=lambda e: siblings[e])
    return min(siblings, key=lambda e: siblings[e], default=None)


def _year(edition_id: str) -> int:
    found = YEAR_AT_END.search(edition_id)
    return int(found.group(1)) if found else 0


def parse(settings: WarehouseSettings, revision: Revision) -> tuple[dict[str, pd.DataFrame], str]:
    """The raw tables of an arrival, and the reason why there are none."""
    from orchestration.publishers import publisher_of
    from orchestration.publishers.editions import parse_landed
    from orchestration.publishers.frames import to_frame

    try:
        wanted = (*publisher_of(revision.edition_id).tables, "source_files")
        rows = parse_landed({revision.edition_id: pin(settings, revision).files})
        return {table: to_frame(table, rows[table]) for table in wanted}, ""
    except SourceError as refused:
        return {}, f"it is not what it says it is: {refused}"
    except Exception as broken:  # noqa: BLE001  what breaks a parser must wait, not stop the landing
        return {}, f"the parser broke on it ({type(broken).__name__}): {broken}"
