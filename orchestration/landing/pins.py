"""What a refresh reads: the figures that ship, overlaid edition by edition with what has landed.

Belongs here: choosing between embedded and landed, and the files of what was chosen.
Does not belong here: parsing them (`publishers`), deciding what is accepted (`arrival.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from orchestration.landing import store
from orchestration.landing.editions import Landed, load
from orchestration.landing.types import EditionRow, PinnedEdition, PinnedFile, Revision
from orchestration.settings import WarehouseSettings

if TYPE_CHECKING:
    import pandas as pd


def pinned(settings: WarehouseSettings) -> Mapping[str, PinnedEdition]:
    """Every edition that a refresh reads now, by its id, in order.

    An edition that has landed and was accepted stands in the place of the embedded one of the same
    id; editions that never landed are the embedded ones. With a folder given (`--from`)
    nothing is pinned: the landing is not read.
    """
    from orchestration.publishers import embedded, publisher_of

    if settings.input_dir is not None:
        return {}
    editions = {
        edition_id: PinnedEdition(edition_id, publisher_of(edition_id).source_id, "embedded")
        for edition_id in embedded.editions(settings.embedded_dir)
    }
    return dict(sorted({**editions, **landed_only(settings)}.items()))


def landed_only(settings: WarehouseSettings) -> Mapping[str, PinnedEdition]:
    """The pinned editions that come from the landing; cheap, it reads no figures.

    What landed of a source that is switched off now stays where it is and is not read.
    """
    landed = Landed() if settings.input_dir is not None else load(settings)
    if not landed.revisions:
        return {}
    chosen = (landed.accepted(edition_id) for edition_id in sorted(landed.revisions))
    off = settings.switched_off
    return {r.edition_id: pin(settings, r) for r in chosen if r and r.source_id not in off}


def pin(settings: WarehouseSettings, revision: Revision) -> PinnedEdition:
    """A landed revision with its files."""
    files = sorted(revision.files, key=lambda file: file.file_name)
    return PinnedEdition(
        edition_id=revision.edition_id,
        source_id=revision.source_id,
        origin="landed",
        revision=revision.revision,
        files=tuple(
            PinnedFile(f.file_name, store.object_path(settings, f.sha256), f.sha256) for f in files
        ),
        row=revision.row,
        arrived_at=revision.arrived_at,
    )


def landed_frame(editions: Sequence[PinnedEdition]) -> pd.DataFrame:
    """The raw table of landed editions: what was announced of each, and the day it arrived.

    Its source is that of the seed: lists land as one source and are five in `dim_edition`.
    """
    import pandas as pd

    from orchestration.publishers import publisher_of

    def source_of(edition_id: str) -> str:
        return publisher_of(edition_id).facts.terms_of(edition_id).source_id

    columns = ["edition_id", "source_id", *EditionRow.__dataclass_fields__, "retrieved_at"]
    rows = [
        [
            e.edition_id,
            source_of(e.edition_id),
            *asdict(e.row).values(),
            e.arrived_at.date().isoformat(),
        ]
        for e in editions
        if e.row and e.arrived_at
    ]
    return pd.DataFrame(rows, columns=columns).astype("str")
