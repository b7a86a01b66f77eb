"""How numbers are said: with their bounds, their status, never more exact than the source.

Belongs here: quantities, shares and verdicts as short texts with a kind that the style sheet draws.
Does not belong here: computing a number; sentences (`labels`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orchestration.copies.site.labels import Labels

Row = dict[str, Any]

FIRM, ESTIMATED, SOFT, ZERO = "firm", "estimated", "soft", "zero"
_HUNDRED, _TEN, _SMALLEST_SHARE = 100, 10, 0.05
_THOUSAND, _MILLION = 1_000, 1_000_000


@dataclass(frozen=True)
class Shown:
    """A value as it stands on a page.

    Args:
        text: what is read.
        kind: `firm`, `estimated`, `soft` (withheld, unknown, a bound) or `zero`: how it is drawn.
        note: what the kind means here; the title of the cell.
    """

    text: str
    kind: str = FIRM
    note: str = ""


def number(value: float, say: Labels) -> str:
    """A number with thousands separators and about three significant digits below 100."""
    size = abs(value)
    if size >= _HUNDRED or value == int(value):
        return say.decimal(value, "#,##0")
    return say.decimal(value, "#,##0.#" if size >= _TEN else "@##")


def short_number(value: float, say: Labels) -> str:
    """A large number where there is little room; it stands in full in a table nearby."""
    if abs(value) >= _MILLION:
        return say("chart.millions", n=number(value / _MILLION, say))
    if abs(value) >= _TEN * _THOUSAND:
        return say("chart.thousands", n=number(value / _THOUSAND, say))
    return number(value, say)


def percent(value: float, say: Labels) -> str:
    """A share with one decimal; a small one is said to be small, never zero."""
    if 0 < value < _SMALLEST_SHARE:
        return f"<{say.decimal(0.1, '0.0')}{say.percent_sign}"
    return f"{say.decimal(value, '0.0')}{say.percent_sign}"


def with_sign(value: float, say: Labels) -> str:
    """A change in percent, with its sign."""
    return f"{say.signed(value, '0.0')}{say.percent_sign}"


def bound(value: float, say: Labels) -> str:
    """A bound of a share, without the sign; a small one keeps its digits and is never zero."""
    return say.decimal(value, "@#" if 0 < value < _SMALLEST_SHARE else "0.0")


def span(low: float | None, high: float | None, say: Labels) -> str:
    """Bounds of a share, without the sign; empty where they say nothing."""
    if low is None or high is None:
        return ""
    least, most = (bound(end, say) for end in (low, high))
    return least if least == most else f"{least}–{most}"


def range_of(low: float | None, high: float | None, say: Labels) -> str:
    """Bounds of an amount; empty where none is known, open at an end that nothing limits."""
    if low is None:
        return "" if high is None else f"≤ {number(high, say)}"
    if high is None:
        return f"≥ {number(low, say)}"
    least, most = number(low, say), number(high, say)
    return least if least == most else say("markets.range", low=least, high=most)


def range_text(low: float | None, high: float | None, say: Labels) -> str:
    """Bounds of a share in words."""
    bounds = span(low, high, say)
    if not bounds:
        return ""
    return say("share.range" if "–" in bounds else "share.point", range=bounds)


def quantity(row: Row, say: Labels) -> Shown:
    """Tonnes of a row, or what stands in their place."""
    status = row["value_status"]
    if status == "zero":
        return Shown("0", ZERO, say("status.zero"))
    if row["quantity_tonnes"] is None:
        return Shown(_bound(row, say), SOFT, say.word("status", status))
    text = number(row["quantity_tonnes"], say)
    if row["quantity_max_tonnes"] is None:
        return Shown(f"≥ {text}", SOFT, say("status.at_least"))
    if row["is_estimated"]:
        kind = status if status == "modelled" else "estimated"
        return Shown(text, ESTIMATED, say.word("status", kind))
    return Shown(text, FIRM, say.word("status", status))


def _bound(row: Row, say: Labels) -> str:
    status, low, high = row["value_status"], row["quantity_min_tonnes"], row["quantity_max_tonnes"]
    if status == "at_least" and low is not None:
        return f"≥ {number(low, say)}"
    if status == "at_most" and high is not None:
        return f"≤ {number(high, say)}"
    return say.word("in_place", status)


def share(row: Row, say: Labels, prefix: str = "share") -> Shown:
    """A share of the world: its value, or the range that the figures allow."""
    value, low, high = (
        row[f"{prefix}_pct"],
        row[f"{prefix}_min_pct"],
        row[f"{prefix}_max_pct"],
    )
    if value is not None:
        kind = ESTIMATED if row.get("is_estimated") else FIRM
        return Shown(percent(value, say), kind, range_text(low, high, say))
    if high:
        return Shown(f"{span(low, high, say)}{say.percent_sign}", SOFT, say("share.only_range"))
    return Shown(say("share.none"), SOFT, say("share.none_note"))


def value_of(value: float | None, unit: str | None, say: Labels) -> str:
    """A measured value with its unit; `?` where nobody knows."""
    if value is None:
        return "?"
    text = say.decimal(value, "0.##") if unit == "percent" else number(value, say)
    word = say.word("units", unit)
    return word.format(n=text) if "{n}" in word else f"{text}{word}"
