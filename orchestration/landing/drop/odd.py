"""Files in the drop folder that nobody meant to drop.

Belongs here: recognising them by their name or kind.
Does not belong here: what happens to them (`folder.py`).
"""

from __future__ import annotations

import re
from pathlib import Path

from orchestration.publishers.registry import edition_named_by

LITTER = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
SECOND_DOWNLOAD = re.compile(r" ?[(]\d+[)]$| - Copy$")


def why_odd(path: Path) -> str:
    """Why a file is nothing that somebody meant to drop; empty if it may be.

    A link may lead anywhere on this machine, and `X (1).csv` is a second download of `X.csv`: which
    of the two is meant, only a person knows.
    """
    if path.is_symlink():
        return "a link; drop the file itself"
    if path.name.lower() in LITTER or path.name.startswith("~$"):
        return "left by the computer that it was copied from"
    if SECOND_DOWNLOAD.search(path.stem) and edition_named_by(path.name) is None:
        return "a second download; give it its own name if it is the one that is meant"
    return ""
