"""Killed at any step, a file or a folder is what it was or what it was to be, and never a part."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.ground import files
from orchestration.ground.drafts import own_file, own_folder, sweep
from orchestration.ground.files import (
    copy_whole,
    mend_folder,
    move,
    whole_file,
    whole_folder,
    write_json,
    write_remade,
    write_whole,
)

FORK = multiprocessing.get_context("fork")
OLD, NEW = "old\n", '"new"\n'


def write_by_block(path: Path) -> None:
    with whole_file(path) as draft:
        draft.write_text(NEW)


def copy(path: Path) -> None:
    source = path.parents[1] / "source"
    source.write_text(NEW)
    copy_whole(source, path)


WAYS: dict[str, Callable[[Path], None]] = {
    "block": write_by_block,
    "text": lambda path: write_whole(path, NEW),
    "json": lambda path: write_json(path, "new"),
    "copy": copy,
}


def killed_at(step: int, doing: Callable[[], None]) -> bool:
    """Do something in a process that dies at the n-th system call; False if it ended first."""
    process = FORK.Process(target=_count_down, args=(step, doing))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _count_down(step: int, doing: Callable[[], None]) -> None:
    left = [step]

    def fatal(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return call

    for name in ("fsync", "replace", "unlink", "open", "mkdir"):
        setattr(os, name, fatal(getattr(os, name)))
    shutil.rmtree = fatal(shutil.rmtree)  # type: ignore[assignment]
    doing()


def kills(doing: Callable[[], None], before: Callable[[], None], after: Callable[[], None]) -> int:
    """Kill at each step in turn until it ends by itself; how many steps there were."""
    for step in range(100):
        before()
        if not killed_at(step, doing):
            return step
        after()
    raise AssertionError("it does not end")


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_killed_write_leaves_the_old_file_or_the_new_one(way: str, tmp_path: Path) -> None:
    path, seen = tmp_path / "kept" / "state.json", set[str]()
    path.parent.mkdir()

    def after() -> None:
        seen.add(path.read_text())

    steps = kills(lambda: WAYS[way](path), lambda: path.write_text(OLD) and None, after)
    assert steps >= 4, "draft, its sync, the rename, the folder's sync"
    assert path.read_text() == NEW
    assert seen == {OLD, NEW}


@pytest.mark.parametrize("way", WAYS)
def test_a_failed_write_leaves_no_draft(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept" / "state.json"
    write_whole(path, OLD)
    monkeypatch.setattr(files, "sync", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        WAYS[way](path)
    assert [each.name for each in path.parent.iterdir()] == ["state.json"]
    assert path.read_text() == OLD


def test_a_block_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_whole(path, OLD)
    with pytest.raises(FileNotFoundError), whole_file(path) as draft:
        shutil.copyfile(tmp_path / "missing", draft)
    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]
    assert path.read_text() == OLD


def test_a_remade_file_that_fails_leaves_no_draft(tmp_path: Path) -> None:
    fill(tmp_path / "chart.svg", OLD)
    with pytest.raises(IsADirectoryError):
        write_remade(tmp_path / "chart.svg", NEW.encode())
    assert [each.name for each in tmp_path.iterdir()] == ["chart.svg"]
    assert read(tmp_path / "chart.svg") == OLD


def test_a_draft_that_nobody_owns_any_more_is_removed(tmp_path: Path) -> None:
    place = tmp_path / "state.json"
    for name in (".state.json.dead.new", ".other.json.dead.new"):
        (tmp_path / name).write_text("half")
    with own_file(place) as living, own_folder(tmp_path / ".site.live.new") as folder:
        write_whole(place, NEW)
        there = {each.name for each in tmp_path.iterdir()}
        assert there == {living.name, folder.name, ".other.json.dead.new", "state.json"}
        assert sweep(tmp_path) == [".other.json.dead.new"]
        assert living.exists()
        assert folder.exists()
    assert not folder.exists()
    assert sweep(tmp_path) == [living.name]


def test_what_a_broken_exchange_moved_away_comes_back_unless_it_goes_on(tmp_path: Path) -> None:
    fill(tmp_path / ".site.before", OLD)
    with own_folder(tmp_path / "site"):
        assert sweep(tmp_path) == []
    assert sweep(tmp_path) == [".site.before"]
    assert read(tmp_path / "site") == OLD
    fill(tmp_path / ".docs.before", OLD)
    assert sweep(tmp_path) == [".docs.before"]
    assert read(tmp_path / "docs") == OLD


def test_the_umask_decides_who_may_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "file", NEW)
        with whole_folder(tmp_path / "folder") as draft:
            (draft / "page").write_text(NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o750


def test_a_long_name_has_a_draft_too(tmp_path: Path) -> None:
    write_whole(tmp_path / ("x" * 250), NEW)
    assert len(list(tmp_path.iterdir())) == 1


def fill(folder: Path, text: str) -> None:
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "page").write_text(text)
    (folder / "index").write_text(text)


def read(folder: Path) -> str:
    texts = {path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert len(texts) == 1, "never a part of each"
    return texts.pop()


def replace_folder(folder: Path) -> None:
    with whole_folder(folder) as draft:
        fill(draft, NEW)


@pytest.mark.slow
def test_a_killed_replacement_of_a_folder_is_mended(tmp_path: Path) -> None:
    folder, seen = tmp_path / "site", set[str]()

    def before() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        fill(folder, OLD)

    def after() -> None:
        mend_folder(folder)
        seen.add(read(folder))
        assert [each.name for each in tmp_path.iterdir()] == ["site"]

    assert kills(lambda: replace_folder(folder), before, after) >= 8
    assert read(folder) == NEW
    assert seen == {OLD, NEW}
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_could_not_be_replaced_is_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, real = tmp_path / "site", os.replace
    fill(folder, OLD)

    def replace(source: Path, target: Path) -> None:
        if source.suffix == ".new":
            raise OSError("full")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="full"):
        replace_folder(folder)
    assert read(folder) == OLD
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("is_old_a_folder", [True, False])
@pytest.mark.parametrize("is_new_a_folder", [True, False])
def test_a_move_replaces_whatever_was_there(
    is_old_a_folder: bool, is_new_a_folder: bool, tmp_path: Path
) -> None:
    source, target = tmp_path / "from" / "a", tmp_path / "to" / "b"
    for path, is_folder, text in (
        (source, is_new_a_folder, NEW),
        (target, is_old_a_folder, OLD),
    ):
        path.parent.mkdir()
        if is_folder:
            fill(path, text)
        else:
            path.write_text(text)
    move(source, target)
    assert (read(target) if is_new_a_folder else target.read_text()) == NEW
    assert [each.name for each in tmp_path.rglob("*") if each.parent.name in ("from", "to")] == [
        "b"
    ]
