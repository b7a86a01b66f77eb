"""Tools without a subject: names, the dictionary, and SQL of one's own.

Belongs here: those tools.
Does not belong here: which SQL is let through and how much of it (`copies/file/limited.py`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from orchestration.copies.agents.asking import Asked, Reply
from orchestration.copies.answers import dictionary
from orchestration.copies.file.limited import Limits, run_limited
from orchestration.ground.counted import counted

LIMITS = Limits(seconds=10, rows=500, result_bytes=500_000, memory_mb=512)
_SOURCED = {"edition_id", "source_file_id", "source_row"}
_NAMES = """
select name, language, kind, subject_id, name_kind, is_preferred, is_reviewed, source
from marts.dim_name
where kind = $kind and subject_id = $subject_id
order by is_preferred desc, language, name
"""


def find_name(
    asked: Asked,
    name: Annotated[str, Field(description="Any name: English, Russian, Kazakh, a code")],
) -> Reply:
    """What a name means: one mineral, product, country or group, with its other names."""
    subject = asked.subject(name)
    rows = asked.served.rows(_NAMES, kind=subject.kind, subject_id=subject.subject_id)
    step = f", counted at {subject.stage}, {subject.form}" if subject.stage else ""
    summary = f"{name} is {asked.title(subject)} ({subject.kind} {subject.subject_id}{step})."
    return Reply(rows, summary)


def describe(
    asked: Asked,
    name: Annotated[str, Field(description="A table or a column; empty: all tables")] = "",
) -> Reply:
    """What a table or a column of schema marts means, with units and keys."""
    settings = asked.settings
    rows = dictionary.columns(settings, name) if name else dictionary.tables(settings)
    return Reply(rows, f"{counted(len(rows), 'entry', 'entries')} of the dictionary.")


def query(
    asked: Asked, sql: Annotated[str, Field(description="One select over schema marts (DuckDB)")]
) -> Reply:
    """Read-only SQL, at most 500 rows, 10 seconds, 512 MB; no file, no setting is in reach.

    Select edition_id, source_file_id and source_row beside every number, and the bounds
    (…_min…, …_max…): without them the answer says that its numbers are not sourced.
    """
    result = run_limited(asked.settings, sql, LIMITS)
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    notes = [] if set(result.columns) >= _SOURCED else [_unsourced(result.columns)]
    if result.is_cut:
        notes.append(f"only the first {LIMITS.rows} rows: aggregate or filter")
    return Reply(rows, f"{counted(len(rows), 'row')}.", notes)


def _unsourced(columns: list[str]) -> str:
    missing = ", ".join(sorted(_SOURCED - set(columns)))
    return (
        f"not sourced: the rows lack {missing}; do not cite these numbers before they are joined to"
        " the rows that they come from"
    )


TOOLS = (find_name, describe, query)
