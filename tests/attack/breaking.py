"""Faults of the machine: kills, full disks, no descriptors, odd places, signals.

Belongs here: breaking a command off, or letting it run where nobody tried it.
Does not belong here: what others send (`sending.py`), the PostgreSQL copy (`server.py`).
"""

from __future__ import annotations

import codecs
import errno
import locale
import os
import resource
import shutil
import signal
import subprocess
import time
from functools import partial
from pathlib import Path
from random import Random

from tests.attack.held import LONGEST_SECONDS, Held, counting, in_a_child, operations_of
from tests.attack.target import COMMANDS, Target, chosen, placed
from tests.cli.test_interrupted import HEARING
from tests.conftest import MINERALS, environment_of

_counts: dict[str, int] = {}
NOBODY = 65534
codecs.lookup("unicode-escape")  # a template needs it, and a stranger may not read root's Python


def kill(target: Target, random: Random) -> Held:
    """SIGKILL at any one of the file operations of a command."""
    _count_all(target)
    name, step = random.choice([(n, s) for n, of in _counts.items() for s in range(1, of + 1)])
    of = _counts[name]

    def fatal() -> None:
        counting(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == step else None)
        COMMANDS[name](target, _same())

    held = in_a_child(target, f"{name} at operation {step} of {of}", fatal)
    return held._replace(place=(name, step, of))


def _count_all(target: Target) -> None:
    """Let each command be done once on a copy, to know its operations."""
    for name in sorted(set(COMMANDS) - set(_counts)):
        place = target.folder.with_name(f"{target.folder.name} trial of {name}")
        trial = Target(target.folder, place)
        _counts[name] = operations_of(trial, partial(COMMANDS[name], trial, _same()))


def _same() -> Random:
    """What a command that is counted, and then killed, takes its own chances from."""
    return Random(1)  # noqa: S311 - a fault must come again


def kill_at_any_moment(target: Target, random: Random) -> Held:
    """SIGKILL from outside, also within DuckDB, SQLite and the system."""
    name, random = chosen(random)
    after = random.random() * 0.25
    fault = f"{name} after {1000 * after:.0f} ms"
    return in_a_child(target, fault, lambda: COMMANDS[name](target, random), killed_after=after)


def full_disk(target: Target, random: Random) -> Held:
    """No file may grow beyond some size."""
    name, random = chosen(random)
    size = random.choice((0, 512, 4096, 65_536, 300_000))

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        COMMANDS[name](target, random)

    return in_a_child(target, f"{name} with files of at most {size} bytes", limited)


def no_room(target: Target, random: Random) -> Held:
    """From one operation on nothing new fits: the disk is full, or what one may use of it."""
    name, random = chosen(random)
    number_of, from_step = (
        random.choice((errno.ENOSPC, errno.EDQUOT, errno.EIO)),
        random.randrange(1, 60),
    )

    def refuse(number: int) -> None:
        if number >= from_step:
            raise OSError(number_of, os.strerror(number_of), "a file of the warehouse")

    def limited() -> None:
        counting(refuse, of=("fsync", "open", "mkdir", "symlink"))
        COMMANDS[name](target, random)

    fault = f"{name}: {errno.errorcode[number_of]} from operation {from_step}"
    return in_a_child(target, fault, limited)


def no_descriptors(target: Target, random: Random) -> Held:
    """Hardly any file may be open."""
    name, random = chosen(random)
    more = random.randrange(8)

    def limited() -> None:
        used = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        resource.setrlimit(resource.RLIMIT_NOFILE, (used + more, used + more))
        COMMANDS[name](target, random)

    return in_a_child(target, f"{name} with {more} more descriptors", limited)


PLACES = (
    "with blanks in it",
    "Склад минералов",
    "a'b",
    "c%20d",
    "e#f",
    "x" * 120,
    "[bold]",
    "r!%&$;b",
)


def odd_place(target: Target, random: Random) -> Held:
    """A warehouse under another name, through a link, in another locale, time zone and umask."""
    name = random.choice(PLACES)
    moved = target.folder.parent / f"{target.folder.name} {name}"
    shutil.move(target.folder, moved)
    place = moved
    if random.random() < 0.5:
        place = moved.with_name(f"{moved.name[:50]}.link")
        place.symlink_to(moved)
    there = placed(place)
    command, random = chosen(random)
    umask, zone = (
        random.choice((0o022, 0o077, 0o000)),
        random.choice(("Asia/Almaty", "UTC", "Pacific/Kiritimati", "<+99>-99", "nonsense")),
    )

    def run() -> None:
        os.umask(umask)
        os.environ.update({"TZ": zone, "HOME": "/nowhere", "LC_ALL": "C"})
        time.tzset()
        locale.setlocale(locale.LC_ALL, "C")
        COMMANDS[command](there, random)

    fault = f"{command} in {name!r}, zone {zone}, umask {umask:03o}"
    held = in_a_child(there, fault, run)
    return held._replace(
        wrong=held.wrong + ([] if held.summary.endswith("done") else [held.summary])
    )


def odd_user(target: Target, random: Random) -> Held:
    """Somebody who owns nothing, or may only read: a known error, and nothing changes."""
    command, random = chosen(random)
    owns = random.random() < 0.3 and os.geteuid() == 0
    if os.geteuid() != 0:
        for folder in (target.folder, *filter(Path.is_dir, target.folder.rglob("*"))):
            folder.chmod(0o555)

    def run() -> None:
        if os.geteuid() == 0:
            for path in (target.folder, *target.folder.rglob("*")) if owns else ():
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        COMMANDS[command](target, random)

    def check() -> list[str]:
        for folder in (target.folder, *filter(Path.is_dir, target.folder.rglob("*"))):
            folder.chmod(0o755)
        return target.wrong()

    return in_a_child(
        target, f"{command} as {'its owner' if owns else 'a stranger'}", run, check=check
    )


def signalled(target: Target, random: Random) -> Held:
    """Ctrl-C or SIGTERM at any moment of a real command: its own exit code, no traceback."""
    words = random.choice(
        (
            ["rollback"],
            ["backup", str(target.folder / "backups")],
            ["restore", "--force", str(target.backup)],
            ["status"],
        )
    )
    number, after = random.choice((signal.SIGINT, signal.SIGTERM)), random.random() * 6.0
    odd = {"LC_ALL": "C", "HOME": "/nowhere", "TZ": "Asia/Almaty", "COLUMNS": "20"}
    begun = subprocess.Popen(
        [*HEARING, str(MINERALS), *words],
        env={**environment_of(target.settings), **odd},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        _, said = begun.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        begun.send_signal(number)
        try:
            _, said = begun.communicate(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            begun.kill()
            return Held(f"{words[0]} after {after:.1f} s", ["it did not end"])
    summary = f"{words[0]}, {number.name} after {after:.1f} s: exit code {begun.returncode}"
    wrong = []
    if "Traceback" in said:
        # before the program begins, a signal ends it as Python ends any program
        wrong = [f"it printed a traceback: {said[-300:]}"] if "/orchestration/" in said else []
    elif begun.returncode not in (0, 128 + number, -number):
        wrong.append(f"exit code {begun.returncode}: {said[-300:]}")
    return Held(summary, wrong + target.wrong())
