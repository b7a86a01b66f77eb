"""Faults that others send: changed files and backups, odd drops, hostile answers and SQL.

Belongs here: what comes from outside, and that it is refused in words or harmless.
Does not belong here: faults of the machine (`breaking.py`), the PostgreSQL copy (`server.py`).
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from random import Random

import duckdb

from orchestration.copies.file.hardened import open_served
from orchestration.ground.errors import SourceError, WarehouseError
from orchestration.landing import land
from orchestration.landing.live import take_drops
from orchestration.publishers.editions import parse_landed
from orchestration.publishers.registry import publisher_of
from orchestration.settings import Settings
from orchestration.upkeep.restore import restore
from orchestration.upkeep.snapshot import SUMS
from tests.attack import tables
from tests.attack.files import Printed, followed, printed, successors
from tests.attack.grammar import GRAMMAR, KINDS_OF_CHANGE
from tests.attack.held import Held
from tests.attack.target import Target
from tests.landing.printer import announce, fetched


def tampered_backup(target: Target, random: Random) -> Held:
    """A backup that is not what was made."""
    files = sorted(path for path in target.backup.rglob("*") if path.is_file())
    victim = random.choice(files)
    way = random.choice(("flip", "cut", "remove", "add", "link", "list", "twice", "swap", "upper"))
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
    elif way == "twice":
        lines = (target.backup / SUMS).read_text().splitlines(keepends=True)
        lines.insert(0, f"{'0' * 64}  {random.choice(lines).split('  ', 1)[1]}")
        (target.backup / SUMS).write_text("".join(lines))
    elif way == "swap":
        content, other = victim.read_bytes(), random.choice(files)
        victim.write_bytes(other.read_bytes() if other != victim else b"swapped")
        other.write_bytes(content if other != victim else b"swapped")
        if victim.read_bytes() == content:
            victim.write_bytes(b"swapped")
    elif way == "upper":
        victim.rename(victim.with_name(victim.name + "~"))
    else:
        lines = (target.backup / SUMS).read_text().splitlines(keepends=True)
        lines.pop(random.randrange(len(lines)))
        (target.backup / SUMS).write_text("".join(lines))
    fault = f"{way} {victim.name}"
    try:
        restore(target.settings, target.backup, force=True)
    except WarehouseError as refused:
        return Held(f"{fault}: {refused.what}", target.wrong())
    return Held(fault, [f"{fault}: it was restored", *target.wrong()])


CHANGES_OF_A_FAULT = 10


def mutated_file(target: Target, random: Random) -> Held:
    """Publishers' files changed by their grammar, one change each: refused in words, or parsed.

    A table that was changed as a whole, of an edition that follows one that ships, is landed if
    it parses: it may not be accepted.
    """
    changes = random.sample(sorted(KINDS_OF_CHANGE), CHANGES_OF_A_FAULT)
    wrong, ends = list[str](), Counter[str]()
    for change in changes:
        part = KINDS_OF_CHANGE[change]
        by_edition: dict[str, list[Printed]] = {}
        for each in printed():
            if part in each.formats:
                by_edition.setdefault(each.edition_id, []).append(each)
        file = random.choice(random.choice(list(by_edition.values())))
        end, found = _arrived(target, file, change, random)
        ends[end] += 1
        wrong += [f"{file.file_name}, {change}: {problem}" for problem in found]
    summary = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    return Held(summary, wrong + target.wrong(), changes=tuple(changes))


def _arrived(target: Target, file: Printed, change: str, random: Random) -> tuple[str, list[str]]:
    """What became of one changed file, and what of that may not be."""
    content = GRAMMAR[KINDS_OF_CHANGE[change]][change](file.read(), random)
    changed = file._replace(read=lambda: content)
    try:
        parse_landed({file.edition_id: [changed]})
    except SourceError:
        return "refused", []
    except Exception as error:  # noqa: BLE001 - whatever else comes out is the finding
        return "a bug", [f"a bug: {type(error).__name__}: {error}"[:300]]
    whole = successors().get(file.edition_id, {})
    if change not in tables.WHOLE or file.file_name not in whole or content == file.read():
        return "parsed", []
    verdict = landed(target.folder, file.edition_id, {**whole, file.file_name: content})
    return verdict, ["it was accepted"] if verdict == "accepted" else []


def landed(room: Path, edition_id: str, files: dict[str, bytes]) -> str:
    """The verdict of an arrival in a warehouse below a folder; nothing of it stays."""
    folder = room / "landed"
    settings = Settings(warehouse_dir=folder, embedded_dir=followed(edition_id))
    source_id = publisher_of(edition_id).source_id
    announced = announce(files, edition_id, source_id=source_id)
    try:
        return land(settings, announced, fetched(files, folder / "fetched")).verdict
    finally:
        shutil.rmtree(folder)


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
