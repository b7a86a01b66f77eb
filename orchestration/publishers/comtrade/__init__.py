"""UN Comtrade: what each country reports of its own trade; never shipped, off unless switched on.

Belongs here: putting the parts of this publisher together.
Does not belong here: the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.comtrade.facts import FACTS
from orchestration.publishers.comtrade.layouts import (
    LAYOUTS,
    edition_of_file_name,
    parse_file,
)
from orchestration.publishers.comtrade.rows import TABLES
from orchestration.publishers.publisher import Publisher

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["PUBLISHER", "edition_of_file_name", "parse_file"]


def _connector(settings: Settings) -> Connector:
    from orchestration.publishers.comtrade.online import ComtradeConnector

    return ComtradeConnector(settings)


PUBLISHER = Publisher(
    facts=FACTS,
    tables=TABLES,
    edition_of_file_name=edition_of_file_name,
    parse_file=parse_file,
    connector=_connector,
    layouts=LAYOUTS,
)
