"""The commands that look up: lists, limits, controls, reserves, revisions, markets, plants.

Belongs here: one thin function per command, added to the application by `add_to`.
Does not belong here: what a command prints (`lookup_lists.py`, `lookup_figures.py`,
`lookup_markets.py`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.cli import completion
from orchestration.cli.options import AsCsv, AsJson

PANEL = "Ask"
ListName = Annotated[
    list[str] | None,
    typer.Argument(
        help="A list: us_2025, 'uk strategy', eu. Default: the newest.",
        autocompletion=completion.lists,
    ),
]
SubjectName = Annotated[
    list[str] | None,
    typer.Argument(
        help="A mineral or a country, by any of its names. Default: all.",
        autocompletion=completion.names,
    ),
]
MineralName = Annotated[
    list[str],
    typer.Argument(help="A mineral, by any of its names.", autocompletion=completion.minerals),
]
AnyMineralName = Annotated[
    list[str] | None,
    typer.Argument(
        help="A mineral, by any of its names. Default: all.", autocompletion=completion.minerals
    ),
]


def add_to(app: typer.Typer) -> None:
    """Give the application these commands."""
    app.command(rich_help_panel=PANEL)(watchlist)
    app.command("list", rich_help_panel=PANEL)(list_)
    for command in (
        cap,
        controls,
        compare,
        reserves,
        revisions,
        outlook,
        prices,
        account,
        capacity,
    ):
        app.command(rich_help_panel=PANEL)(command)


def watchlist(name: ListName = None, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """The minerals of a list, those with most signs of risk first.

    The largest share of one country is shown as printed, and between what limits it lies when
    everybody counts whom the world total leaves out. Signs that could not be measured are counted
    apart: unknown is not safe.

    Examples: minerals watchlist · minerals watchlist us 2025 · minerals watchlist eu --csv
    """
    from orchestration.cli.lookup_lists import print_watchlist

    print_watchlist(" ".join(name or ()), as_json=as_json, as_csv=as_csv)


def list_(name: ListName = None, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Which lists there are, or the lines of one as printed, with the minerals they name.

    A line that stands for several minerals has a row for each; lines are counted by their number.

    Examples: minerals list · minerals list uk strategy · minerals list us_2018 --csv
    """
    from orchestration.cli.lookup_lists import print_list

    print_list(" ".join(name or ()), as_json=as_json, as_csv=as_csv)


def cap(
    name: AnyMineralName = None,
    of_list: Annotated[
        str | None,
        typer.Option("--list", help="Only minerals of a list.", autocompletion=completion.lists),
    ] = None,
    partners: Annotated[
        bool, typer.Option("--partners", help="Who else makes it, and how far that fills the gap.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Which supplies come for more than 60% from one country, and how many tonnes are missing.

    Above and not above are said only where everybody's output is counted in, whom the printed world
    total leaves out too; what that leaves open is undecided. Without a name: all that are above or
    undecided.

    Examples: minerals cap · minerals cap cobalt · minerals cap cobalt --partners ·
    minerals cap --list uk_strategy_2025 --csv
    """
    from orchestration.cli.lookup_lists import print_caps

    print_caps(
        " ".join(name or ()), of_list=of_list, partners=partners, as_json=as_json, as_csv=as_csv
    )


def controls(
    name: SubjectName = None,
    agreements: Annotated[
        bool, typer.Option("--agreements", help="Agreements instead of export controls.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Export controls, or agreements, of a country or on a mineral, newest first, with source.

    Examples: minerals controls china · minerals controls gallium ·
    minerals controls kazakhstan --agreements
    """
    from orchestration.cli.lookup_figures import print_controls

    print_controls(" ".join(name or ()), agreements=agreements, as_json=as_json, as_csv=as_csv)


def compare(
    left: Annotated[
        str, typer.Argument(help="A mineral or a country.", autocompletion=completion.names)
    ],
    right: Annotated[
        str, typer.Argument(help="Another of the same kind.", autocompletion=completion.names)
    ],
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Two minerals side by side, or the shares of two countries wherever both are printed.

    Bounds count everybody, whom the printed world total leaves out too. Names of several words take
    quotes.

    Examples: minerals compare cobalt lithium · minerals compare chile peru ·
    minerals compare 'rare earths' graphite_natural --json
    """
    from orchestration.cli.lookup_figures import print_comparison

    print_comparison(left, right, as_json=as_json, as_csv=as_csv)


def reserves(
    name: SubjectName = None,
    edition: Annotated[
        str | None,
        typer.Option(
            help="An edition, such as usgs_mcs_2025. Default: the newest of each source.",
            autocompletion=completion.editions,
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Reserves of a mineral by country, or what a country holds, in tonnes with bounds.

    Examples: minerals reserves lithium · minerals reserves kazakhstan ·
    minerals reserves cobalt --edition usgs_mcs_2024
    """
    from orchestration.cli.lookup_figures import print_reserves

    print_reserves(" ".join(name or ()), edition=edition, as_json=as_json, as_csv=as_csv)


def revisions(
    from_edition: Annotated[
        str, typer.Argument(help="The earlier edition.", autocompletion=completion.editions)
    ],
    to_edition: Annotated[
        str, typer.Argument(help="The next one.", autocompletion=completion.editions)
    ],
    mineral: Annotated[
        str | None,
        typer.Option(help="Only this mineral.", autocompletion=completion.minerals),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Lines on the terminal; 0: all. Programs get all.")
    ] = 40,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """What an edition prints otherwise than the one before, beyond rounding first.

    Examples: minerals revisions usgs_mcs_2025 usgs_mcs_2026 ·
    minerals revisions usgs_mcs_2025 usgs_mcs_2026 --mineral cobalt --csv
    """
    from orchestration.cli.lookup_figures import print_revisions

    print_revisions(
        from_edition, to_edition, mineral=mineral, limit=limit, as_json=as_json, as_csv=as_csv
    )


def outlook(name: MineralName, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """What is projected for 2030 to 2040, beside the share of today by the same model.

    A projection has a status of its own: no share, index or rank of today rests on it.

    Examples: minerals outlook cobalt · minerals outlook lithium --csv
    """
    from orchestration.cli.lookup_markets import print_outlook

    print_outlook(" ".join(name), as_json=as_json, as_csv=as_csv)


def prices(name: MineralName, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Prices by year with unit and edition, and what output and the gap to 60% are worth.

    Money is tonnes times a price of the same form, otherwise the reason why it is not known.

    Examples: minerals prices gallium · minerals prices cobalt --csv
    """
    from orchestration.cli.lookup_markets import print_prices

    print_prices(" ".join(name), as_json=as_json, as_csv=as_csv)


def account(name: MineralName, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """The account of the United States: production, imports, exports, consumption, reliance.

    Examples: minerals account cobalt · minerals account gallium --csv
    """
    from orchestration.cli.lookup_markets import print_account

    print_account(" ".join(name), as_json=as_json, as_csv=as_csv)


def capacity(name: SubjectName = None, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """What plants could make, what of it is idle, and how much is in use, with bounds.

    Examples: minerals capacity gallium · minerals capacity kazakhstan · minerals capacity --csv
    """
    from orchestration.cli.lookup_markets import print_capacity

    print_capacity(" ".join(name or ()), as_json=as_json, as_csv=as_csv)
