"""Where `minerals` begins: a signal that comes before anything is loaded ends it in one line too.

Belongs here: what must stand before the first import that takes time.
Does not belong here: commands (`app.py`), signals that come later (`interrupted.py`).
"""

from __future__ import annotations

import os
import signal

_NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM"}
_AS_SHELLS_SAY = 128


def _end_at_once(number: int, _: object) -> None:
    """Nothing was begun, so nothing has to be ended."""
    os.write(2, f"Interrupted ({_NAMES[signal.Signals(number)]}): nothing was begun.\n".encode())
    os._exit(_AS_SHELLS_SAY + number)


def main() -> None:
    """Load the commands and run one."""
    for number in _NAMES:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end_at_once)
    from orchestration.ground.garbage import collect_seldom

    collect_seldom()
    from orchestration.cli.app import main as run

    run()
