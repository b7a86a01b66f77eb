"""Errors of the machine in words that help; texts that are no markup and no formula."""

from __future__ import annotations

import csv
import errno
import io
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.console import Console

from orchestration.cli.app import app
from orchestration.cli.around import as_known
from orchestration.cli.output import for_programs, plain
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import Settings, get_settings
from orchestration.upkeep.housekeeping import FOLDERS, refuse_files
from tests.conftest import PROJECT_ROOT, run_minerals

ODD = ["[/red]", "[sic]", "[bold]x", "a\\", "[link=x]", "\\[x]", "[[", "]", ":smile:"]


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    shown = io.StringIO()
    Console(file=shown, width=80, emoji=False).print(f"[dim]{plain(text)}[/] end")
    assert shown.getvalue() == f"{text} end\n"


def test_no_console_of_ours_turns_words_into_pictures() -> None:
    consoles = [
        line
        for path in (PROJECT_ROOT / "orchestration").rglob("*.py")
        for line in path.read_text().splitlines()
        if re.search(r" (Console|_Terminal)\(", line) and not re.match("class |.*import ", line)
    ]
    assert len(consoles) > 3
    assert all("emoji=False" in line for line in consoles), consoles


READING = (
    ("show", "cobalt"),
    ("show", "kazakhstan"),
    ("trade", "copper"),
    ("trade", "kazakhstan"),
    ("claims",),
    ("claim", "C03"),
    ("headlines",),
    ("status",),
)
KEYS = re.compile(r"_id$|kind$|_status$|^form$|^stage$|^verdict$|^is_|firmness|^printed|value")


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_every_reading_command_prints_any_text_as_it_stands(
    words: tuple[str, ...],
    released: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each text of each row ends in markup and a picture, as a publisher might print it."""
    real = Served.rows

    def marked(served: Served, sql: str, **parameters: Any) -> list[Row]:
        if "from marts.dim_name" in sql:  # what is asked for must be found
            return real(served, sql, **parameters)
        return [
            {
                name: f"{value}[/red]:bomb:" if _is_text(name, value) else value
                for name, value in row.items()
            }
            for row in real(served, sql, **parameters)
        ]

    monkeypatch.setenv("MINERALS_WAREHOUSE_DIR", str(released.warehouse_dir))
    get_settings.cache_clear()
    monkeypatch.setattr(Served, "rows", marked)
    with pytest.raises(SystemExit) as ended:
        app(list(words))
    get_settings.cache_clear()
    shown = "".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    # these two print ids and numbers alone
    assert words in (("status",), ("headlines",)) or "[/red]:bomb:" in shown


def _is_text(name: str, value: object) -> bool:
    return isinstance(value, str) and bool(value) and not KEYS.search(name)


def test_a_formula_is_a_text_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    formulas = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        " =1",
        "\ufeff=1",
    ]
    formulas += ["\uff1d1", "\uff20SUM(A1)", "--1", "-", "-.", "-1,2-3", "=", "-1\n"]
    values = [*formulas, "-5.2", "+12%", -5.2, None, "—"]
    for_programs([{"value": value} for value in values], as_json=False, as_csv=True)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    written = [row["value"] for row in rows]
    assert written[: len(formulas)] == [f"'{value}".replace("\r", "\n") for value in formulas]
    assert written[len(formulas) :] == ["-5.2", "+12%", "-5.2", "", "—"]


def test_a_full_disk_is_called_that_with_the_file_that_was_written() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/from/a", None, "/to/b")
    known = as_known(full)
    assert known is not None
    assert "The disk is full" in known.what
    assert known.where == "/to/b"
    engine = as_known(RuntimeError('IO Error: Could not write file "x": No space left on device'))
    assert engine is not None
    assert "The disk is full" in engine.what
    too_large = as_known(OSError(errno.EFBIG, "File too large", "/to/b"))
    assert too_large is not None
    assert "The disk is full" in too_large.what
    for text in ('Could not write file "x": File too large', "Disk quota exceeded"):
        assert as_known(RuntimeError(text)) is not None
    assert as_known(ValueError("a bug")) is None
    unreadable = as_known(duckdb.IOException('IO Error: Cannot open file "x": Permission denied'))
    assert unreadable is not None
    assert "cannot be used" in unreadable.what
    assert 'Cannot open file "x"' in unreadable.found


def test_a_file_where_a_folder_belongs_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "warehouse"
    in_the_way.write_text("no folder")
    finished = run_minerals(Settings(warehouse_dir=in_the_way), "refresh")
    assert finished.returncode == 2, finished.stderr
    assert "A file is where a folder belongs" in finished.stderr
    assert f"where: {in_the_way}\n" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize("name", FOLDERS)
def test_no_file_is_taken_for_a_folder_that_is_not_there(name: str, tmp_path: Path) -> None:
    """A landing that is a file would otherwise be one in which nothing has landed."""
    settings = Settings(warehouse_dir=tmp_path / "warehouse")
    place = settings.warehouse_dir / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("no folder")
    with pytest.raises(AskedError, match="A file is where a folder belongs") as refused:
        refuse_files(settings)
    assert refused.value.where == str(place)
    place.unlink()
    refuse_files(settings)
    place.mkdir()
    refuse_files(settings)


def test_every_folder_of_the_settings_is_among_those() -> None:
    settings = Settings()
    found = [getattr(settings, name) for name in dir(Settings) if name.endswith(("_dir", "_home"))]
    below = {path for path in found if path and path.is_relative_to(settings.warehouse_dir)}
    named = {settings.warehouse_dir / name for name in FOLDERS}
    assert below - named <= {settings.embedded_dir}


@pytest.mark.parametrize("words", [("ledger",), ("status",), ("drop",)])
def test_a_command_begins_with_that(words: tuple[str, ...], tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path / "warehouse")
    settings.warehouse_dir.mkdir()
    settings.landing_dir.write_text("no folder")
    finished = run_minerals(settings, *words)
    assert finished.returncode == 2, finished.stderr
    assert f"where: {settings.landing_dir}\n" in finished.stderr
    assert "Traceback" not in finished.stderr
