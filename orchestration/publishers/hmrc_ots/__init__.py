"""HMRC's overseas trade statistics: bulk files by country of origin, a service by consignment.

Belongs here: putting the parts of this publisher together.
Does not belong here: the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.hmrc_ots.bulk import BULK
from orchestration.publishers.hmrc_ots.facts import FACTS
from orchestration.publishers.hmrc_ots.layouts import (
    LAYOUTS,
    edition_of_file_name,
    parse_file,
)
from orchestration.publishers.hmrc_ots.rows import TABLES
from orchestration.publishers.publisher import Publisher

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["PUBLISHER", "edition_of_file_name", "parse_file"]


def _connector(settings: Settings) -> Connector:
    from orchestration.publishers.hmrc_ots.online import HmrcConnector

    return HmrcConnector(settings)


PUBLISHER = Publisher(
    facts=FACTS,
    tables=TABLES,
    edition_of_file_name=edition_of_file_name,
    parse_file=parse_file,
    connector=_connector,
    layouts=LAYOUTS,
    bulk=BULK,
)
