"""Editions that are known by their landed partitions alone, under their publisher's terms.

Belongs here: what `dim_edition` says of such an edition.
Does not belong here: editions that ship (a seed), or came through the landing (`pins.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.landing.flows.partitions import Partition
from orchestration.landing.types import EditionRow, PinnedEdition
from orchestration.publishers.registry import publisher_of


def bulk_editions(partitions: Sequence[Partition]) -> list[PinnedEdition]:
    """One edition for all its partitions, as of the newest that was landed."""
    newest = {each.edition_id: each for each in sorted(partitions, key=lambda p: p.landed_at)}
    return [_edition(partition) for _, partition in sorted(newest.items())]


def _edition(partition: Partition) -> PinnedEdition:
    facts = publisher_of(partition.edition_id).facts
    terms = facts.terms_of(partition.edition_id)
    year = partition.edition_id.removeprefix(f"{facts.source_id}_")
    return PinnedEdition(
        edition_id=partition.edition_id,
        source_id=partition.source_id,
        origin="landed",
        row=EditionRow(
            source_name=terms.source_name,
            edition=f"V{partition.version}" if partition.version else year,
            published_on=None,
            doi_or_url=terms.address,
            licence=terms.licence,
            attribution=terms.attribution,
        ),
        arrived_at=partition.landed_at,
    )
