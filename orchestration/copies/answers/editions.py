"""Editions of publishers by the name that a person types.

Belongs here: which edition is meant, and how one that there is not is refused.
Does not belong here: which edition counts where none is named (the queries).
"""

from __future__ import annotations

from orchestration.copies.file.served import Served
from orchestration.ground.errors import AskedError

_EDITIONS = "select edition_id from marts.dim_edition order by edition_id"


def one_edition(served: Served, text: str) -> str:
    """The edition of that name, whatever its case.

    Raises:
        AskedError: when there is none: what it would print is another question.
    """
    known = [str(row["edition_id"]) for row in served.rows(_EDITIONS)]
    if text.casefold() in known:
        return text.casefold()
    raise AskedError(
        f"There is no edition {text!r}",
        where="marts.dim_edition",
        expected="one of " + ", ".join(known),
        way_out="name one of those, or none: the newest is meant then",
    )
