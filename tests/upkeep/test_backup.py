"""A backup that was never restored is none: there and back, while others write, damaged."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from orchestration.ground import files
from orchestration.ground.errors import AskedError, BusyError
from orchestration.landing import LedgerEntry, append, read_ledger
from orchestration.landing.database import deciding
from orchestration.landing.rows import add_line
from orchestration.settings import Settings
from orchestration.upkeep.backup import back_up, restore
from tests.conftest import run_minerals


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
    told = run_minerals(released_copy, "backup", str(tmp_path / "backups"))
    assert told.returncode == 0, told.stderr
    (archive,) = (tmp_path / "backups").iterdir()
    elsewhere = Settings(warehouse_dir=tmp_path / "elsewhere")
    put_back = run_minerals(elsewhere, "restore", str(archive))
    assert put_back.returncode == 0, put_back.stderr
    assert "tables checked" in put_back.stdout
    assert elsewhere.served_database.read_bytes() == served
    assert noted(elsewhere) == ["a line"]
    status = run_minerals(elsewhere, "status")
    assert status.returncode == 0, status.stderr
    assert "unchanged since" in status.stdout
    assert "refresh success" in status.stdout, "the history came back too"


def test_a_release_is_not_replaced_unasked(released_copy: Settings, small: Settings) -> None:
    archive = back_up(small, small.warehouse_dir.parent / "backups")
    finished = run_minerals(released_copy, "restore", str(archive))
    assert finished.returncode == 2
    assert "--force" in finished.stderr
    assert released_copy.served_database.exists()


def test_what_can_be_made_again_is_left_out(small: Settings, tmp_path: Path) -> None:
    with tarfile.open(back_up(small, tmp_path / "backups")) as tar:
        names = tar.getnames()
    assert "landing/objects/ab/ab12" in names
    assert names.index("landing/landing.db") < names.index("landing/objects/ab/ab12")
    assert not [name for name in names if name.startswith("build/")]
    assert names.count("landing/landing.db") == 1


def test_history_is_copied_whole_while_it_is_written(small: Settings, tmp_path: Path) -> None:
    database = small.dagster_home / "runs.db"
    writer = sqlite3.connect(database)
    writer.execute("pragma journal_mode=wal")
    writer.execute("create table runs (id integer)")
    writer.execute("insert into runs values (1)")
    writer.commit()
    writer.execute("insert into runs values (2)")  # not committed: no part of any backup
    archive = back_up(small, tmp_path / "backups")
    writer.close()
    shutil.rmtree(small.warehouse_dir)
    restore(small, archive)
    back = sqlite3.connect(database)
    assert back.execute("select id from runs").fetchall() == [(1,)]
    back.close()


def test_a_decision_that_is_not_made_yet_is_no_part_of_a_backup(
    small: Settings, tmp_path: Path
) -> None:
    with deciding(small) as database:
        add_line(database, LedgerEntry(datetime(2027, 2, 1, tzinfo=UTC), "refresh", reason="two"))
        archive = back_up(small, tmp_path / "backups")
    assert noted(small) == ["one", "two"]
    restore(small, archive)
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


@pytest.mark.parametrize("damage", ["cut off", "a byte changed", "no backup", "no archive"])
def test_a_damaged_archive_changes_nothing(small: Settings, tmp_path: Path, damage: str) -> None:
    archive = back_up(small, tmp_path / "backups")
    if damage == "cut off":
        archive.write_bytes(archive.read_bytes()[:1500])
    elif damage == "a byte changed":
        archive.write_bytes(archive.read_bytes().replace(b"bytes", b"other", 1))
    elif damage == "no archive":
        archive.write_bytes(b"not a tar file at all")
    else:
        with tarfile.open(archive, "w") as tar:
            tar.add(small.landing_dir / "landing.db", "landing/landing.db")
    note(small, "newer")
    with pytest.raises(AskedError, match="nothing was changed"):
        restore(small, archive)
    assert noted(small) == ["one", "newer"]
    assert not list(small.warehouse_dir.glob(".restore-*"))


def test_an_archive_cannot_write_outside_the_warehouse(small: Settings, tmp_path: Path) -> None:
    archive = back_up(small, tmp_path / "backups")
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(archive, "a") as tar:
        tar.add(tmp_path / "evil", "../../outside")
    with pytest.raises(AskedError):
        restore(small, archive)
    assert not (small.warehouse_dir.parent / "outside").exists()


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
    add = tarfile.TarFile.addfile

    def add_and_append(tar: tarfile.TarFile, entry: tarfile.TarInfo, content: object) -> None:
        add(tar, entry, content)  # type: ignore[arg-type]
        if entry.name == "landing/landing.db":
            note(small, "two")

    monkeypatch.setattr(tarfile.TarFile, "addfile", add_and_append)
    archive = back_up(small, tmp_path / "backups")
    restore(small, archive)
    assert noted(small) == ["one"]
    assert list((tmp_path / "backups").iterdir()) == [archive]


def test_files_that_vanish_and_fetches_on_their_way_are_left_out(
    small: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = tarfile.TarFile.gettarinfo
    half = small.landing_dir / "incoming" / "tmp1" / "half.csv"
    gone, empty = small.landing_dir / "objects" / ".gone.new", small.landing_dir / "objects" / "zz"
    for path in (half, gone, empty / "object", small.dagster_home / "gone.db"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")

    def vanish_and_look(tar: tarfile.TarFile, path: Path, name: str) -> tarfile.TarInfo:
        if path == gone:
            gone.unlink()
            shutil.rmtree(empty)
        entry = look(tar, path, name)
        if path.name == "gone.db":
            path.unlink()
        return entry

    monkeypatch.setattr(tarfile.TarFile, "gettarinfo", vanish_and_look)
    archive = back_up(small, tmp_path / "backups")
    restore(small, archive)
    assert sorted(path.name for path in small.landing_dir.rglob("*") if path.is_file()) == [
        "ab12",
        "landing.db",
    ]


def test_dropped_files_may_have_any_name(small: Settings, tmp_path: Path) -> None:
    names = [b"Fl\xe4chen.txt", "a\u2028b\u0085c.txt".encode(), b"new\nline", b"b\\n", b"Thumbs.db"]
    small.drop_dir.mkdir()
    for name in names:
        (small.drop_dir / os.fsdecode(name)).write_bytes(name)
    archive = back_up(small, tmp_path / "backups")
    shutil.rmtree(small.warehouse_dir)
    restore(small, archive)
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
    archive = back_up(bare, tmp_path / "backups")
    own = small.dagster_home / "dagster.yaml"
    for path in (small.drop_dir / "a.csv", small.dagster_home / "runs.db", own):
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    (small.warehouse_dir / "build" / "released.json").write_text("{}")
    restore(small, archive, force=force)
    assert small.notifications_file.read_text() == "told\n"
    there = [small.landing_dir, small.drop_dir, small.dagster_home / "runs.db"]
    assert [path.exists() for path in there] == [not force] * 3
    assert (small.warehouse_dir / "build" / "released.json").exists() is not force
    assert (small.warehouse_dir / "build" / "large.duckdb").exists(), "no backup covers it"
    assert own.read_text() == "x"


def test_a_backup_is_on_the_disk_before_it_has_its_name(
    small: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, synced = tmp_path / "backups", list[tuple[str, bool]]()

    def sync(path: Path) -> None:
        synced.append((path.suffix, bool(list(folder.glob("*.tar")))))

    monkeypatch.setattr(files, "sync", sync)
    back_up(small, folder)
    assert synced == [(".new", False), ("", True)]


def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AskedError, match="nothing to back up"):
        back_up(Settings(warehouse_dir=tmp_path / "mistyped"), tmp_path / "kept")
    assert not (tmp_path / "mistyped").exists()
