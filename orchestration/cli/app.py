"""The commands of `minerals`, their help, and the exit codes.

Belongs here: one thin function per command.
Does not belong here: what a command prints (a module of its own beside this one).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from orchestration.cli import arrivals, develop, lookups, outside, questions, sql, supposed, trades
from orchestration.cli.around import begin, ended_early
from orchestration.cli.interrupted import Interruptible, Signals, listen_to_signals
from orchestration.cli.options import AsJson
from orchestration.cli.paragraphs import join_lines

HELP = """Who produces the world's critical minerals, how concentrated is each
supply, do the claims of governments hold, and how sure is each answer.

Start with: minerals refresh. It reads the figures that ship, builds and
gates the tables, and publishes warehouse/critical_minerals.duckdb.
Then: minerals show cobalt, minerals show kazakhstan, minerals claims.
Names at the tab key: minerals --install-completion, once.

Exit codes:

0  done, also when nothing had to be done
1  a bug
2  wrong usage, or no such thing
3  a source file or a register was refused
4  the dbt build failed
5  a gate failed
6  the release could not be published, or there is none yet
7  another refresh is running
8  a publisher could not be asked, or its answer is not accepted
9  the pages could not be made; those that stood there before still do
10 a person holds the served release (minerals rollback --lift ends that)
130, 143  interrupted (Ctrl-C, SIGTERM)

After 3 to 7, 10, 130 and 143 the released file is what it was before; after 8 too, unless
other publishers had something new.
"""

REFRESH, RELEASES = "Refresh", "Releases"

app = typer.Typer(
    cls=Interruptible,
    suggest_commands=False,  # click does
    callback=begin,
    help=HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command(rich_help_panel=REFRESH)
def refresh(
    input_dir: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Folder with publishers' files, searched through; default: the figures that ship.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", "--full", help="Read, build and gate everything, changed or not."),
    ] = False,
    wait: Annotated[
        float, typer.Option("--wait", help="Seconds to wait for a refresh that is running.")
    ] = 0.0,
    live: Annotated[
        bool, typer.Option("--live", help="First ask the publishers, and look into warehouse/drop.")
    ] = False,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="With --live: only this source; may be repeated."),
    ] = None,
    engine: Annotated[
        Literal["duckdb", "spark"] | None,
        typer.Option("--engine", help="What builds trade, shares and concentration."),
    ] = None,
) -> None:
    """Read the figures, build and test the marts, gate them, publish a release.

    All or nothing: a gate that fails leaves the released file as it was. With unchanged input
    nothing is built and the command says so.

    Without --live no network is needed: what is pinned is read, which is the figures that ship,
    overlaid by editions that have landed and were accepted. With --live the publishers are asked
    first. A new edition is accepted only if it continues the last one; otherwise it waits in
    quarantine for a person, and the release stays as it is.

    With --engine spark (or MINERALS_ENGINE=spark) trade, and shares and concentration of production
    are built on Apache Spark; contracts, tests, gates and release are the same. make spark-setup
    sets it up.

    Examples: minerals refresh · minerals refresh --live · minerals refresh --live --source
    usgs_mcs · minerals refresh --from ~/downloads/publishers · minerals refresh --force
    """
    from orchestration.cli.refresh import run_refresh

    run_refresh(
        input_dir=input_dir,
        force=force,
        wait=wait,
        live=live or bool(source),
        sources=source or (),
        engine=engine,
    )


@app.command(rich_help_panel=REFRESH)
def check(as_json: AsJson = False) -> None:
    """Judge the registers (dbt_project/seeds) in a second, without a build.

    Prints file:line:character, column, what is wrong and what to do, for every fault at once. A
    refresh asks the same before it builds anything.
    """
    from orchestration.cli.check import print_check

    print_check(as_json=as_json)


@app.command(rich_help_panel=REFRESH)
def status(as_json: AsJson = False) -> None:
    """What is released, from which inputs, and which releases can be rolled back to."""
    from orchestration.cli.status import print_status

    print_status(as_json=as_json)


@app.command(rich_help_panel=RELEASES)
def diff(as_json: AsJson = False) -> None:
    """What changed in the last release against the one before."""
    from orchestration.cli.status import print_diff

    print_diff(as_json=as_json)


@app.command(rich_help_panel=RELEASES)
def rollback(
    release: Annotated[
        str | None, typer.Argument(help="A release id; default: the one before the current.")
    ] = None,
    hold: Annotated[
        bool, typer.Option("--hold", help="Keep serving it, whatever arrives, until --lift.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", help="With --hold: why; `minerals status` shows it.")
    ] = "",
    lift: Annotated[
        bool, typer.Option("--lift", help="End a hold; what is served stays for now.")
    ] = False,
) -> None:
    """Serve an earlier release again. Releases stay where they are.

    Without --hold the next minerals refresh serves the newest again. With it nothing is built or
    published, by hand, by schedule or by sensor, until the hold is lifted; minerals refresh says so
    and ends with exit code 10. Publishers are still asked: what they bring waits. To hold what is
    served now, name it.

    Examples: minerals rollback · minerals rollback --hold --reason "cobalt looks wrong" · minerals
    rollback --lift
    """
    from orchestration.cli.rollback import end_hold, roll_back

    if lift:
        end_hold(release, is_held_again=hold)
    else:
        roll_back(release, hold=hold, reason=reason)


@app.command(rich_help_panel=RELEASES)
def backup(
    folder: Annotated[
        Path, typer.Argument(help="Where the snapshot goes.", file_okay=False, resolve_path=True)
    ],
    wait: Annotated[
        float, typer.Option("--wait", help="Seconds to wait for a refresh that is running.")
    ] = 900.0,
) -> None:
    """Copy releases, landing, ledger and history into a folder of their own, while all runs.

    The copy is read once more before it gets its name. Archiving it, encrypting it and moving it to
    another machine is for tar, restic or what you have: warehouse/deployment/README.md.
    """
    from orchestration.cli.backup import print_backup

    print_backup(folder, wait=wait)


@app.command(rich_help_panel=RELEASES)
def restore(
    snapshot: Annotated[
        Path, typer.Argument(help="What `minerals backup` wrote.", exists=True, file_okay=False)
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Replace a warehouse that has a release already.")
    ] = False,
) -> None:
    """Put a backup back, whole: every file and the release are proven before anything changes.

    If it is interrupted, the next command finishes it.
    """
    from orchestration.cli.backup import print_restored

    print_restored(snapshot, force=force)


@app.command(rich_help_panel=REFRESH)
def embed(
    input_dir: Annotated[
        Path, typer.Argument(help="Folder with publishers' files.", exists=True, file_okay=False)
    ],
) -> None:
    """Rebuild the figures that ship (warehouse/embedded) from publishers' files."""
    from orchestration.cli.embed import rebuild

    rebuild(input_dir)


questions.add_to(app)
trades.add_to(app)
lookups.add_to(app)
supposed.add_to(app)
sql.add_to(app)
arrivals.add_to(app)
outside.add_to(app)
develop.add_to(app)
join_lines(app)


def main() -> None:
    """Run a command; known errors are printed in full and end in their exit code."""
    from orchestration.cli.output import let_readers_leave

    let_readers_leave()
    signals = Signals()
    try:
        listen_to_signals(signals)
        try:
            app()
        finally:  # not when Python ends: nobody would hear what goes wrong then
            sys.stdout.flush()
    except BaseException as error:
        code = ended_early(signals, error)
        if code is None:
            raise
        if signals.came:  # a thread of a library may still be in its engine: nothing is torn down
            os._exit(code)
        sys.exit(code)
