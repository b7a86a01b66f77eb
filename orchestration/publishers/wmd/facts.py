"""World Mining Data: what is known of its publisher, the Austrian Federal Ministry of Finance.

Belongs here: name, licence, credit, file names. Does not belong here: layouts, the drop folder.
"""

from __future__ import annotations

import re

from orchestration.publishers.publisher import DAY, Facts, Terms

FILE = re.compile(r"wmd_(?P<year>20\d{2})_.*\.(?:csv|xlsx)", re.I)

FACTS = Facts(
    source_id="wmd",
    terms=Terms(
        source_name="World Mining Data",
        licence="Terms not verified: an insubstantial extract, with credit",
        attribution="Figures: World Mining Data {year}, Austrian Federal Ministry of Finance.",
        address="https://www.world-mining-data.info",
    ),
    file_names="wmd_<year>_*.csv or .xlsx",
    late_after=500 * DAY,  # yearly between April and June
)
