"""The landing: publishers' bytes as they arrived, and what a refresh may read of them.

Belongs here: the store of bytes, the ledger, the arrival rules, quarantine, and the pins.
Does not belong here: fetching (`fetching`), parsing (`publishers`), building or publishing.

    fetched files -> store -> rules -> accepted    -> pinned for the next refresh
                                    -> quarantined -> `minerals quarantine accept | reject`

Importing this package is cheap: pandas is imported where it is used.
"""

from orchestration.landing.arrival import land
from orchestration.landing.ledger import (
    append,
    last_answers,
    read_ledger,
    record_fetch,
    validators,
)
from orchestration.landing.pins import landed_only, pinned
from orchestration.landing.quarantine import (
    accept,
    find,
    hold_back,
    mark_released,
    quarantined,
    reject,
)
from orchestration.landing.types import Arrival, EditionRow, LedgerEntry, PinnedEdition, Revision

__all__ = [
    "Arrival",
    "EditionRow",
    "LedgerEntry",
    "PinnedEdition",
    "Revision",
    "accept",
    "append",
    "find",
    "hold_back",
    "land",
    "landed_only",
    "last_answers",
    "mark_released",
    "pinned",
    "quarantined",
    "read_ledger",
    "record_fetch",
    "reject",
    "validators",
]
