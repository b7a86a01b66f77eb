"""JSON that somebody else wrote: whatever is wrong with it is one kind of error.

Belongs here: reading it.
Does not belong here: what an answer must hold (the publishers' own rooms).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def parse_json(text: str | bytes, number: Callable[[str], Any] | None = None) -> Any:
    """Whatever JSON says.

    Args:
        text: the document.
        number: makes a value of a number as it is printed, such as `str`; Python's own otherwise.

    Raises:
        ValueError: when it is none, breaks off, holds a number that is none, or is nested deeper
            than this machine reads.
    """
    try:
        return json.loads(text, parse_float=number, parse_int=number, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number")
