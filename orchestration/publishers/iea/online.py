"""Critical Minerals Dataset: a workbook behind an account, so it comes through the drop folder.

Publisher: International Energy Agency, https://www.iea.org, each May. The workbook is free and
needs an account, and its sheets are laid out for reading, so nothing is asked of the publisher. A
person writes its supply tables as the flat file that `layouts.py` describes, puts that into
`warehouse/drop/`, and runs `minerals refresh --live`: the drop folder takes it from there.

Belongs here: why there is nothing to discover, and where the file is to be put.
Does not belong here: verification of dropped files (`landing/drop`), the layout (`layouts.py`).
"""

from __future__ import annotations

from orchestration.publishers.drop_only import drop_only
from orchestration.publishers.iea.facts import FACTS

WHERE_TO_PUT_IT = (
    f"write the supply tables of the workbook ({FACTS.terms.address}) as one CSV in the layout "
    "that `minerals drop --explain iea` prints, "
    f"name it {FACTS.file_names}, put it into warehouse/drop, and run `minerals refresh --live`"
)

CONNECTOR = drop_only(
    FACTS,
    what="The Critical Minerals Dataset",
    expected="the flat file of its supply tables in warehouse/drop",
    way_out=WHERE_TO_PUT_IT,
)
