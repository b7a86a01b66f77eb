"""CEPII BACI: reconciled trade between countries by HS code, as zip archives, CSV or Parquet.

Belongs here: putting the parts of this publisher together.
Does not belong here: the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.baci.bulk import BULK
from orchestration.publishers.baci.facts import FACTS
from orchestration.publishers.baci.layouts import (
    LAYOUT,
    edition_of_file_name,
    parse_file,
    preferred,
)
from orchestration.publishers.baci.rows import TABLES
from orchestration.publishers.publisher import Publisher

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["PUBLISHER", "edition_of_file_name", "parse_file"]


def _connector(settings: Settings) -> Connector:
    from orchestration.publishers.baci.online import BaciConnector

    return BaciConnector(settings)


PUBLISHER = Publisher(
    facts=FACTS,
    tables=TABLES,
    edition_of_file_name=edition_of_file_name,
    parse_file=parse_file,
    connector=_connector,
    layouts=(LAYOUT,),
    prefer=preferred,
    bulk=BULK,
)
