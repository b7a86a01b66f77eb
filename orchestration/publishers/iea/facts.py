"""Critical Minerals Dataset: what is known of its publisher, the International Energy Agency.

Belongs here: name, licence, credit, file names. Does not belong here: layouts, the drop folder.

The licence is the one that the page of the data set states, as two other projects record it; the
page needs an account. Whoever does not want to rely on that leaves the source out.
"""

from __future__ import annotations

import re

from orchestration.publishers.publisher import DAY, Facts, Terms

FILE = re.compile(r"iea_(?P<year>20\d{2})_supply_by_country\.csv", re.I)

FACTS = Facts(
    source_id="iea",
    terms=Terms(
        source_name="IEA Critical Minerals Dataset",
        licence="CC BY 4.0",
        attribution="Figures: IEA (International Energy Agency), Critical Minerals Dataset, "
        "{year}; supply by country, laid out as one row for each figure.",
        address="https://www.iea.org/data-and-statistics/data-product/critical-minerals-dataset",
    ),
    file_names="iea_<year>_supply_by_country.csv",
    late_after=500 * DAY,  # yearly in May
    can_be_left_out=True,
)
