"""The faults: each kind breaks one thing of a target and says what was wrong afterwards.

Belongs here: kinds of fault, each drawn from a seeded generator.
Does not belong here: what must hold (`target.py`), how many and the table (`__main__.py`).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import duckdb

from orchestration.copies.file.hardened import open_served
from orchestration.ground.errors import SourceError, WarehouseError
from orchestration.landing.live import take_drops
from orchestration.publishers.editions import parse_landed
from orchestration.upkeep.restore import restore
from orchestration.upkeep.snapshot import SUMS
from tests.attack.target import COMMANDS, Target
from tests.landing.conftest import Printed, few_chapters

FORK = multiprocessing.get_context("fork")
LONGEST_SECONDS = 120.0
FILE_OPERATIONS = ("fsync", "replace", "unlink", "open", "mkdir", "rename", "symlink", "rmdir")


class Held(NamedTuple):
    """What became of one fault: how it was told, and what was wrong afterwards."""

    told: str
    wrong: list[str]


def kill(target: Target, random: Random) -> Held:
    """SIGKILL at any one of the file operations of a command."""
    name = random.choice(sorted(COMMANDS))
    step = random.randrange(60)

    def fatal() -> None:
        left = [step]

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **kwargs: Any) -> Any:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*args, **kwargs)

            return call

        for operation in FILE_OPERATIONS:
            setattr(os, operation, counted(getattr(os, operation)))
        COMMANDS[name](target, random)

    return in_a_child(target, f"{name} at operation {step}", fatal)


def full_disk(target: Target, random: Random) -> Held:
    """No file may grow beyond some size."""
    name, size = random.choice(sorted(COMMANDS)), random.choice((0, 512, 4096, 65_536, 300_000))

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        COMMANDS[name](target, random)

    return in_a_child(target, f"{name} with files of at most {size} bytes", limited)


def no_descriptors(target: Target, random: Random) -> Held:
    """Hardly any file may be open."""
    name, more = random.choice(sorted(COMMANDS)), random.randrange(6)

    def limited() -> None:
        used = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        resource.setrlimit(resource.RLIMIT_NOFILE, (used + more, used + more))
        COMMANDS[name](target, random)

    return in_a_child(target, f"{name} with {more} more descriptors", limited)


def tampered_backup(target: Target, random: Random) -> Held:
    """A backup that is not what was made."""
    files = sorted(path for path in target.backup.rglob("*") if path.is_file())
    victim = random.choice(files)
    way = random.choice(("flip", "cut", "remove", "add", "link", "list"))
    if way == "flip":
        content = bytearray(victim.read_bytes() or b"x")
        content[random.randrange(len(content))] ^= 1 + random.randrange(255)
        victim.write_bytes(content)
    elif way == "cut":
        victim.write_bytes(victim.read_bytes()[: random.randrange(max(1, victim.stat().st_size))])
    elif way == "remove":
        victim.unlink()
    elif way == "add":
        (target.backup / random.choice(("landing", "releases", "."))).joinpath("more").write_text(
            "x"
        )
    elif way == "link":
        victim.unlink()
        victim.symlink_to("/etc/hostname")
    else:
        lines = (target.backup / SUMS).read_text().splitlines(keepends=True)
        lines.pop(random.randrange(len(lines)))
        (target.backup / SUMS).write_text("".join(lines))
    told = f"{way} {victim.name}"
    try:
        restore(target.settings, target.backup, force=True)
    except WarehouseError as refused:
        return Held(f"{told}: {refused.what}", target.wrong())
    return Held(told, [f"{told}: it was restored", *target.wrong()])


def mutated_file(target: Target, random: Random) -> Held:
    """A publisher's file with bytes, fields or lines changed: refused in words, or parsed."""
    files = few_chapters(2027)
    name = random.choice(sorted(files))
    files[name] = mutated(files[name], random)
    try:
        parse_landed({"usgs_mcs_2027": [Printed(n, content) for n, content in files.items()]})
    except SourceError as refused:
        return Held(f"{name}: {refused.what}", [])
    return Held(f"{name}: parsed; the arrival rules judge it", [])


def mutated(content: bytes, random: Random) -> bytes:
    """One to five changes of a table, by its grammar."""
    lines = content.split(b"\r\n")
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(lines))
        fields = lines[at].split(b",")
        field = random.randrange(len(fields))
        way = random.randrange(9)
        if way == 0:
            fields[field] = random.choice((b"", b'"', b"\xff\xfe", b"1e308", b"-5", b"=1+1", b"\0"))
        elif way == 1:
            fields.insert(field, b"extra")
        elif way == 2:
            fields.pop(field)
        elif way == 3:
            fields.reverse()
        lines[at] = b",".join(fields)
        if way == 4:
            lines.insert(at, lines[at])
        elif way == 5:
            lines.pop(at)
        elif way == 6:
            lines[at] = lines[at][: random.randrange(len(lines[at]) + 1)]
        elif way == 7:
            lines[at] = lines[at].decode("cp1252", "replace").encode("utf-16")
        elif way == 8:
            lines[at], lines[0] = lines[0], lines[at]
    return b"\r\n".join(lines)


ODD_NAMES = ("Thumbs.db", "x (1).csv", "a\nb.csv", "mcs2027-tin_world.csv", "~$x.xlsx", "world.zip")
ODD_NAMES += ("SHA256SUMS", "mcs2027-tin_world.csv.md5", "Ы.csv", "MCS2027_Commodities_Data.csv")
ODD_CONTENTS = (
    b"",
    b"\0" * 100,
    b"<!doctype html><html>",
    b"a,b\n1,2\n",
    b"PK\x03\x04bad",
    b"\xff\xfe",
)


def odd_drop(target: Target, random: Random) -> Held:
    """Anything at all in the drop folder."""
    target.settings.drop_dir.mkdir()
    for _ in range(random.randrange(1, 5)):
        path = target.settings.drop_dir / random.choice(ODD_NAMES)
        if random.random() < 0.2:
            path.unlink(missing_ok=True)
            path.symlink_to(random.choice(("/etc/passwd", "/nowhere", ".")))
        elif not path.is_symlink():
            path.write_bytes(random.choice(ODD_CONTENTS))
    try:
        arrivals = take_drops(target.settings)
    except WarehouseError as refused:
        return Held(refused.what, target.wrong())
    accepted = [arrival.edition_id for arrival in arrivals if arrival.verdict == "accepted"]
    wrong = [f"{edition_id} was accepted" for edition_id in accepted]
    return Held("set aside or quarantined", wrong + target.wrong())


SQL = (
    "copy (select 1) to '{folder}/x.csv'",
    "copy (select 1) to '{database}.tmp/x.csv'",
    "attach '{folder}/x.duckdb'",
    "select * from read_text('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from glob('/*')",
    "set enable_external_access = true",
    "set temp_directory = '{folder}'",
    "set memory_limit = '100GB'",
    "reset lock_configuration",
    "install httpfs",
    "load '/tmp/x.duckdb_extension'",
    "create table marts.x (a integer)",
    "delete from marts.fct_production",
    "drop table marts.fct_production",
    "update marts.dim_country set country_name = 'x'",
    "export database '{folder}/x'",
    "import database '{folder}/x'",
    "create secret s (type s3)",
    "pragma enable_profiling = 'json'",
    "checkpoint",
    "copy marts.dim_country from '/etc/passwd'",
    "call pragma_database_size_evil()",
)


def hostile_sql(target: Target, random: Random) -> Held:
    """SQL that wants out of the file, or to write into it."""
    written = random.choice(SQL)
    folder = target.settings.warehouse_dir
    sql = written.format(folder=folder, database=target.settings.served_database)
    before = sorted(path.name for path in folder.iterdir())
    with open_served(target.settings) as reader:
        try:
            reader.execute(sql)
            wrong = [f"it ran: {sql}"] if not written.startswith(("pragma", "checkpoint")) else []
        except duckdb.Error as refused:
            wrong, written = [], f"{written}: {type(refused).__name__}"
    made = {path.name for path in folder.iterdir()} - set(before)
    return Held(written, wrong + [f"made {name}" for name in sorted(made)] + target.wrong())


def odd_place(target: Target, random: Random) -> Held:
    """A warehouse under another name, umask, locale or through a link."""
    name = random.choice(("with blanks in it", "Склад", "a'b", "c%20d", "e#f", "x" * 120))
    moved = target.folder.parent / f"{target.folder.name} {name}"
    shutil.move(target.folder, moved)
    place = moved
    if random.random() < 0.5:
        place = moved.with_name(f"{moved.name[:50]}.link")
        place.symlink_to(moved)
    command, umask = random.choice(sorted(COMMANDS)), random.choice((0o022, 0o077, 0o000))
    there = Target.__new__(Target)
    there.folder = place
    there.warehouse = type(target.warehouse)(place / "warehouse")
    there.settings = there.warehouse.settings
    (there.backup,) = (place / "backups").iterdir()

    def run() -> None:
        os.umask(umask)
        COMMANDS[command](there, random)

    held = in_a_child(there, f"{command} in {name!r}", run)
    return Held(held.told, held.wrong + ([] if held.told.endswith("done") else [held.told]))


def in_a_child(target: Target, told: str, doing: Callable[[], None]) -> Held:
    """Do something in a process of its own; an error must be one that people meet."""
    reading, writing = FORK.Pipe(duplex=False)

    def run() -> None:
        try:
            doing()
            writing.send("done")
        except WarehouseError as error:
            writing.send(f"told: {error.what}")
        except OSError as error:
            writing.send(f"told: {error.strerror}")
        except duckdb.Error as error:
            writing.send(f"told: {type(error).__name__}")

    process = FORK.Process(target=run)
    process.start()
    writing.close()
    process.join(LONGEST_SECONDS)
    if process.is_alive():
        process.kill()
        return Held(told, ["it did not end"])
    ended = "killed"
    with contextlib.suppress(EOFError):
        ended = reading.recv() if reading.poll() else "killed"
    broken = [] if process.exitcode in (0, -signal.SIGKILL) else [f"exit code {process.exitcode}"]
    return Held(f"{told}: {ended}", broken + target.wrong())


KINDS: dict[str, tuple[Callable[[Target, Random], Held], int]] = {
    "kill at a file operation": (kill, 12),
    "full disk": (full_disk, 5),
    "no descriptors": (no_descriptors, 2),
    "tampered backup": (tampered_backup, 4),
    "mutated file": (mutated_file, 4),
    "odd drop": (odd_drop, 3),
    "hostile SQL": (hostile_sql, 5),
    "odd place": (odd_place, 2),
}
"""Kinds with their weights: what can be broken off in most places is tried most often."""


def scratch(path: Path) -> None:
    """Remove what one fault left, links first."""
    for each in path.parent.glob(f"{path.name}*"):
        if each.is_symlink():
            each.unlink()
        else:
            shutil.rmtree(each, ignore_errors=True)
