"""The raw table of the governance indicators.

Belongs here: its row, where it ships, where the arrival rules find place and values.
Does not belong here: layouts, any meaning of a score.
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape


class WgiScores(NamedTuple):
    """The six governance scores of one country in one year."""

    edition_id: str
    file_name: str
    source_row: int
    country_iso3: str
    year: int
    va: str | None
    pv: str | None
    ge: str | None
    rq: str | None
    rl: str | None
    cc: str | None


TABLES = {
    "wgi_scores": RawTable(
        WgiScores._fields,
        "wgi/scores.csv",
        Shape(
            table=(),
            place=("country_iso3", "year"),
            values=("va", "pv", "ge", "rq", "rl", "cc"),
            is_score=True,
        ),
    )
}
