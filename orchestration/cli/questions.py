"""The commands that answer: `minerals show`, `headlines`, `claims`, `claim`.

Belongs here: one thin function per command, added to the application by `add_to`.
Does not belong here: what a command prints (`show.py`, `claims.py`); trade (`trades.py`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.cli import completion
from orchestration.cli.options import AsCsv, AsJson

PANEL = "Ask"


def add_to(app: typer.Typer) -> None:
    """Give the application these commands."""
    for command in (show, headlines, claims, claim):
        app.command(rich_help_panel=PANEL)(command)


def show(
    name: Annotated[
        list[str],
        typer.Argument(
            help="A mineral, one of its products, or a country, by any of its names.",
            autocompletion=completion.names,
        ),
    ],
    year: Annotated[int | None, typer.Option(help="Default: the newest year.")] = None,
    stage: Annotated[
        str | None, typer.Option(help="mine, smelter, refinery or plant. Default: all printed.")
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(
            help="An edition of a source, such as usgs_mcs_2025. Default: the newest.",
            autocompletion=completion.editions,
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Who produces a mineral, or what a country produces: shares, bounds, concentration.

    Any name will do, in English, Russian or Kazakh: a spelling (aluminum), an
    abbreviation (REE, UK), a code (KZ, KAZ), a symbol (Co), a former name (Zaire),
    the beginning of a name. Case, accents and punctuation do not matter, and
    several words need no quotes. A product leads to its mineral: bauxite is
    aluminium at the mine. What may mean several things is refused, with the
    choices: minerals show congo. The table dim_name has all names.

    Examples: minerals show cobalt · minerals show rare earths ·
    minerals show uranium --year 2021 · minerals show bauxite ·
    minerals show kazakhstan · minerals show Қазақстан
    """
    from orchestration.cli.show import print_named

    print_named(
        " ".join(name), year=year, stage=stage, edition=edition, as_json=as_json, as_csv=as_csv
    )


def claims(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """The register of claims, and how many readings of each hold."""
    from orchestration.cli.claims import print_claims

    print_claims(as_json=as_json, as_csv=as_csv)


def headlines(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Each list in numbers: lines with figures, above 60%, undecided, without figures.

    The same numbers stand first on the pages and on the dashboard (table rpt_headline).
    """
    from orchestration.cli.headlines import print_headlines

    print_headlines(as_json=as_json, as_csv=as_csv)


def claim(
    claim_id: Annotated[
        str,
        typer.Argument(
            help="A claim of the register, such as C03.", autocompletion=completion.claims
        ),
    ],
    known_on: Annotated[
        str | None,
        typer.Option(
            "--known-on", help="As known then: only editions published up to a day, 2025-12-31."
        ),
    ] = None,
    all_editions: Annotated[
        bool, typer.Option("--all-editions", help="Every edition, not only the newest of a year.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """One claim: what was said, each reading of it, the verdict by source, edition and year.

    Examples: minerals claim C03 · minerals claim C01 --known-on 2025-12-31
    """
    from orchestration.cli.claims import print_claim

    print_claim(
        claim_id, known_on=known_on, all_editions=all_editions, as_json=as_json, as_csv=as_csv
    )
