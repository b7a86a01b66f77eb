"""Ctrl-C and SIGTERM: a command ends within seconds, with a line and an exit code of its own.

Belongs here: what happens when such a signal comes.
Does not belong here: what is left behind; the next command tidies that up (`upkeep`).

The first signal asks: Dagster and dbt have handlers of their own that cancel queries, and blocks
that write remove their drafts. They take it for a failure, each in its way, so what counts is that
the signal came, not which error arrives: the operating system's number is read from a pipe, which
no library's handler hides. Each would print that failure too, a page of a stack trace on whichever
stream it knows: from the signal on, the only line that leaves this process is ours. Whatever has
not ended a few seconds later is ended: every write of this program survives that.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

from click import BadOptionUsage, Context
from typer.core import TyperGroup

PATIENCE_SECONDS = 5.0
_AS_SHELLS_SAY = 128
_A_MOMENT_SECONDS = 1.0
# A spinner hides the cursor and leaves a line half drawn.
_ERASE_SPINNER = "\r\x1b[2K\x1b[?25h"
_LANGUAGE = "--language"
ENDING = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Signals:
    """Which signal came; 0 while none did.

    Attributes:
        came: its number.
        to_people: the file descriptor that our line is written to.
    """

    came: int = 0
    to_people: int = 2
    _noted: threading.Event = field(default_factory=threading.Event)
    _is_printed: bool = False

    @property
    def name(self) -> str:
        """As people call it."""
        return "Ctrl-C" if self.came == signal.SIGINT else signal.Signals(self.came).name

    @property
    def exit_code(self) -> int:
        """130 or 143."""
        return _AS_SHELLS_SAY + self.came

    def have_come(self, error: BaseException) -> bool:
        """Whether a signal is why a command ended; its number may be read a moment later."""
        is_asked = isinstance(error, KeyboardInterrupt) or (
            isinstance(error, SystemExit) and error.code == _AS_SHELLS_SAY + signal.SIGINT
        )
        if is_asked:
            self._noted.wait(_A_MOMENT_SECONDS)
            self.came = self.came or signal.SIGINT
        return bool(self.came)

    def watch(self, pipe: int) -> None:
        """Remember the first signal that comes through a pipe, and give the command its seconds."""
        while not self.came:
            numbers = [number for number in os.read(pipe, 16) if number in ENDING]
            self.came = numbers[0] if numbers else 0
        self._noted.set()
        self._mute()
        threading.Event().wait(PATIENCE_SECONDS)
        self.print_line()
        os._exit(self.exit_code)

    def ask_to_end(self, number: int, _: object) -> None:
        """Handle a signal: what runs now is to end, and to do so without a word.

        Raises:
            KeyboardInterrupt: always, in the main thread, as Python's own handler does.
        """
        self.came = self.came or number
        self._mute()
        raise KeyboardInterrupt

    def print_line(self) -> None:
        """Write the one line that people get, once."""
        if self._is_printed:
            return
        self._is_printed = True
        begin = _ERASE_SPINNER if os.isatty(self.to_people) else ""
        line = f"{begin}Interrupted ({self.name}): what was released before is still served.\n"
        with contextlib.suppress(OSError):  # nobody may be left to read it
            os.write(self.to_people, line.encode())

    def _mute(self) -> None:
        """Whatever is written to the two standard streams from now on reaches nobody."""
        with contextlib.suppress(OSError):  # of a process that can open no file more
            nobody = os.open(os.devnull, os.O_WRONLY)
            for stream in {1, 2} - {self.to_people}:
                os.dup2(nobody, stream)
            os.close(nobody)


def _language_first(args: list[str]) -> list[str]:
    """The option of all commands before the command, also where it was typed after it."""
    end = args.index("--") if "--" in args else len(args)
    for at, arg in enumerate(args[:end]):
        if arg == _LANGUAGE:
            if at + 1 == end:
                raise BadOptionUsage(
                    _LANGUAGE, f"{_LANGUAGE} is followed by a language, such as ru"
                )
            return [*args[at : at + 2], *args[:at], *args[at + 2 :]]
        if arg.startswith(f"{_LANGUAGE}="):
            return [arg, *args[:at], *args[at + 1 :]]
    return args


class Interruptible(TyperGroup):
    """The application's commands; an interrupted one ends without a word of the library's own."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take `--language` from wherever it stands: `minerals show cobalt --language ru` too."""
        return super().parse_args(ctx, _language_first(args))

    def invoke(self, ctx: Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.exit(_AS_SHELLS_SAY + signal.SIGINT)


def listen_to_signals(signals: Signals) -> None:
    """From now on the two signals end this process as above.

    A signal that whoever started us wants ignored, as of a shell's background job, stays ignored.
    """
    with contextlib.suppress(OSError):  # where the standard error is closed, nobody reads
        signals.to_people = fcntl.fcntl(2, fcntl.F_DUPFD_CLOEXEC, 3)
    from_system, to_us = os.pipe()
    os.set_blocking(to_us, False)
    # before the handlers: a signal between the two would end the command as a bug
    signal.set_wakeup_fd(to_us, warn_on_full_buffer=False)
    threading.Thread(target=signals.watch, args=(from_system,), daemon=True).start()
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signals.ask_to_end)
