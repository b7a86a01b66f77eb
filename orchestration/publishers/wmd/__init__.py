"""World Mining Data: production by country and year, as an extract or as the yearly workbook.

Belongs here: putting the parts of this publisher together.
Does not belong here: the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.publisher import Publisher
from orchestration.publishers.wmd.facts import FACTS
from orchestration.publishers.wmd.layouts import LAYOUT, edition_of_file_name, parse_file
from orchestration.publishers.wmd.rows import TABLES

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["PUBLISHER", "edition_of_file_name", "parse_file"]


def _connector(_settings: Settings) -> Connector:
    from orchestration.publishers.wmd.online import WorldMiningDataConnector

    return WorldMiningDataConnector()


PUBLISHER = Publisher(
    facts=FACTS,
    tables=TABLES,
    edition_of_file_name=edition_of_file_name,
    parse_file=parse_file,
    connector=_connector,
    layouts=(LAYOUT,),
)
