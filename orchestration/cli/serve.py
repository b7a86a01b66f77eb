"""`minerals serve postgres`: copy a release into PostgreSQL, or look what is there.

Belongs here: what the command prints.
Does not belong here: copying (`copies.postgres`).
"""

from __future__ import annotations

from orchestration.cli.output import plain, terminal
from orchestration.copies.postgres import copy_to_postgres
from orchestration.copies.postgres.address import is_configured
from orchestration.copies.postgres.publish import check_postgres
from orchestration.ground.errors import CopyError
from orchestration.settings import Settings, get_settings


def serve_postgres(*, release_id: str | None, force: bool, check: bool) -> None:
    """Copy, or say which release the server has."""
    settings = get_settings()
    console = terminal()
    if check:
        there, here = check_postgres(settings)
        console.print(f"served file  [bold]{here}[/]")
        console.print(f"PostgreSQL   [bold]{there or 'nothing yet'}[/]")
        console.print("the same" if there == here else "differs: minerals serve postgres")
        return
    with console.status("copying …") as status:
        outcome = copy_to_postgres(
            settings,
            release_id,
            force=force,
            on_step=lambda step: status.update(f"copying: {step} …"),
        )
    console.print(plain(outcome.summary))
    for note in outcome.notes:
        console.print(f"[yellow]note[/] {plain(note)}")


def follow_rollback(settings: Settings) -> None:
    """After the file was rolled back, let the copy follow; say so when it cannot.

    Raises:
        CopyError: when the server still has the release that was rolled back from.
    """
    if not is_configured(settings):
        return
    try:
        outcome = copy_to_postgres(settings)
    except CopyError as error:
        raise CopyError(
            "The file was rolled back; the copy in PostgreSQL was not",
            where=error.where,
            expected=error.expected,
            found=" ".join((error.what + ": " + error.found).split()),
            way_out="mend that, then: minerals serve postgres",
        ) from error
    terminal().print(f"PostgreSQL: {plain(outcome.summary)}")
