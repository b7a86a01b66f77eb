"""Where raw figures come from, in the graph: the publishers' files.

Belongs here: the publishers as assets that nobody here materializes, the first assets of the graph.
Does not belong here: fetching (`assets/landing.py`), reading (`assets/raw.py`).

    publishers/<source> → landing/<source>, landing/drop_folder → raw/<source>/<edition>

These edges show where a figure comes from; they start nothing. The figures that ship were read from
the same files, so a refresh without network has the same graph.
"""

from __future__ import annotations

import dagster as dg

from orchestration.publishers import PUBLISHERS
from orchestration.publishers.publisher import Publisher
from orchestration.steps.assets import OWNERS

ORIGINS = "publishers"


def publisher_key(source: Publisher) -> dg.AssetKey:
    """`[publishers, source]`: the files that a publisher puts out."""
    return dg.AssetKey([ORIGINS, source.source_id])


def build_publisher_assets() -> list[dg.AssetSpec]:
    """One asset per publisher, with its terms; it lives elsewhere, so nothing here makes it."""
    return [
        dg.AssetSpec(
            key=publisher_key(source),
            group_name=ORIGINS,
            kinds={"file"},
            owners=OWNERS,
            description=f"Files of {source.facts.terms.source_name}: {source.facts.file_names}.",
            metadata={
                "address": dg.MetadataValue.url(source.facts.terms.address),
                "licence": source.facts.terms.licence,
            },
        )
        for source in PUBLISHERS
    ]
