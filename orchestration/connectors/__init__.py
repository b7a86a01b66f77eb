"""Connectors: one room per publisher, from its address to verified bytes on disk.

Belongs here: which connectors there are.
Does not belong here: parsing (`sources`), what happens to the bytes afterwards (`landing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestration.connectors.base import Connector
    from orchestration.settings import Settings

__all__ = ["connectors"]


def connectors(settings: Settings) -> dict[str, Connector]:
    """The connectors that these settings switch on, by the source that they serve."""
    from orchestration.connectors.bgs import BgsConnector
    from orchestration.connectors.critical_lists import CriticalListsConnector
    from orchestration.connectors.govuk import GovUkConnector
    from orchestration.connectors.us_list import UsListConnector
    from orchestration.connectors.usgs import UsgsConnector
    from orchestration.connectors.world_mining_data import WorldMiningDataConnector
    from orchestration.connectors.worldbank import WorldBankConnector

    found: list[Connector] = [
        UsgsConnector(settings),
        CriticalListsConnector([UsListConnector(settings), GovUkConnector(settings)]),
        WorldMiningDataConnector(),
        WorldBankConnector(settings),
    ]
    if settings.bgs_enabled:
        found.append(BgsConnector(settings))
    return {connector.source_id: connector for connector in found}
