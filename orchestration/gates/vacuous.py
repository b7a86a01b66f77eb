"""Expectations that no row can fail, or that none can pass: seen in the suite file, without data.

Belongs here: why the arguments of an expectation make it no check.
Does not belong here: every other mistake in a suite file (`suites.py`), judging (`judge.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

LEAST_MOSTLY = 0.5
"""An expectation that most rows may fail says nothing about the rows."""
NO_BOUND = 1e300
_SETS = ("value_set", "regex_list", "like_pattern_list", "type_list", "column_set", "column_list")
_ANYTHING = ("", "x", "0", "-", " ", "\n", "Ω", "a b")
_COUNTS = ("row_count", "value_lengths", "unique_value_count", "column_count")


def why_it_cannot_fail(entry: Mapping[str, Any]) -> Iterator[str]:
    """Every reason why an expectation of a suite file is no check.

    Args:
        entry: with `type` and `kwargs`, whatever else is wrong with it.
    """
    kwargs = entry.get("kwargs")
    if not isinstance(kwargs, Mapping):
        return
    kind = str(entry.get("type"))
    yield from _mostly(kwargs)
    yield from (f"{name} is empty" for name in _SETS if name in kwargs and not kwargs[name])
    if kind.endswith("_between") or {"min_value", "max_value"} & set(kwargs):
        yield from _bounds(kind, kwargs)
    if "not_match" not in kind:
        yield from _patterns(kwargs)


def _mostly(kwargs: Mapping[str, Any]) -> Iterator[str]:
    if "mostly" not in kwargs:
        return
    mostly = kwargs["mostly"]
    is_number = isinstance(mostly, int | float) and not isinstance(mostly, bool)
    if not is_number or not LEAST_MOSTLY <= mostly <= 1:
        yield f"mostly is {mostly!r}, expected a number from {LEAST_MOSTLY} to 1"


def _bounds(kind: str, kwargs: Mapping[str, Any]) -> Iterator[str]:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    is_count = any(word in kind for word in _COUNTS)
    has_low = _is_bound(low) and not (is_count and _is_number(low) and low <= 0)
    if not has_low and not _is_bound(high):
        yield "neither bound is set"
    if _is_number(low) and _is_number(high):
        is_strict = bool(kwargs.get("strict_min") or kwargs.get("strict_max"))
        if low > high or (low == high and is_strict):
            yield f"no value is between {low} and {high}"


def _is_number(bound: Any) -> TypeGuard[float]:
    return isinstance(bound, int | float)


def _is_bound(bound: Any) -> bool:
    """A number that some value may pass, or something that is known only when it is judged."""
    return bound is not None and not (_is_number(bound) and abs(bound) >= NO_BOUND)


def _patterns(kwargs: Mapping[str, Any]) -> Iterator[str]:
    several = kwargs.get("regex_list")
    for pattern in (kwargs.get("regex"), *(several if isinstance(several, list) else ())):
        if not isinstance(pattern, str):
            continue
        try:
            found = re.compile(pattern)
        except re.error as error:
            yield f"{pattern!r} is no regular expression: {error}"
            continue
        if all(found.search(text) for text in _ANYTHING):
            yield f"every text matches {pattern!r}"
    if set(str(kwargs.get("like_pattern", "x"))) == {"%"}:
        yield "every text is like '%'"
