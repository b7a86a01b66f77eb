"""The figures that the explorer chooses from, packed small enough to be read in one go.

Belongs here: which columns travel to the browser, and in what order.
Does not belong here: choosing and drawing (`static/explore.js`), the page (`pages/explore.py`).

A row is a list; names, files and editions stand once and are referred to by their place. Nothing is
rounded and nothing is left out: withheld and unknown figures travel with their status.
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site.colours import TABLE
from orchestration.copies.site.data import Row, SiteFacts, grouped
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.series import series, series_names

SHARES = (
    "quantity_tonnes",
    "quantity_min_tonnes",
    "quantity_max_tonnes",
    "share_pct",
    "share_min_pct",
    "share_max_pct",
    "value_as_printed",
    "unit_as_printed",
    "source_row",
)
INDICES = ("year", "hhi", "hhi_min", "hhi_max")


class Places:
    """Values in the order in which they came, each once."""

    def __init__(self) -> None:
        self._places: dict[Any, int] = {}

    def of(self, value: Any) -> int:
        """Where a value stands."""
        return self._places.setdefault(value, len(self._places))

    @property
    def values(self) -> list[Any]:
        """The values by their places."""
        return list(self._places)


def table_address(row: Row) -> str:
    """How a table is named in the explorer's address, such as `cobalt.mine.all.usgs_mcs`."""
    return ".".join(row[column] for column in ("mineral_id", "stage", "form", "source_id"))


def packed(facts: SiteFacts) -> dict[str, Any]:
    """Tables and rows of the release, for the script of the explorer in any language."""
    countries, editions, files, statuses = Places(), Places(), Places(), Places()
    indices = grouped(facts.rows["concentration"], *TABLE)
    tables = []
    for key, rows in grouped(facts.rows["shares"], *TABLE).items():
        tables.append(
            {
                "id": table_address(rows[0]),
                "rows": [
                    [
                        editions.of(row["edition_id"]),
                        row["year"],
                        countries.of(row["country_id"]),
                        statuses.of(row["value_status"]),
                        files.of(row["file_name"]),
                        int(row["is_latest_vintage"]),
                        *(row[column] for column in SHARES),
                    ]
                    for row in rows
                ],
                "indices": [
                    [
                        editions.of(row["edition_id"]),
                        int(row["is_latest_vintage"]),
                        *(row[column] for column in INDICES),
                    ]
                    for row in indices.get(key, [])
                ],
            }
        )
    return {
        "release": facts.manifest.release_id,
        "series": series(facts, editions.of),
        "tables": sorted(tables, key=lambda table: str(table["id"])),
        "countries": countries.values,
        "residuals": sorted({r["country_id"] for r in facts.rows["shares"] if r["is_residual"]}),
        "editions": [_edition(facts, name) for name in editions.values],
        "files": files.values,
        "statuses": statuses.values,
    }


def names(context: Context) -> dict[str, Any]:
    """What the ids of the packed rows are called in one language."""
    shares = context.facts.rows["shares"]
    return {
        "tables": {
            table_address(rows[0]): described(context, rows[0])
            for rows in grouped(shares, *TABLE).values()
        },
        "countries": {row["country_id"]: row["country_name"] for row in shares},
        "editions": {name: context.short_edition(name) for name in context.facts.editions},
        "series": series_names(context),
        "statuses": context.say.group("status"),
    }


def described(context: Context, row: Row) -> Row:
    """How a table is named: its mineral, stage and form, what is counted, who publishes it."""
    source = context.say.word("sources", row["source_id"])
    return {
        "mineral": context.facts.mineral_names.get(row["mineral_id"], row["mineral_id"]),
        "table": context.table_name(row),
        "counted": context.counted(row),
        "source": source,
    }


def _edition(facts: SiteFacts, edition_id: str) -> Row:
    edition = facts.editions[edition_id]
    return {
        "id": edition_id,
        "name": facts.edition_name(edition_id),
        "licence": edition["licence"],
        "credit": edition["attribution"],
    }
