"""Connectors: one room per publisher, from its address to verified bytes on disk.

Belongs here: which connectors there are.
Does not belong here: parsing (`publishers`), what happens to the bytes afterwards (`landing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["connectors"]


def connectors(settings: Settings) -> dict[str, Connector]:
    """The connectors that these settings switch on, by the source that they serve."""
    from orchestration.publishers.bgs_wms.online import BgsConnector
    from orchestration.publishers.critical_lists.govuk import GovUkConnector
    from orchestration.publishers.critical_lists.online import CriticalListsConnector
    from orchestration.publishers.critical_lists.us_list import UsListConnector
    from orchestration.publishers.usgs_mcs.online import UsgsConnector
    from orchestration.publishers.wgi.online import WorldBankConnector
    from orchestration.publishers.wmd.online import WorldMiningDataConnector

    found: list[Connector] = [
        UsgsConnector(settings),
        CriticalListsConnector([UsListConnector(settings), GovUkConnector(settings)]),
        WorldMiningDataConnector(),
        WorldBankConnector(settings),
    ]
    if settings.bgs_enabled:
        found.append(BgsConnector(settings))
    return {connector.source_id: connector for connector in found}
