"""`minerals refresh`: one writer, progress by step, and a short report at the end.

Belongs here: locking, progress on a terminal, the closing table.
Does not belong here: the steps themselves (`orchestration/steps/assets`).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.console import Console
from rich.status import Status

from orchestration.cli.output import plain, terminal
from orchestration.gates.worker import warm_process
from orchestration.ground.errors import AskedError, WarehouseError
from orchestration.ground.lock import one_writer
from orchestration.ground.progress import listening
from orchestration.settings import Settings, get_settings

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult

STEPS = {
    "read": "Reading the figures",
    "gate_raw": "Gating the raw tables",
    "build": "Building and testing the marts",
    "gate_marts": "Gating the marts",
    "release": "Publishing",
}


# Dagster keeps its whole log in the run history; a terminal gets the steps and the error.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_refresh(
    *,
    input_dir: Path | None,
    force: bool,
    wait: float,
    live: bool = False,
    sources: Sequence[str] = (),
    engine: str | None = None,
) -> None:
    """Run the refresh job in this process unless nothing changed; before it, ask publishers.

    Raises:
        BusyError: when another refresh holds the warehouse for longer than `wait` seconds.
        HeldError: when a person holds the release that is served; publishers were asked before.
        RegisterError: when a register is wrong, with every line that is.
        FetchError: when a publisher could not be asked; the others were, and their part is done.
        WarehouseError: the first error that a step raised, as it was raised.
    """
    from orchestration.publishers import check_input_folder

    settings = _settings(input_dir, engine)
    console = terminal()
    if settings.input_dir is not None:
        _refuse_both(live)
        check_input_folder(settings.input_dir)
    failures = _asked(settings, console, sources) if live else []
    with one_writer(settings.lock_file, wait):
        _refresh_pinned(settings, console, force=force)
    if failures:
        raise failures[0]


def _asked(settings: Settings, console: Console, sources: Sequence[str]) -> list[WarehouseError]:
    from orchestration.cli.live import ask_publishers

    return ask_publishers(settings, console, sources)


def _refuse_both(live: bool) -> None:
    if live:
        raise AskedError(
            "A refresh reads a folder or asks publishers, not both",
            found="--from (or MINERALS_INPUT_DIR) and --live",
            way_out="files fetched by hand go into warehouse/drop for --live",
        )


def _refresh_pinned(settings: Settings, console: Console, *, force: bool) -> None:
    """Build what is pinned, unless that is what is released."""
    from orchestration.build.registers import refuse_faulty
    from orchestration.cli.pins import print_held_back, print_pins
    from orchestration.cli.report import print_released, print_unchanged
    from orchestration.release import current_release, refuse_while_held, unchanged_release

    print_pins(console, settings)
    if force:
        _forget(settings)
    unchanged = None if force else unchanged_release(settings)
    if unchanged is not None:
        print_unchanged(console, settings, unchanged)
        return
    refuse_while_held(settings)
    # A build refuses them too, after half a minute of starting, parsing and reading.
    refuse_faulty(settings.dbt_project_dir / "seeds")
    started = time.monotonic()
    with print_held_back(console, settings):
        run_job(settings, console)
    folder = current_release(settings)
    if folder is not None:
        print_released(console, settings, folder, seconds=time.monotonic() - started)


def _forget(settings: Settings) -> None:
    """Drop what an earlier refresh left to spare work: everything is read, built and judged."""
    from orchestration.build.record import forget_record
    from orchestration.build.rereading import forget_readings

    forget_record(settings)
    forget_readings(settings)
    shutil.rmtree(settings.verdicts_dir, ignore_errors=True)


def _settings(input_dir: Path | None, engine: str | None) -> Settings:
    given = {"input_dir": input_dir and input_dir.resolve(), "engine": engine}
    return get_settings().model_copy(update={k: v for k, v in given.items() if v is not None})


def run_job(settings: Settings, console: Console) -> ExecuteInProcessResult:
    """Run the refresh job with its history kept, showing one line per step."""
    with _progress(console) as listener, listening(listener), warm_process():
        listener("read", "starting Dagster and dbt")
        from orchestration.definitions import build_definitions
        from orchestration.steps import REFRESH_JOB
        from orchestration.steps.narrow import assets_to_run
        from orchestration.upkeep.history import (
            COMMAND_LINE,
            STARTED_BY,
            end_dead_runs,
            home_of,
            open_history,
        )

        job = build_definitions(settings).resolve_job_def(REFRESH_JOB)
        listener("read", "looking for what changed")
        chosen = assets_to_run(settings)
        with open_history(home_of(settings)) as instance:
            for note in end_dead_runs(instance):
                console.print(f"[dim]{plain(note)}[/]")
            return job.execute_in_process(
                instance=instance,
                run_config=_QUIET,
                asset_selection=chosen,
                tags={STARTED_BY: COMMAND_LINE},
            )


class _StepLines:
    """One line per step: a spinner while it runs, a tick with its time when the next one starts."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status: Status | None = None
        self._step = ""
        self._text = ""
        self._since = 0.0

    def __call__(self, step: str, text: str) -> None:
        if step != self._step:
            self.close()
            self._step, self._since = step, time.monotonic()
            self._status = self._spinner(STEPS.get(step, step))
        self._text = text
        if self._status is not None:
            self._status.update(f"{STEPS.get(step, step)}: {plain(text)}")

    def _spinner(self, text: str) -> Status | None:
        """Only where somebody watches: it draws from a thread of its own beside the build."""
        if not self._console.is_terminal:
            return None
        status = self._console.status(text, refresh_per_second=4)
        status.start()
        return status

    def close(self, mark: str = "✓") -> None:
        """End the running step."""
        if self._status is not None:
            self._status.stop()
            self._status = None
        if self._step:
            seconds = time.monotonic() - self._since
            line = f"{mark} {STEPS.get(self._step, self._step)}: {self._text}"
            shown = plain(shorten(line, 90, placeholder=" …"))
            self._console.print(f"{shown}  [dim]{seconds:.1f} s[/]")
            self._step = ""


@contextmanager
def _progress(console: Console) -> Iterator[_StepLines]:
    lines = _StepLines(console)
    try:
        yield lines
    except BaseException:
        lines.close("✗")
        raise
    lines.close()
