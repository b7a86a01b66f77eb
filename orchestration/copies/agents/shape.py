"""The shape of every answer: rows with their sources, or a refusal that says what it would take.

Belongs here: the models that clients see, and building them from rows or from an error.
Does not belong here: what is asked of the release (`tools_*.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import WarehouseError

_UNITS = {
    "_tonnes": "tonnes",
    "_pct": "percent",
    "_usd": "US dollars",
    "_kg": "kilograms",
    "hhi": "points of 10,000",
}
_EDITIONS = """
select edition_id, source_name, edition, published_on, licence, attribution, doi_or_url
from marts.dim_edition
where edition_id in (select unnest($editions))
order by edition_id
"""


class Source(BaseModel):
    """An edition that numbers of an answer are printed in, with the credit that it asks for."""

    edition_id: str
    source_name: str
    edition: str
    published_on: str | None
    licence: str
    attribution: str | None
    doi_or_url: str | None


class Refusal(BaseModel):
    """Why there is no answer, and what it would take."""

    reason: str = Field(description="What is not held, or what the question does not determine.")
    held: str = Field(description="What is held instead, or the choices.")
    found: str = Field(description="What was asked or found in its place.")
    needed: str = Field(description="What it would take, or how to ask instead.")


class Answer(BaseModel):
    """Rows of released tables, each with bounds, edition, licence and source row; or a refusal."""

    is_answered: bool
    summary: str = Field(description="The answer in a sentence that names bounds and edition.")
    rows: list[dict[str, Any]] = Field(
        description="Each row names edition_id, licence and where it is printed: source_file_id "
        "with source_row (or source_rows), source_key for sums of trade, source_url for measures."
    )
    units: dict[str, str] = Field(description="Column to unit.")
    excludes: list[str] = Field(description="What printed world totals leave out, by mineral.")
    sources: list[Source]
    notes: list[str]
    refusal: Refusal | None
    release_id: str


def answered(
    served: Served,
    release_id: str,
    rows: Sequence[Row],
    summary: str,
    notes: Sequence[str] = (),
) -> Answer:
    """An answer of rows: units from the names of columns, sources from their editions."""
    editions = {
        str(value)
        for row in rows
        for name, value in row.items()
        if name.endswith("edition_id") and value
    }
    return Answer(
        is_answered=True,
        summary=summary,
        rows=[dict(row) for row in rows],
        units=_units(rows),
        excludes=sorted({str(row["excludes"]) for row in rows if row.get("excludes")}),
        sources=_sources(served, editions),
        notes=list(notes),
        refusal=None,
        release_id=release_id,
    )


def refused(release_id: str, refusal: Refusal, notes: Sequence[str] = ()) -> Answer:
    """No answer: no rows, and never a number."""
    return Answer(
        is_answered=False,
        summary=f"Not answered: {refusal.reason}.",
        rows=[],
        units={},
        excludes=[],
        sources=[],
        notes=list(notes),
        refusal=refusal,
        release_id=release_id,
    )


def refusal_of(error: WarehouseError) -> Refusal:
    """What an error says, for a reader that has no terminal."""
    return Refusal(
        reason=error.what,
        held=error.expected,
        found=error.found,
        needed=error.way_out or "another question: describe lists the tables that are held",
    )


def _sources(served: Served, editions: set[str]) -> list[Source]:
    if not editions:
        return []
    rows = served.rows(_EDITIONS, editions=sorted(editions))
    return [Source(**_texts(row)) for row in rows]


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value is None else str(value) for name, value in row.items()}


def _units(rows: Sequence[Row]) -> dict[str, str]:
    names = list(rows[0]) if rows else []
    return {
        name: unit
        for name in names
        for ending, unit in _UNITS.items()
        if name.endswith(ending) or (name.startswith("hhi") and ending == "hhi")
    }
