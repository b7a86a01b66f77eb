"""The commands for whoever works on the project: `minerals build` and `minerals new`.

Belongs here: one thin function per command, added to the application by `add_to`.
Does not belong here: what a command does (`build.py`, `new.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PANEL = "Develop"

new = typer.Typer(
    suggest_commands=False,  # click does
    no_args_is_help=True,
    help="Skeletons: minerals new mart, minerals new claim.",
)


def add_to(app: typer.Typer) -> None:
    """Give the application these commands."""
    app.command(rich_help_panel=PANEL)(build)
    app.add_typer(new, name="new", rich_help_panel=PANEL)


def build(
    select: Annotated[
        list[str] | None, typer.Option("--select", "-s", help="As dbt's --select; may be repeated.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", help="As dbt's --exclude; may be repeated.")
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state", help="Folder with a manifest.json, for state:modified.", file_okay=False
        ),
    ] = None,
    wait: Annotated[
        float, typer.Option("--wait", help="Seconds to wait for a refresh that is running.")
    ] = 0.0,
) -> None:
    """Build and test a part of the tables, without gates and without publishing.

    The next refresh builds what hangs on that part.

    Examples: minerals build -s fct_claim_check+ · minerals build -s state:modified+
    --state warehouse/build/state
    """
    from orchestration.cli.build import run_build

    words = [word for text in select or () for word in text.split()]
    run_build(select=words, exclude=exclude or (), state=state, wait=wait)


@new.command()
def mart(
    name: Annotated[str, typer.Argument(help="dim_…, fct_… or rpt_…")],
    domain: Annotated[
        str, typer.Option("--domain", help="The folder of dbt_project/models it belongs to.")
    ] = "reporting",
) -> None:
    """Write model, contract, suite and mutation of a mart; refuses to overwrite."""
    from orchestration.cli.new import new_mart, print_written

    paths = new_mart(name, domain)
    print_written(paths, f"then: write it, and minerals build -s {name}")


@new.command()
def claim(
    claim_id: Annotated[str, typer.Argument(help="An identifier that is free, such as C99.")],
    text: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim, in our words.")],
) -> None:
    """Append a claim and a reading to their registers; refuses one that is there."""
    from orchestration.cli.new import new_claim, print_written

    paths = new_claim(claim_id, text)
    print_written(paths, "then: fill in what minerals check names; minerals build -s claims+")
