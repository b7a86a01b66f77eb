"""A backup that was never restored is none: there and back, while others write, damaged."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from filelock import FileLock

from orchestration.ground import files
from orchestration.ground.errors import AskedError, BusyError, ReleaseError, WarehouseError
from orchestration.landing import LedgerEntry, append, read_ledger
from orchestration.landing.database import deciding
from orchestration.landing.rows import add_line
from orchestration.release import current_release
from orchestration.settings import Settings
from orchestration.upkeep import backup
from orchestration.upkeep.backup import back_up
from orchestration.upkeep.housekeeping import tidy
from orchestration.upkeep.restore import restore
from orchestration.upkeep.snapshot import SUMS
from tests.conftest import run_minerals
from tests.ground.test_files import kills


def note(settings: Settings, text: str) -> None:
    """Add a line to the ledger."""
    append(settings, LedgerEntry(datetime(2027, 2, 1, tzinfo=UTC), "refresh", reason=text))


def noted(settings: Settings) -> list[str]:
    """The lines of the ledger."""
    return [entry.reason for entry in read_ledger(settings)]


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """A warehouse with a landing and a history, and no release."""
    settings = Settings(warehouse_dir=tmp_path / "small")
    (settings.warehouse_dir / "landing" / "objects" / "ab").mkdir(parents=True)
    note(settings, "one")
    (settings.warehouse_dir / "landing" / "objects" / "ab" / "ab12").write_bytes(b"bytes")
    (settings.warehouse_dir / "build").mkdir()
    (settings.warehouse_dir / "build" / "large.duckdb").write_bytes(b"made again")
    settings.dagster_home.mkdir()
    return settings


def test_a_released_warehouse_comes_back_as_it_was(released_copy: Settings, tmp_path: Path) -> None:
    note(released_copy, "a line")
    served = released_copy.served_database.read_bytes()
    finished = run_minerals(released_copy, "backup", str(tmp_path / "backups"))
    assert finished.returncode == 0, finished.stderr
    (snapshot,) = (tmp_path / "backups").iterdir()
    elsewhere = Settings(warehouse_dir=tmp_path / "elsewhere")
    put_back = run_minerals(elsewhere, "restore", str(snapshot))
    assert put_back.returncode == 0, put_back.stderr
    assert "tables checked" in put_back.stdout
    assert elsewhere.served_database.read_bytes() == served
    assert noted(elsewhere) == ["a line"]
    status = run_minerals(elsewhere, "status")
    assert status.returncode == 0, status.stderr
    assert "unchanged since" in status.stdout
    assert "refresh success" in status.stdout, "the history came back too"


def test_a_release_is_not_replaced_unasked(released_copy: Settings, small: Settings) -> None:
    snapshot = back_up(small, small.warehouse_dir.parent / "backups")
    finished = run_minerals(released_copy, "restore", str(snapshot))
    assert finished.returncode == 2
    assert "--force" in finished.stderr
    assert released_copy.served_database.exists()


def test_what_can_be_made_again_is_left_out(small: Settings, tmp_path: Path) -> None:
    snapshot = back_up(small, tmp_path / "backups")
    names = [line.split("  ")[1] for line in (snapshot / SUMS).read_text().splitlines()]
    assert names == ["landing/landing.db", "landing/objects/ab/ab12"], "the state before its bytes"
    checked = subprocess.run(
        ["/usr/bin/sha256sum", "--check", "--strict", SUMS],
        cwd=snapshot,
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_history_is_copied_whole_while_it_is_written(small: Settings, tmp_path: Path) -> None:
    database = small.dagster_home / "runs.db"
    writer = sqlite3.connect(database)
    writer.execute("pragma journal_mode=wal")
    writer.execute("create table runs (id integer)")
    writer.execute("insert into runs values (1)")
    writer.commit()
    writer.execute("insert into runs values (2)")  # not committed: no part of any backup
    snapshot = back_up(small, tmp_path / "backups")
    writer.close()
    shutil.rmtree(small.warehouse_dir)
    restore(small, snapshot)
    back = sqlite3.connect(database)
    assert back.execute("select id from runs").fetchall() == [(1,)]
    back.close()


def test_a_decision_that_is_not_made_yet_is_no_part_of_a_backup(
    small: Settings, tmp_path: Path
) -> None:
    with deciding(small) as database:
        add_line(database, LedgerEntry(datetime(2027, 2, 1, tzinfo=UTC), "refresh", reason="two"))
        snapshot = back_up(small, tmp_path / "backups")
    assert noted(small) == ["one", "two"]
    restore(small, snapshot)
    assert noted(small) == ["one"]
    assert {path.name for path in small.landing_dir.iterdir()} == {"objects", "landing.db"}


def test_what_a_killed_process_left_half_written_is_no_part_of_a_backup(
    small: Settings, tmp_path: Path
) -> None:
    def write_much_and_die() -> None:
        with deciding(small) as database:
            database.execute("pragma cache_size=1")
            database.execute("update ledger set reason = 'two'")
            for _ in range(3000):
                add_line(database, LedgerEntry(datetime.now(UTC), "refresh", reason="x" * 100))
            os.kill(os.getpid(), signal.SIGKILL)

    process = multiprocessing.get_context("fork").Process(target=write_much_and_die)
    process.start()
    process.join()
    assert (small.landing_dir / "landing.db-journal").exists(), "nothing was left half written"
    elsewhere = Settings(warehouse_dir=tmp_path / "elsewhere")
    restore(elsewhere, back_up(small, tmp_path / "backups"))
    assert noted(elsewhere) == ["one"]


def test_a_backup_waits_for_a_refresh_and_then_says_so(small: Settings, tmp_path: Path) -> None:
    with FileLock(small.lock_file), pytest.raises(BusyError):
        back_up(small, tmp_path / "backups", wait=0.1)
    assert not list((tmp_path / "backups").iterdir())


def cut_off(snapshot: Path) -> None:
    (snapshot / "landing/objects/ab/ab12").write_bytes(b"byt")


def one_byte(snapshot: Path) -> None:
    (snapshot / "landing/objects/ab/ab12").write_bytes(b"bytez")


def no_list(snapshot: Path) -> None:
    (snapshot / SUMS).unlink()


def empty_list(snapshot: Path) -> None:
    (snapshot / SUMS).write_text("")


def short_list(snapshot: Path) -> None:
    lines = (snapshot / SUMS).read_text().splitlines(keepends=True)
    (snapshot / SUMS).write_text("".join(lines[:-1]))


def a_file_more(snapshot: Path) -> None:
    (snapshot / "dagster_home").mkdir()
    (snapshot / "dagster_home" / "dagster.yaml").write_text("run_launcher: evil")


def a_file_less(snapshot: Path) -> None:
    (snapshot / "landing/objects/ab/ab12").unlink()


def a_link(snapshot: Path) -> None:
    (snapshot / "landing/objects/ab/ab12").unlink()
    (snapshot / "landing/objects/ab/ab12").symlink_to("/etc/hostname")


def a_linked_folder(snapshot: Path) -> None:
    (snapshot / "drop").symlink_to(snapshot.parent)


def outside(snapshot: Path) -> None:
    (snapshot.parent / "evil").write_bytes(b"evil")
    with (snapshot / SUMS).open("a") as sums:
        sums.write(f"{sha256(b'evil').hexdigest()}  ../evil\n")


def another_place(snapshot: Path) -> None:
    (snapshot / "embedded").write_bytes(b"evil")
    with (snapshot / SUMS).open("a") as sums:
        sums.write(f"{sha256(b'evil').hexdigest()}  embedded\n")


def listed_twice(snapshot: Path) -> None:
    """Once with its digest and once with another: whichever counts, the list is no list."""
    lines = (snapshot / SUMS).read_text().splitlines(keepends=True)
    (snapshot / SUMS).write_text("".join([f"{'0' * 64}  {lines[0].split('  ')[1]}", *lines]))


def not_a_list(snapshot: Path) -> None:
    (snapshot / SUMS).write_bytes(b"\xff\x00 no list")


TAMPERED = (
    cut_off,
    one_byte,
    no_list,
    empty_list,
    short_list,
    a_file_more,
    a_file_less,
    a_link,
    a_linked_folder,
    outside,
    another_place,
    listed_twice,
    not_a_list,
)


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
def test_a_tampered_snapshot_changes_nothing(
    small: Settings, tmp_path: Path, tamper: Callable[[Path], None]
) -> None:
    snapshot = back_up(small, tmp_path / "backups")
    tamper(snapshot)
    note(small, "newer")
    with pytest.raises(AskedError, match="nothing was changed"):
        restore(small, snapshot, force=True)
    assert noted(small) == ["one", "newer"]
    assert not list(small.warehouse_dir.glob(".restor*"))


def test_a_release_that_is_not_what_was_released_is_not_restored(
    released_copy: Settings, tmp_path: Path
) -> None:
    """Its digests are right, as after somebody made the list anew."""
    snapshot = back_up(released_copy, tmp_path / "backups")
    release = current_release(released_copy)
    assert release is not None
    victim = snapshot / "releases" / release.name / "diff.md"
    victim.write_text("nothing changed, honestly")
    listed = (snapshot / SUMS).read_text()
    old = next(line for line in listed.splitlines() if line.endswith(f"{release.name}/diff.md"))
    name = old.split("  ")[1]
    made_anew = listed.replace(old, f"{sha256(victim.read_bytes()).hexdigest()}  {name}")
    (snapshot / SUMS).write_text(made_anew)
    bare = Settings(warehouse_dir=tmp_path / "bare")
    with pytest.raises(ReleaseError, match="nothing was changed"):
        restore(bare, snapshot)
    assert current_release(bare) is None


def test_what_was_landed_comes_back_with_its_state(small: Settings, tmp_path: Path) -> None:
    (small.build_dir / "released.json").write_text("{}")
    elsewhere = Settings(warehouse_dir=tmp_path / "elsewhere")
    restore(elsewhere, back_up(small, tmp_path / "backups"))
    assert noted(elsewhere) == ["one"]
    assert (elsewhere.landing_dir / "objects" / "ab" / "ab12").read_bytes() == b"bytes"
    assert (elsewhere.build_dir / "released.json").read_text() == "{}"


def test_a_file_that_grows_meanwhile_is_restored_as_it_was_seen(
    small: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup._copy_database

    def copy_and_append(source: Path, target: Path) -> None:
        copy(source, target)
        note(small, "two")

    monkeypatch.setattr(backup, "_copy_database", copy_and_append)
    snapshot = back_up(small, tmp_path / "backups")
    restore(small, snapshot)
    assert noted(small) == ["one"]
    assert list((tmp_path / "backups").iterdir()) == [snapshot]


def test_files_that_vanish_and_fetches_on_their_way_are_left_out(
    small: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copyfile
    half = small.landing_dir / "incoming" / "tmp1" / "half.csv"
    gone, empty = small.landing_dir / "objects" / ".gone.new", small.landing_dir / "objects" / "zz"
    for path in (half, gone, empty / "object", small.dagster_home / "gone.db"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")

    def vanish_and_copy(source: Path, target: Path) -> None:
        if source == gone:
            gone.unlink()
            (small.dagster_home / "gone.db").unlink()
            shutil.rmtree(empty)
        copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", vanish_and_copy)
    snapshot = back_up(small, tmp_path / "backups")
    restore(small, snapshot)
    assert sorted(path.name for path in small.landing_dir.rglob("*") if path.is_file()) == [
        "ab12",
        "landing.db",
    ]


def test_dropped_files_may_have_any_name(small: Settings, tmp_path: Path) -> None:
    names = [b"Fl\xe4chen.txt", "a\u2028b\u0085c.txt".encode(), b"new\nline", b"b\\n", b"Thumbs.db"]
    small.drop_dir.mkdir()
    for name in names:
        (small.drop_dir / os.fsdecode(name)).write_bytes(name)
    snapshot = back_up(small, tmp_path / "backups")
    shutil.rmtree(small.warehouse_dir)
    restore(small, snapshot)
    back = {os.fsencode(path.name): path.read_bytes() for path in small.drop_dir.iterdir()}
    assert back == {name: name for name in names}


@pytest.mark.parametrize("force", [True, False])
def test_what_the_backup_has_not_goes_only_when_that_was_asked(
    small: Settings, tmp_path: Path, force: bool
) -> None:
    bare = Settings(warehouse_dir=tmp_path / "bare")
    bare.warehouse_dir.mkdir()
    bare.notifications_file.write_text("told\n")
    bare.landing_dir.mkdir()
    snapshot = back_up(bare, tmp_path / "backups")
    own = small.dagster_home / "dagster.yaml"
    for path in (small.drop_dir / "a.csv", small.dagster_home / "runs.db", own):
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    (small.warehouse_dir / "build" / "released.json").write_text("{}")
    restore(small, snapshot, force=force)
    assert small.notifications_file.read_text() == "told\n"
    there = [small.landing_dir, small.drop_dir, small.dagster_home / "runs.db"]
    assert [path.exists() for path in there] == [not force] * 3
    assert (small.warehouse_dir / "build" / "released.json").exists() is not force
    assert (small.warehouse_dir / "build" / "large.duckdb").exists(), "no backup covers it"
    assert own.read_text() == "x"


def test_a_backup_is_on_the_disk_before_it_has_its_name(
    small: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, synced, real = tmp_path / "backups", list[tuple[str, bool]](), files.sync

    def sync(path: Path) -> None:
        synced.append((path.name, bool(list(folder.glob("minerals-*")))))
        real(path)

    monkeypatch.setattr(files, "sync", sync)
    snapshot = back_up(small, folder)
    before = [name for name, has_its_name in synced if not has_its_name]
    assert {"ab12", "landing.db", SUMS} <= set(before)
    assert synced[-1] == ("backups", True)
    assert snapshot.is_dir()


def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AskedError, match="nothing to back up"):
        back_up(Settings(warehouse_dir=tmp_path / "mistyped"), tmp_path / "kept")
    assert not (tmp_path / "mistyped").exists()


def test_a_damaged_journal_stops_no_command_and_is_given_up_by_force(
    small: Settings, tmp_path: Path
) -> None:
    snapshot = back_up(small, tmp_path / "backups")
    journal = small.warehouse_dir / ".restoring"
    journal.write_text("{half a journ")
    (small.warehouse_dir / ".restore-aside" / "odd").mkdir(parents=True)
    (note_of_it,) = tidy(small)
    assert "The journal of a restore cannot be read" in note_of_it
    assert journal.exists(), "nobody decided that it may go"
    with pytest.raises(WarehouseError, match="journal"):
        restore(small, snapshot)
    restore(small, snapshot, force=True)
    assert noted(small) == ["one"]
    assert not list(small.warehouse_dir.glob(".restor*"))


@pytest.mark.slow
def test_a_restore_that_is_killed_is_finished_or_never_began(
    small: Settings, tmp_path: Path
) -> None:
    """Killed at every step in turn; the next command finds one warehouse or the other."""
    small.drop_dir.mkdir()
    (small.drop_dir / "old.csv").write_text("old")
    snapshot = back_up(small, tmp_path / "backups")
    seen = set[tuple[str, ...]]()

    def before() -> None:
        shutil.rmtree(small.warehouse_dir)
        small.landing_dir.mkdir(parents=True)
        small.notifications_file.write_text("newer")
        note(small, "newer")

    def after() -> None:
        tidy(small)
        names = sorted(path.name for path in small.warehouse_dir.iterdir())
        assert not [name for name in names if name.startswith(".restor")]
        both = (*noted(small), *(name for name in names if name in ("drop", "notifications.jsonl")))
        assert both in (("newer", "notifications.jsonl"), ("one", "drop")), "half of each"
        seen.add(both)

    steps = kills(lambda: restore(small, snapshot, force=True) and None, before, after)
    assert steps > 20
    assert len(seen) == 2
