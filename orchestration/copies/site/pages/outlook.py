"""What is projected for a mineral, on its page: beside today's share by the same model.

Belongs here: that part of the page of a mineral.
Does not belong here: shares of today (`panel.py`); no projection stands in one of their figures.
"""

from __future__ import annotations

from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.words import percent, span

KEY = ("edition_id", "stage", "form")


def outlook_of(context: Context, mineral: str) -> list[Row]:
    """A table for each step that a publisher projects: countries by years."""
    tables: dict[tuple[str, ...], list[Row]] = {}
    for row in context.facts.of("outlook", "mineral_id").get(mineral, []):
        tables.setdefault(tuple(row[name] for name in KEY), []).append(row)
    return [_table(context, rows) for rows in tables.values()]


def _table(context: Context, rows: list[Row]) -> Row:
    lines: dict[str, Row] = {}
    for row in rows:
        line = lines.setdefault(row["country_id"], _today(context, row))
        line["later"][row["year"]] = _share(context, row, "share")
        line["sources"].append(str(row["source_row"]))
    return {
        "name": context.table_name(rows[0]),
        "counted": context.counted(rows[0]),
        "source": context.facts.edition_name(rows[0]["edition_id"]),
        "modelled_year": rows[0]["modelled_year"],
        "years": sorted({row["year"] for row in rows}),
        "rows": list(lines.values()),
    }


def _today(context: Context, row: Row) -> Row:
    return {
        "country_id": row["country_id"],
        "country_name": row["country_name"],
        "today": _share(context, row, "modelled"),
        "later": {},
        "sources": [str(row["modelled_source_row"] or "")],
    }


def _share(context: Context, row: Row, stem: str) -> Row:
    value = row[f"{stem}_pct"]
    return {
        "text": context.say("share.none") if value is None else percent(value, context.say),
        "range": span(row[f"{stem}_min_pct"], row[f"{stem}_max_pct"], context.say),
        "value": value,
    }
