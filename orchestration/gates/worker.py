"""A second process that loads Great Expectations while the first one still reads and builds.

Belongs here: starting that process early, and judging in it.
Does not belong here: judging itself (`judge.py`).

Loading the library takes as long as building the marts. On two cores it costs nothing when it
happens meanwhile. Nothing depends on it: without `warm_process`, or when the process has died,
tables are judged in this process.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.garbage import collect_seldom
from orchestration.ground.parent import end_with_parent

if TYPE_CHECKING:
    from orchestration.gates.gx import Session
    from orchestration.gates.inputs import Known
    from orchestration.gates.suites import Layer
    from orchestration.gates.verdicts import Verdict
    from orchestration.settings import WarehouseSettings


# Should this process be killed, Python's own helper cleans up after it and need not say so.
_NO_WORD_OF_SEMAPHORES = "ignore::UserWarning:multiprocessing.resource_tracker"


class _Worker:
    """The process, at most one; `session` is set inside it."""

    pool: ProcessPoolExecutor | None = None
    session: Session | None = None


@contextmanager
def warm_process() -> Iterator[None]:
    """Let the process load meanwhile; it ends with the block, at once if the block fails."""
    os.environ.setdefault("PYTHONWARNINGS", _NO_WORD_OF_SEMAPHORES)
    _Worker.pool = ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)
    )
    # Only here: making the pool starts Python's own helper, which unblocks the signal.
    with _no_ctrl_c():
        _Worker.pool.submit(_ready)
    try:
        yield
    except BaseException:
        for process in active_children():
            process.kill()  # it may still be loading: nobody waits for its verdicts
        raise
    finally:
        _cool_down()


def _cool_down() -> None:
    """End the process after what it is doing."""
    pool, _Worker.pool = _Worker.pool, None
    if pool is not None:
        pool.shutdown(wait=True, cancel_futures=True)


def judge_layer(
    settings: WarehouseSettings,
    layer: Layer,
    *,
    last_release: Path | None = None,
    tables: Collection[str] | None = None,
    known: Known | None = None,
) -> list[Verdict]:
    """As `judge.judge_layer`, in the warm process if there is one.

    Raises:
        GateError: when the build database cannot be read.
    """
    wanted = None if tables is None else list(tables)
    if _Worker.pool is not None:
        try:
            asked: Future[list[Verdict]] = _Worker.pool.submit(
                _judge, settings, layer, last_release, wanted, known
            )
            return asked.result()
        except BrokenProcessPool:
            _cool_down()
    return _judge(settings, layer, last_release, wanted, known)


@contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach, before it can say so itself.

    It reaches every process of a terminal; what becomes of the second one, the first decides. A
    blocked signal is inherited, and what came meanwhile reaches this process when the block ends.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)
    collect_seldom()


def _ready() -> bool:
    """Load; the session itself stays where it is."""
    return _load() is not None


def _load() -> Session:
    from orchestration.gates.gx import Session

    if _Worker.session is None:
        _Worker.session = Session()
    return _Worker.session


def _judge(
    settings: WarehouseSettings,
    layer: Layer,
    last_release: Path | None,
    tables: list[str] | None,
    known: Known | None,
) -> list[Verdict]:
    from orchestration.gates.judge import judge_layer as judge_here

    return judge_here(
        settings, layer, last_release=last_release, tables=tables, known=known, session=_load
    )
