"""Critical Minerals Dataset: mining and refining by country, one modelled year and a base case.

Belongs here: putting the parts of this publisher together.
Does not belong here: the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.iea.facts import FACTS
from orchestration.publishers.iea.layouts import LAYOUT, edition_of_file_name, parse_file
from orchestration.publishers.iea.rows import TABLES
from orchestration.publishers.publisher import Publisher

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["PUBLISHER", "edition_of_file_name", "parse_file"]


def _connector(_settings: Settings) -> Connector:
    from orchestration.publishers.iea.online import CriticalMineralsDatasetConnector

    return CriticalMineralsDatasetConnector()


PUBLISHER = Publisher(
    facts=FACTS,
    tables=TABLES,
    edition_of_file_name=edition_of_file_name,
    parse_file=parse_file,
    connector=_connector,
    layouts=(LAYOUT,),
)
