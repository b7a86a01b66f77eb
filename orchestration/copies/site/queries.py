"""The questions that the pages ask of the released tables.

Belongs here: SQL on public tables, each with `{where}`; the pages show the same text with the
condition of one chart, so what a reader copies is what the page was made from.
Does not belong here: running them (`data.py`), measures.
"""

from __future__ import annotations

from orchestration.build.names import NAMES
from orchestration.copies.answers import markets, outlook, plants
