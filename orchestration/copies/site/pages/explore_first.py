"""What the explorer shows before anybody chooses: its controls, charts and rows as HTML.

Belongs here: the state without a choice, word for word as the explorer's script would write it.
Does not belong here: any other state (`static/explore.js`), the data file (`pages/explore.py`).

The page is read before any script and without its data; the script takes over what stands there.
A browser test compares this state with what the script writes for the same choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from orchestration.copies.site import queries
from orchestration.copies.site.colours import COLOURS, TABLE
from orchestration.copies.site.data import Row, grouped
from orchestration.copies.site.figures import ABOVE_LINES, Figure
from orchestration.copies.site.labels import Labels
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.packed import described, table_address
from orchestration.copies.site.spoken import sorting

COLUMNS = (
    "mineral", "table", "country_name", "year", "value_as_printed", "unit_as_printed",
    "quantity_tonnes", "quantity_min_tonnes", "quantity_max_tonnes", "share_pct", "share_min_pct",
    "share_max_pct", "value_status", "edition_id", "file_name", "source_row",
)  # fmt: skip
_TEXTS = {"mineral", "table", "country_name", "unit_as_printed", "value_status"} | {
    "edition_id",
    "file_name",
}
_AS_THEY_ARE = {"year", "value_as_printed", "source_row"}
_MINERAL = "cobalt"
LARGEST = 6  # countries of a table that are drawn where nobody chose any
_NAMED = 4
_STILL = 560  # pixels of one of two columns
_SMALL = 100  # tonnes, of which the hundredths are written
_LEAST = 0.01  # what two decimals can say; half of it is written as more than zero


def first_tables(tables: list[str]) -> list[str]:
    """The tables of the state without a choice: who mines cobalt, and who refines it."""
    wanted = [
        next((t for t in reversed(tables) if t.startswith(f"{_MINERAL}.{stage}.")), None)
        for stage in ("mine", "refinery")
    ]
    return [table for table in wanted if table] or tables[:1]


def first_state(context: Context) -> dict[str, Any]:
    """What the template of the explorer writes: choices of its controls, figures, rows, query."""
    tables = {
        table_address(rows[0]): rows
        for rows in grouped(context.facts.rows["shares"], *TABLE).values()
    }
    names = {table: described(context, rows[0]) for table, rows in tables.items()}
    first = first_tables(sorted(tables))
    newest = {table: [r for r in tables[table] if r["is_latest_vintage"]] for table in first}
    rows = [{**row, **names[table]} for table in first for row in newest[table]]
    every = [row for table in first for row in tables[table]]
    return {
        "chips": {table: _title(names[table]) for table in first},
        "mineral": _MINERAL,
        "minerals": _minerals(context, names),
        "tables": {
            table: f"{name['table']} ({name['source']})"
            for table, name in sorted(names.items())
            if table.startswith(f"{_MINERAL}.")
        },
        "countries": _countries(context),
        "years": sorted({row["year"] for row in every}),
        "editions": _editions(context, every),
        "figures": [
            _figure(context, f"x{at}", names[table], newest[table])
            for at, table in enumerate(first)
        ],
        "columns": [(_key(name), name not in _TEXTS) for name in COLUMNS],
        "rows": [[_cell(name, row[name], context.say) for name in COLUMNS] for row in rows],
        "count": len(rows),
        "query": _query(first),
    }


def written(value: float, say: Labels, most: int = 0) -> str:
    """A number as the script writes it: at most so many decimals, halves away from zero.

    A half is what its shortest decimal says, as in a browser: 1.005, not the 1.00499… that it is.
    """
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    return say.decimal(float(rounded), "#,##0." + "#" * most)


def _title(name: Row) -> str:
    return f"{name['mineral']}: {name['table']} ({name['source']})"


def _key(column: str) -> str:
    return column.removesuffix("_name") if column == "country_name" else column


def _minerals(context: Context, names: dict[str, Row]) -> list[tuple[str, str]]:
    minerals = {table.partition(".")[0]: name["mineral"] for table, name in names.items()}
    return sorted(minerals.items(), key=lambda one: sorting(one[1], context.say))


def _countries(context: Context) -> list[tuple[str, str]]:
    rows = context.facts.rows["shares"]
    countries = {r["country_id"]: r["country_name"] for r in rows if not r["is_residual"]}
    return sorted(countries.items(), key=lambda one: sorting(one[1], context.say))


def _editions(context: Context, rows: list[Row]) -> list[tuple[str, str]]:
    editions = sorted({row["edition_id"] for row in rows}, reverse=True)
    return [(edition, context.facts.edition_name(edition)) for edition in editions]


def _cell(column: str, value: Any, say: Labels) -> Row:
    """A cell: whether it is a number, the number unrounded, its text."""
    if value is None:
        text = ""
    elif column in _TEXTS or column in _AS_THEY_ARE:
        text = str(value)
    elif 0 < value < _LEAST / 2:
        text = f"<{written(_LEAST, say, 2)}"
    else:
        text = written(value, say, 2)
    whole = isinstance(value, float) and value.is_integer()
    kept = "" if value is None else int(value) if whole else value
    return {"is_number": column not in _TEXTS, "value": kept, "text": text}


def _query(tables: Iterable[str]) -> str:
    names = ("mineral_id", "stage", "form", "source_id")
    asked = [
        " and ".join(f"p.{name} = '{id}'" for name, id in zip(names, t.split("."), strict=True))
        for t in tables
    ]
    where = " or ".join(f"({one})" for one in asked)
    return (
        queries.SHARES.replace("{where}", f"({where})\n    and p.is_latest_vintage").strip() + ";"
    )


def _figure(context: Context, figure: str, name: Row, rows: list[Row]) -> Figure:
    """Tonnes of a table's largest countries as lines, each within its bounds."""
    years = range(min(row["year"] for row in rows), max(row["year"] for row in rows) + 1)
    lines, legend, seen = [], [], set()
    for country in _largest([row for row in rows if row["year"] == years[-1]]):
        mine = {row["year"]: row for row in rows if row["country_id"] == country}
        slot, name_shown = _colour(context, country), next(iter(mine.values()))["country_name"]
        legend.append((f"c{slot}{' twin' if slot in seen else ''}", name_shown))
        lines += [_point(name_shown, slot, year, mine.get(year), slot in seen) for year in years]
        seen.add(slot)
    tops = [max(point["v"] or 0, point["hi"] or 0) for point in lines]
    return Figure(
        id=figure,
        kind="lines",
        title=_title(name),
        alternative=_alternative(context.say, lines),
        source=_source(context, name, rows),
        sql="",
        data={"rows": lines, "lines": []},
        signals={
            "top": max(tops, default=0) * ABOVE_LINES or 1,
            "unit": "t",
            "first": years[0],
            "last": years[-1],
        },
        legend=legend,
        still=_STILL,
    )


def _largest(rows: list[Row]) -> list[str]:
    sized = [
        row
        for row in rows
        if not row["is_residual"] and (row["quantity_tonnes"] or row["quantity_max_tonnes"])
    ]
    sized.sort(key=lambda r: (-(r["quantity_tonnes"] or 0), -(r["quantity_max_tonnes"] or 0)))
    return [row["country_id"] for row in sized[:LARGEST]]


def _colour(context: Context, country: str) -> int:
    """A country's own colour; one without takes that of its place in the data file."""
    if country in context.colours:
        return context.colours[country]
    tables = grouped(context.facts.rows["shares"], *TABLE).values()
    places = dict.fromkeys(row["country_id"] for rows in tables for row in rows)
    return list(places).index(country) % COLOURS


def _point(name: str, slot: int, year: int, row: Row | None, twin: bool) -> Row:
    value, low, high = (
        row and row[column]
        for column in ("quantity_tonnes", "quantity_min_tonnes", "quantity_max_tonnes")
    )
    point = {"name": name, "slot": slot, "year": year, "twin": twin, "is_row": row is not None}
    return {**point, "v": value, "lo": low, "hi": high}


def _alternative(say: Labels, lines: list[Row]) -> str:
    rows = [point for point in lines if point["is_row"]]
    if not rows:
        return ""
    year = max(point["year"] for point in rows)
    known = [point for point in rows if point["year"] == year and point["v"] is not None]
    known.sort(key=lambda point: -point["v"])
    values = "; ".join(f"{point['name']} {_tonnes(point['v'], say)}" for point in known[:_NAMED])
    sentences = [
        say("explore.words.newest", year=year, values=values)
        if values
        else say("explore.words.newest_unknown", year=year)
    ]
    if gaps := sum(point["v"] is None for point in rows):
        sentences.append(say.count("explore.words.gaps", gaps))
    return " ".join(sentences)


def _tonnes(value: float, say: Labels) -> str:
    return f"{written(value, say, 2 if value < _SMALL else 0)} {say('explore.words.unit_tonnes')}"


def _source(context: Context, name: Row, rows: list[Row]) -> str:
    editions = dict.fromkeys(context.facts.edition_name(row["edition_id"]) for row in rows)
    return context.say(
        "explore.words.source", editions=", ".join(editions), counted=name["counted"]
    )
