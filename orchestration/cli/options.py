"""Options that several commands share.

Belongs here: their names and help.
Does not belong here: what a command does with them.
"""

from __future__ import annotations

from typing import Annotated

import typer


def _one_form(context: typer.Context, parameter: typer.CallbackParam, value: bool) -> bool:
    """Refuse the second of `--json` and `--csv`, whichever comes first."""
    others = {"as_json", "as_csv"} - {parameter.name}
    if value and any(context.params.get(name) for name in others):
        raise typer.BadParameter("--json or --csv, not both", context)
    return value


AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON for a program.", callback=_one_form)
]
AsCsv = Annotated[
    bool,
    typer.Option(
        "--csv",
        help="Print CSV for a spreadsheet; a text that would be a formula there begins with '.",
        callback=_one_form,
    ),
]
