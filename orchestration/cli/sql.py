"""`minerals sql` and `minerals dictionary`: queries of one's own, and what there is to query.

Belongs here: both commands and what they print.
Does not belong here: which statements and how much are let through (`copies/file/limited.py`).
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from orchestration.cli import completion
from orchestration.cli.options import AsCsv, AsJson

PANEL = "Ask"
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


def add_to(app: typer.Typer) -> None:
    """Give the application these commands."""
    app.command(rich_help_panel=PANEL)(sql)
    app.command(rich_help_panel=PANEL)(dictionary)


def sql(
    query: Annotated[str, typer.Argument(help="One select; - reads it from standard input.")],
    rows: Annotated[int, typer.Option(min=1, help="Most rows.")] = 1_000,
    seconds: Annotated[float, typer.Option(min=0.1, help="Longest time.")] = 20.0,
    memory: Annotated[int, typer.Option(min=64, help="Most memory, in MB.")] = 1_024,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Ask the release in SQL, read-only: no file, no setting, no other database is in reach.

    The query runs in a process of its own that is ended at its limits of time and memory. Tables
    are in schema marts; minerals dictionary names them. DuckDB's dialect: from … is a query, and
    describe, summarize and explain are let through.

    Examples: minerals sql "from marts.rpt_headline" --csv ·
    minerals sql "select country_id, share_pct, edition_id, source_row from marts.fct_production
    where mineral_id = 'cobalt' and is_latest_vintage and year = 2024" · minerals sql - < query.sql
    """
    from orchestration.copies.file.limited import Limits, run_limited
    from orchestration.settings import get_settings

    text = sys.stdin.read() if query == "-" else query
    limits = Limits(seconds=seconds, rows=rows, memory_mb=memory)
    result = run_limited(get_settings(), text, limits)
    _print_result(result, rows, as_json=as_json, as_csv=as_csv)


def _print_result(result: object, most: int, *, as_json: bool, as_csv: bool) -> None:
    from orchestration.cli.output import for_programs, plain, table_of, terminal
    from orchestration.copies.file.limited import Result

    assert isinstance(result, Result)  # noqa: S101
    records = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    columns = dict.fromkeys(result.columns)  # of two of one name, a record has one
    if not for_programs(records, as_json=as_json, as_csv=as_csv, columns=columns):
        texts = {
            name
            for name, kind in zip(result.columns, result.types, strict=True)
            if not kind.startswith(_NUMBERS)
        }
        table = table_of(*result.columns, texts=texts, pad_edge=False, padding=(0, 1, 0, 0))
        for row in result.rows:
            table.add_row(*("" if value is None else plain(value) for value in row))
        terminal().print(table)
    if result.is_cut:
        sys.stderr.write(f"The first {most:,} rows; more: --rows\n")


def dictionary(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A table, or a column. Default: every table.", autocompletion=completion.tables
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What each table and column of the release means, with unit, key and what it points to.

    Examples: minerals dictionary · minerals dictionary fct_production ·
    minerals dictionary share_all_min_pct
    """
    from orchestration.cli.drawn import drawn
    from orchestration.cli.output import for_programs, terminal
    from orchestration.copies.answers.dictionary import columns, tables
    from orchestration.settings import get_settings

    found = columns(get_settings(), name) if name else tables(get_settings())
    if for_programs(found, as_json=as_json, as_csv=as_csv):
        return
    shown = (
        ("column", "type", "unit", "points_to", "description")
        if name
        else ("table", "rows", "key", "description")
    )
    if name and len({row["table"] for row in found}) > 1:
        shown = ("table", *shown)
    heads = {head.replace("_", " "): head for head in shown}
    terminal().print(drawn(found, heads, texts={*heads} - {"rows"}))
