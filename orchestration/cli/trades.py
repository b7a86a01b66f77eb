"""The commands about trade: `minerals trade copper`, `minerals trade add`, `minerals trade list`.

Belongs here: one thin function per command, added to the application by `add_to`; that a name needs
no word of its own before it.
Does not belong here: what a command prints (`trade.py`, `bulk.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import click
import typer
from click.shell_completion import CompletionItem
from typer.core import TyperGroup

from orchestration.cli import completion
from orchestration.cli.options import AsCsv, AsJson

PANEL = "Ask"
OF = "of"
_HELP = "--help"


class NameFirst(TyperGroup):
    """`minerals trade copper` is `minerals trade of copper`; only its own words are commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the word before a name that stands without it."""
        first = next((arg for arg in args if not arg.startswith("-")), None)
        if args and first not in self.commands and args[0] != _HELP:
            args = [OF, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Its own words, and the names that need none before them."""
        own = super().shell_complete(ctx, incomplete)
        is_option = incomplete.startswith("-")
        return own if is_option else [*own, *map(CompletionItem, completion.names(incomplete))]


trade = typer.Typer(
    cls=NameFirst,
    suggest_commands=False,  # click does
    no_args_is_help=True,
    help="""Who sells a mineral, where imports come from, what a country sells.

minerals trade copper · minerals trade kazakhstan --year 2022

By code of goods, in value and weight, from CEPII's BACI. What ships holds codes of minerals in
HS92, some in HS17 too; all codes of an edition come by minerals trade add, and every answer then
rests on them.
""",
)


def add_to(app: typer.Typer) -> None:
    """Give the application these commands."""
    app.add_typer(trade, name="trade", rich_help_panel=PANEL)


@trade.command(OF)
def trade_of(
    name: Annotated[
        list[str],
        typer.Argument(
            help="A mineral or a country, by any of its names.", autocompletion=completion.names
        ),
    ],
    year: Annotated[int | None, typer.Option(help="Default: the newest year.")] = None,
    part: Annotated[
        str,
        typer.Option(
            help="What --json and --csv write of a mineral: exporters, origins (of imports), limit "
            "(of the United Kingdom), absent (codes in no file)."
        ),
    ] = "exporters",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Who sells a mineral and where imports come from, or what a country sells.

    By code of goods, in value and weight, from CEPII's BACI. Codes that are in no
    file here are named: what they hold is not known, not zero.

    Examples: minerals trade copper · minerals trade kazakhstan --year 2022 · minerals trade cobalt
    --part origins --csv
    """
    from orchestration.cli.trade import print_trade
    from orchestration.cli.trade_parts import part_of

    asked = " ".join(name)
    print_trade(asked, year=year, as_json=as_json, as_csv=as_csv, part=part_of(part, asked))


@trade.command("add")
def trade_add(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Publishers' bulk files, or folders that hold them.", exists=True),
    ],
    revision: Annotated[
        str,
        typer.Option(
            "--revision",
            help="Why landed figures are replaced, where the file's name does not say so.",
        ),
    ] = "",
    wait: Annotated[
        float, typer.Option("--wait", help="Seconds to wait for a refresh that is running.")
    ] = 900.0,
) -> None:
    """Land bulk files as partitioned Parquet below warehouse/trade, whole or not at all.

    CEPII's archives BACI_HS92_V202601.zip as they are, tables of single years, or the same columns
    as Parquet. HMRC's imports by country of origin, BDSImp2401.txt or .zip and its archives of half
    a year, as months; unproven on real files. A file is read within MINERALS_TRADE_MEMORY (512MB),
    a table at a time; a run that was killed goes on where it was. A record that cannot be, another
    unit, another edition's codes: the file is refused with its record, and nothing of it is landed.
    The next refresh reads CEPII's in the place of the figures that ship, and HMRC's beside them
    once a year has its twelve months.

    Examples: minerals trade add ~/downloads/BACI_HS92_V202601.zip · minerals trade add ~/baci
    """
    from orchestration.cli.bulk import land_bulk

    land_bulk(paths, revised_because=revision, wait=wait)


@trade.command("list")
def trade_list(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """What is landed in bulk: editions, years, records, totals, revisions."""
    from orchestration.cli.bulk import print_bulk

    print_bulk(as_json=as_json, as_csv=as_csv)
