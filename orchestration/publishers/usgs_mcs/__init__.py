"""USGS Mineral Commodity Summaries: world production, capacity and reserves, by edition.

Belongs here: putting the parts of this publisher together.
Does not belong here: the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.publisher import Publisher
from orchestration.publishers.usgs_mcs.explained import LAYOUT
from orchestration.publishers.usgs_mcs.facts import FACTS
from orchestration.publishers.usgs_mcs.layouts import edition_of_file_name, parse_file
from orchestration.publishers.usgs_mcs.rows import TABLES

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["PUBLISHER", "edition_of_file_name", "parse_file"]


def _connector(settings: Settings) -> Connector:
    from orchestration.publishers.usgs_mcs.online import UsgsConnector

    return UsgsConnector(settings)


PUBLISHER = Publisher(
    facts=FACTS,
    tables=TABLES,
    edition_of_file_name=edition_of_file_name,
    parse_file=parse_file,
    connector=_connector,
    layouts=(LAYOUT,),
)
