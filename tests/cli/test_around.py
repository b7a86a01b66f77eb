"""Errors of the machine in words that help; texts that are no markup and no formula."""

from __future__ import annotations

import csv
import errno
import io
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.cli.around import as_known
from orchestration.cli.output import for_programs, plain
from orchestration.settings import Settings
from tests.conftest import run_minerals

ODD = ["[/red]", "[sic]", "[bold]x", "a\\", "[link=x]", "\\[x]", "[[", "]", ":smile:"]


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    shown = io.StringIO()
    Console(file=shown, width=80, emoji=False).print(f"[dim]{plain(text)}[/] end")
    assert shown.getvalue() == f"{text} end\n"


def test_a_formula_is_a_text_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    formulas = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tx"]
    values = [*formulas, "-5.2", "+12%", -5.2, None, "—"]
    for_programs([{"value": value} for value in values], as_json=False, as_csv=True)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    written = [row["value"] for row in rows]
    assert written[:5] == [f"'{value}" for value in formulas]
    assert written[5:] == ["-5.2", "+12%", "-5.2", "", "—"]


def test_a_full_disk_is_called_that_with_the_file_that_was_written() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/from/a", None, "/to/b")
    known = as_known(full)
    assert known is not None
    assert "The disk is full" in known.what
    assert known.where == "/to/b"
    engine = as_known(RuntimeError('IO Error: Could not write file "x": No space left on device'))
    assert engine is not None
    assert "The disk is full" in engine.what
    assert as_known(ValueError("a bug")) is None


def test_a_file_where_a_folder_belongs_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "warehouse"
    in_the_way.write_text("no folder")
    finished = run_minerals(Settings(warehouse_dir=in_the_way), "refresh")
    assert finished.returncode == 2, finished.stderr
    assert "A file is where a folder belongs" in finished.stderr
    assert f"where: {in_the_way}\n" in finished.stderr
    assert "Traceback" not in finished.stderr
