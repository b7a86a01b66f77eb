"""The command that supposes: what if a country stopped and another one grew.

Belongs here: its options and help, added to the application by `add_to`.
Does not belong here: what it prints (`what_if.py`), the formula (`copies/answers/what_if.py`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.cli import completion
from orchestration.cli.lookups import PANEL, MineralName
from orchestration.cli.options import AsCsv, AsJson

Stops = Annotated[
    str | None,
    typer.Option(
        help="Who makes less. Default: the largest producer.", autocompletion=completion.countries
    ),
]
By = Annotated[int, typer.Option(min=0, max=100, help="How much less, in percent of its output.")]
Grows = Annotated[
    str | None,
    typer.Option(
        help="Who makes more. Default: the second largest producer.",
        autocompletion=completion.countries,
    ),
]
With = Annotated[
    int, typer.Option("--with", min=0, max=400, help="How much more, in percent of its output.")
]
TableName = Annotated[
    str | None,
    typer.Option(
        help="Which table of the mineral: words of its stage, form, source, such as refinery or "
        "'mine iea'. Default: the one that stands for the mineral.",
    ),
]
AsSql = Annotated[
    bool, typer.Option("--sql", help="Print the query of this question instead of its answer.")
]


def add_to(app: typer.Typer) -> None:
    """Give the application this command."""
    app.command("what-if", rich_help_panel=PANEL)(what_if)


def what_if(
    name: MineralName,
    stops: Stops = None,
    by: By = 50,
    grows: Grows = None,
    more: With = 0,
    table: TableName = None,
    as_sql: AsSql = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What the shares would be if one country made less and another one more.

    Everybody else makes what they make now. With p the shares of the newest year and f = 1 - by/100
    for who makes less, 1 + with/100 for who makes more, 1 for the others: 100 f p / sum of f p.

    Ranges are what the printed figures allow, with and without those whom a total leaves out. A
    country whose figure is withheld stays a range; if it is the one that is moved, so does
    everybody. It says nothing about demand, prices or who could in truth make more.

    Examples: minerals what-if cobalt · minerals what-if cobalt --stops drc --by 100 ·
    minerals what-if lithium --stops australia --by 30 --grows chile --with 50 --csv ·
    minerals what-if cobalt --table refinery --sql
    """
    from orchestration.cli.what_if import Question, print_what_if

    question = Question(" ".join(name), table, stops, by, grows, more)
    print_what_if(question, as_sql=as_sql, as_json=as_json, as_csv=as_csv)
