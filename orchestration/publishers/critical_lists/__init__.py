"""Lists of critical minerals: the printed lines of each list, in order.

Governments, not statistical offices, publish these lists, and each publishes a few. They print the
same thing, lines of names, and fill one raw table, so they share a folder: the United States
(`us_list.py`), the United Kingdom (`govuk.py`, `uk_documents.py`) and the European Union, whose
list comes by hand. Each list has its own terms in `facts.py`.

Belongs here: putting the parts together. Does not belong here: what a line means in minerals (a
seed), dates and citations of lists that ship (a seed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.publishers.critical_lists.facts import FACTS
from orchestration.publishers.critical_lists.layouts import (
    LAYOUT,
    edition_of_file_name,
    parse_file,
    prefer,
)
from orchestration.publishers.critical_lists.rows import TABLES
from orchestration.publishers.publisher import Publisher

if TYPE_CHECKING:
    from orchestration.fetching.connector import Connector
    from orchestration.settings import Settings

__all__ = ["PUBLISHER", "edition_of_file_name", "parse_file"]


def _connector(settings: Settings) -> Connector:
    from orchestration.publishers.critical_lists.online import CriticalListsConnector

    return CriticalListsConnector.of(settings)


PUBLISHER = Publisher(
    facts=FACTS,
    tables=TABLES,
    edition_of_file_name=edition_of_file_name,
    parse_file=parse_file,
    connector=_connector,
    layouts=(LAYOUT,),
    prefer=prefer,
)
