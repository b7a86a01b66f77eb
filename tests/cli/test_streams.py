"""Standard streams that are closed, full, of few letters or of no width: no stack trace."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.conftest import MINERALS, Finished, environment_of, new_warehouse

pytestmark = pytest.mark.slow


def in_shell(settings: Settings, words: str, **environment: str) -> Finished:
    """Run a command as a shell does that opens and closes its streams."""
    return subprocess.run(
        ["/bin/sh", "-c", f'"$0" {words}', str(MINERALS)],
        env={**environment_of(settings), **environment},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse with nothing in it, which most of these commands do not need more of."""
    return new_warehouse(tmp_path_factory.mktemp("streams") / "w")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("connect python >&-", 0),
        ("drop --json >&-", 0),
        ("ledger --json >&-", 0),
        ("drop nobody 2>&-", 2),
        ("drop nobody <&- >&- 2>&-", 2),
        ("drop nobody 2>/dev/full", 2),
        ("show cobalt 2>&-", 6),
        ("sql - <&-", 6),
    ],
)
def test_a_closed_stream_changes_no_exit_code(empty: Settings, words: str, code: int) -> None:
    finished = in_shell(empty, words)
    assert (finished.returncode, "Traceback" in finished.stderr) == (code, False), finished.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("show cobalt --json >&-", 0),
        ("show cobalt --csv >&-", 0),
        ("connect --path >&-", 0),
        ("status --json >&-", 0),
        ("diff --json >&-", 0),
        ("sql - <&-", 2),
        ("sql 'drop table x' 2>&-", 2),
        ("claim C99 2>&-", 2),
    ],
)
def test_a_closed_stream_is_no_bug_of_an_answer(released: Settings, words: str, code: int) -> None:
    finished = in_shell(released, words)
    assert (finished.returncode, "Traceback" in finished.stderr) == (code, False), finished.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("words", ["--help", "drop --explain", "drop --json", "connect python"])
def test_an_answer_that_finds_no_room_is_said_to_be_that(empty: Settings, words: str) -> None:
    finished = in_shell(empty, f"{words} >/dev/full")
    assert finished.returncode == 2
    assert "standard output" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert str(empty.warehouse_dir) not in finished.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "ascii:surrogateescape"])
def test_letters_that_an_encoding_lacks_are_written_by_their_number(
    empty: Settings, encoding: str
) -> None:
    finished = in_shell(empty, "drop --explain iea", PYTHONIOENCODING=encoding)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "CSV, UTF-8" in finished.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_answer_fits_any_encoding(released: Settings, encoding: str) -> None:
    shown = in_shell(released, "--language ru show cobalt", PYTHONIOENCODING=encoding)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert r"\u041a\u043e" in shown.stdout
    assert r"\u2588" not in shown.stdout, "bars are left out, not written by their numbers"
    query = "sql \"select 'Қазақстан' as name\" --json"
    answer = in_shell(released, query, PYTHONIOENCODING=encoding)
    assert json.loads(answer.stdout) == [{"name": "Қазақстан"}]


@pytest.mark.parametrize("columns", ["0", "-5", "", "wide"])
def test_a_width_that_is_none_is_not_taken(empty: Settings, columns: str) -> None:
    finished = in_shell(empty, "drop --explain", COLUMNS=columns)
    assert "usgs_mcs" in finished.stdout
    assert "Usage: minerals" in in_shell(empty, "--help", COLUMNS=columns).stdout
