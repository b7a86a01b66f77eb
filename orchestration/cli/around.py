"""What is around every command: it begins with a tidy warehouse and ends with an exit code.

Belongs here: exit codes, and how an error of any kind is printed.
Does not belong here: the commands (`app.py`), what tidying is (`upkeep`), signals
(`interrupted.py`).
"""

from __future__ import annotations

import errno
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.interrupted import Signals
from orchestration.ground.errors import (
    AskedError,
    BuildError,
    BusyError,
    ChoiceError,
    FetchError,
    GateError,
    HeldError,
    RegisterError,
    ReleaseError,
    SiteError,
    SourceError,
    WarehouseError,
    file_in_the_way,
)

EXIT_CODES: dict[type[WarehouseError], int] = {
    HeldError: 10,
    AskedError: 2,
    SourceError: 3,
    RegisterError: 3,
    BuildError: 4,
    GateError: 5,
    ReleaseError: 6,
    BusyError: 7,
    FetchError: 8,
    SiteError: 9,
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# how DuckDB and SQLite say it
_FULL_TEXTS = ("No space left on device", "Disk quota exceeded", "File too large", "disk is full")


def begin(
    language: Annotated[
        str | None,
        typer.Option(
            help="Language of answers: en, ru or kk. Default: MINERALS_LANGUAGE or the locale."
        ),
    ] = None,
) -> None:
    """Before a command: what an interrupted one left is finished or removed."""
    from orchestration.cli import spoken

    spoken.choose(language)
    from orchestration.cli.output import plain
    from orchestration.settings import get_settings
    from orchestration.upkeep.housekeeping import refuse_files, tidy

    refuse_files(get_settings())
    for note in tidy(get_settings()):
        _print(f"[dim]{plain(note)}[/]")


def ended_early(signals: Signals, error: BaseException) -> int | None:
    """Print why a command ended; its exit code, or None where the error is a bug."""
    if signals.have_come(error):
        signals.print_line()
        return signals.exit_code
    known = as_known(error)
    if known is None:
        return None
    from orchestration.cli.output import plain

    if isinstance(known, ChoiceError) and (again := retyped(sys.argv[1:], known)):
        known.way_out = f"choose one: minerals {again}"
    _print(f"[bold red]Stopped.[/] {plain(known)}")
    return next((c for kind, c in EXIT_CODES.items() if isinstance(known, kind)), 1)


def retyped(args: Sequence[str], error: ChoiceError) -> str:
    """The arguments of a command with a choice in the place of what was typed; empty without it."""
    for first in range(len(args)):
        for end in range(first + 1, len(args) + 1):
            option, sign, value = args[first].rpartition("=")
            words = " ".join([value if sign else args[first], *args[first + 1 : end]])
            if words == error.typed:
                choice = f"{option}{sign}{error.choice}"
                return shlex.join([*args[:first], choice, *args[end:]])
    return ""


def as_known(error: BaseException) -> WarehouseError | None:
    """An error that people can do something about; None for a bug."""
    if isinstance(error, WarehouseError):
        return error
    if _is_full_disk(error):
        return _full_disk(error)
    if isinstance(error, FileExistsError | NotADirectoryError) and error.filename:
        return _file_for_folder(error)
    if isinstance(error, OSError) and error.filename is not None:
        return _unusable(_where(error), error.strerror or type(error).__name__)
    if _is_of_engine(error):
        return _unusable("", str(error).splitlines()[0])  # it names the file itself
    return None


def _unusable(where: str, found: str) -> AskedError:
    return AskedError(
        "A file or folder cannot be used",
        where=where,
        found=found,
        way_out="make it readable and writable, or name another one (MINERALS_WAREHOUSE_DIR)",
    )


def _is_of_engine(error: BaseException) -> bool:
    """Whether DuckDB could not read or write a file; it is not loaded for that."""
    engine = sys.modules.get("duckdb")
    return engine is not None and isinstance(error, engine.IOException)


def _file_for_folder(error: OSError) -> AskedError:
    """Name the file that is in the way, which may be far above what was to be written."""
    path = Path(_where(error))
    in_the_way = next((each for each in (path, *path.parents) if each.is_file()), path)
    return file_in_the_way(in_the_way)


def _is_full_disk(error: BaseException) -> bool:
    return getattr(error, "errno", None) in _FULL or any(t in str(error) for t in _FULL_TEXTS)


def _full_disk(error: BaseException) -> AskedError:
    from orchestration.settings import get_settings

    where = _where(error) if isinstance(error, OSError) else ""
    return AskedError(
        "The disk is full; what was released before is still served",
        where=where or str(get_settings().warehouse_dir),
        expected="room for one more release or backup",
        found=str(getattr(error, "strerror", None) or str(error).splitlines()[0]),
        way_out="make room, then run the command again",
    )


def _where(error: OSError) -> str:
    """The file that was written, where an error names the one that was read too."""
    return str(error.filename2 or error.filename or "")


def _print(text: str) -> None:
    from rich.console import Console

    Console(stderr=True, highlight=False, emoji=False, soft_wrap=True).print(text)
    sys.stderr.flush()
