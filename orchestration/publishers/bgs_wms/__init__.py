"""BGS World Mineral Statistics: one record per country, table and year, from pages or exports.

Belongs here: putting the parts of this publisher together.
Does not belong here: the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.bgs_wms.export import LAYOUT
from orchestration.publishers.bgs_wms.facts import FACTS
from orchestration.publishers.bgs_wms.layouts import edition_of_file_name, parse_file
from orchestration.publishers.bgs_wms.rows import TABLES
from orchestration.publishers.publisher import Publisher

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["PUBLISHER", "edition_of_file_name", "parse_file"]


def _connector(settings: Settings) -> Connector:
    from orchestration.publishers.bgs_wms.online import BgsConnector

    return BgsConnector(settings)


PUBLISHER = Publisher(
    facts=FACTS,
    tables=TABLES,
    edition_of_file_name=edition_of_file_name,
    parse_file=parse_file,
    connector=_connector,
    layouts=(LAYOUT,),
)
