"""World Mining Data: a yearly workbook that people download and put into the drop folder.

Publisher: Austrian Federal Ministry of Finance, https://www.world-mining-data.info, each spring.
There is no programming interface and no announcement that a program could read, and the terms of
use are not verified; so nothing is asked of the publisher. A person downloads the workbook (or
keeps an extract `wmd_<year>_<anything>.csv`), puts it into `warehouse/drop/` with its name
unchanged, and runs `minerals refresh --live`: the drop folder takes it from there.

Belongs here: why there is nothing to discover, and where the file is to be put.
Does not belong here: verification of dropped files (`landing/drop`), parsing (`layouts.py`).
"""

from __future__ import annotations

from orchestration.publishers.drop_only import drop_only
from orchestration.publishers.wmd.facts import FACTS

WHERE_TO_PUT_IT = (
    f"download the year's workbook from {FACTS.terms.address}, put it into warehouse/drop "
    "with its name unchanged, and run `minerals refresh --live`"
)

CONNECTOR = drop_only(
    FACTS,
    what="World Mining Data",
    expected="the yearly workbook in warehouse/drop",
    way_out=WHERE_TO_PUT_IT,
)
