"""The connectors that these settings switch on: from each publisher's address to verified bytes.

Belongs here: which of the publishers are asked.
Does not belong here: a connector (its publisher's `online.py`), parsing, what happens to the bytes
afterwards (`landing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.registry import PUBLISHERS

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["connectors"]


def connectors(settings: Settings) -> dict[str, Connector]:
    """The connectors that these settings switch on, by the source that they serve."""
    return {
        publisher.source_id: publisher.connector(settings)
        for publisher in PUBLISHERS
        if publisher.is_on(settings)
    }
