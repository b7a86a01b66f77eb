"""Where `minerals` begins: a signal that comes before anything is loaded ends it in one line too.

Belongs here: what must stand before the first import that takes time.
Does not belong here: commands (`app.py`), signals that come later (`interrupted.py`).
"""

from __future__ import annotations

import os
import signal
import sys

_NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM"}
_AS_SHELLS_SAY = 128


def _end_at_once(number: int, _: object) -> None:
    """Nothing was begun, so nothing has to be ended."""
    os.write(2, f"Interrupted ({_NAMES[signal.Signals(number)]}): nothing was begun.\n".encode())
    os._exit(_AS_SHELLS_SAY + number)


def _open_closed_streams() -> None:
    """Let a standard stream that was closed, as by `>&-`, lead nowhere.

    Python has None in its place, and the next file that is opened would take its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(number, True)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _forget_no_width() -> None:
    """Leave out a COLUMNS that is no width, such as 0: libraries would print nothing in it."""
    columns = os.environ.get("COLUMNS", "")
    if not (columns.isdecimal() and int(columns) > 0):
        os.environ.pop("COLUMNS", None)


def main() -> None:
    """Load the commands and run one."""
    for number in _NAMES:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end_at_once)
    _open_closed_streams()
    _forget_no_width()
    from orchestration.ground.garbage import collect_seldom

    collect_seldom()
    from orchestration.cli.app import main as run

    run()
