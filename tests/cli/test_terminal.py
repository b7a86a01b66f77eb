"""What a terminal shows: whole figures, whatever the width; any text; readers that leave."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from orchestration.cli import claims, quarantine, report, show_country, show_mineral
from orchestration.cli.output import plain, table_of, tonnes
from orchestration.cli.spoken import bound, percent
from orchestration.landing import LedgerEntry
from orchestration.release import current_release, read_manifest
from orchestration.settings import Settings
from tests.cli.conftest import Typed
from tests.conftest import MINERALS, PROJECT_ROOT, environment_of, new_warehouse, run_minerals

ODD = "[/red] [bold"
NO_SHELL_PATH = {"PATH": "/usr/bin:/bin"}


def figures_of(row: dict[str, Any]) -> list[str]:
    """What the terminal must show of a row, in the order of its columns."""
    shown = [str(row["share_rank"] or ""), str(row["year"])]
    shown.append("" if row["quantity_tonnes"] is None else tonnes(row["quantity_tonnes"]))
    if row["share_pct"] is not None:
        shown.append(percent(row["share_pct"]))
    if row["share_min_pct"] is not None:
        shown.append(f"{bound(row['share_min_pct'])} to {bound(row['share_max_pct'])}")
    return [text for text in shown if text]


@pytest.mark.parametrize("columns", ["60", "80", "100"])
@pytest.mark.parametrize("country", ["russia", "china"])
def test_no_figure_of_a_country_is_cut(released: Settings, country: str, columns: str) -> None:
    rows = json.loads(run_minerals(released, "show", country, "--json").stdout)
    assert len(rows) > 20
    small = [row for row in rows if 0 < (row["share_pct"] or 0) < 0.05]
    assert small, "or nothing here shows that a small share is not cut to zero"
    assert all("<0.1%" in figures_of(row) for row in small)
    shown = run_minerals(released, "show", country, COLUMNS=columns).stdout.splitlines()
    assert max(map(len, shown)) <= int(columns)
    assert "…" not in "".join(shown)
    for row in rows:
        whole = r"\s.*?(?<![\d.,])".join(map(re.escape, figures_of(row)))
        assert any(re.search(rf"(?<![\d.,]){whole}(?![\d.,])", line) for line in shown), row


@pytest.mark.parametrize("columns", ["40", "60", "80"])
@pytest.mark.parametrize("mineral", ["lithium", "cobalt", "gold"])
def test_no_figure_of_a_mineral_is_cut(released: Settings, mineral: str, columns: str) -> None:
    """A terminal that is too narrow breaks lines; what it breaks is whole."""
    rows = json.loads(run_minerals(released, "show", mineral, "--json").stdout)
    shown = run_minerals(released, "show", mineral, COLUMNS=columns).stdout
    assert "…" not in shown
    bounds = [
        f"{bound(row[f'{stem}_min_pct'])} to {bound(row[f'{stem}_max_pct'])}"
        for row in rows
        for stem in ("share", "next", *(["share_all"] if row["excludes"] else []))
        if row[f"{stem}_min_pct"] is not None and row[f"{stem}_max_pct"] is not None
    ]
    assert len(bounds) > 15
    assert [text for text in bounds if text not in shown] == []
    if columns == "80":
        assert max(map(len, shown.splitlines())) <= 80


def test_at_80_columns_sources_stay_whole(released: Settings) -> None:
    rows = json.loads(run_minerals(released, "show", "kazakhstan", "--json").stdout)
    shown = run_minerals(released, "show", "kazakhstan", COLUMNS="80").stdout.splitlines()
    ends = [line.split()[-1] for line in shown if re.match(r"^ *\d+ ", line)]
    sources = {row["edition_id"] for row in rows}
    assert sources <= set(ends)


def test_no_figure_of_the_status_is_cut(released: Settings) -> None:
    folder = current_release(released)
    assert folder is not None
    line = read_manifest(folder)
    shown = run_minerals(released, "status", COLUMNS="60").stdout
    created = line.created_at[:16].replace("T", " ")
    numbers = [f"{line.rows:,}", len(line.inputs), line.gates.warnings]
    pattern = " +".join(map(str, [created, len(line.tables), *numbers]))
    assert re.search(rf"{pattern}\b", shown)
    assert max(map(len, shown.splitlines()[-4:])) <= 60


@pytest.mark.parametrize("width", range(30, 101, 7))
def test_texts_fold_and_figures_do_not(width: int) -> None:
    table = table_of("name", "tonnes", "source", texts={"name", "source"})
    table.add_row("Rare earths and a long name " * 3, "1,700,000,000 e", "usgs_mcs_2026")
    console = Console(width=width, file=StringIO())
    console.print(table)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert " 1,700,000,000 e " in shown
    assert "…" not in shown


@pytest.mark.parametrize(
    "args",
    [
        ("show", "china", "--json"),
        ("show", "china", "--csv"),
        ("show", "cobalt"),
        ("claims", "--json"),
        ("claim", "C03"),
        ("status", "--json"),
        ("status",),
        ("diff", "--json"),
        ("ledger", "--json"),
        ("quarantine", "list", "--json"),
        ("refresh",),
        ("--help",),
    ],
    ids=" ".join,
)
def test_a_reader_that_leaves_is_no_error(released: Settings, args: tuple[str, ...]) -> None:
    gone, output = os.pipe()
    os.close(gone)
    finished = subprocess.run(
        [str(MINERALS), *args],
        env=environment_of(released),
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(output)
    assert (finished.returncode, finished.stderr) == (0, "")


@pytest.mark.slow
def test_an_error_keeps_its_code_when_nobody_reads_it(tmp_path: Path) -> None:
    gone, output = os.pipe()
    os.close(gone)
    finished = subprocess.run(
        [str(MINERALS), "status"],
        env=environment_of(new_warehouse(tmp_path / "w")),
        stdout=output,
        stderr=output,
        check=False,
    )
    os.close(output)
    assert finished.returncode == 6


@pytest.mark.parametrize("args", [("show", "cobalt"), ("claims",), ("claim", "C03")], ids=" ".join)
@pytest.mark.parametrize("forms", [("--json", "--csv"), ("--csv", "--json")], ids=" ".join)
def test_two_forms_at_once_are_refused(
    typed: Typed, args: tuple[str, ...], forms: tuple[str, ...]
) -> None:
    finished = typed(*args, *forms)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert "--json or --csv, not both" in finished.stderr


def printed_next(settings: Settings, path: str) -> str:
    """The command that the report of a refresh ends with, in a shell with this PATH."""
    script = "from orchestration.cli.output import command\nprint(command('show cobalt'))"
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**environment_of(settings), "PATH": path},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_the_command_at_the_end_works_as_printed(released: Settings) -> None:
    folder = current_release(released)
    assert folder is not None
    console = Console(width=100, file=StringIO())
    report.print_released(console, released, folder, 1.0)
    assert "next: " in console.file.getvalue()  # type: ignore[attr-defined]
    venv = f"{Path(sys.executable).parent}:{NO_SHELL_PATH['PATH']}"
    assert printed_next(released, venv) == "minerals show cobalt"
    command = printed_next(released, NO_SHELL_PATH["PATH"])
    assert command.endswith("bin/minerals show cobalt")
    finished = subprocess.run(
        ["/bin/sh", "-c", command],
        env={**environment_of(released), **NO_SHELL_PATH},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (finished.returncode, "HHI" in finished.stdout) == (0, True)


def test_brackets_in_what_was_typed_are_brackets(released: Settings) -> None:
    finished = run_minerals(released, "show", ODD)
    assert finished.returncode == 2
    assert ODD in finished.stderr
    assert "Traceback" not in finished.stderr


def test_brackets_in_what_was_read_are_brackets(capsys: pytest.CaptureFixture[str]) -> None:
    share = {"share_rank": 1, "share_pct": 9.0, "share_min_pct": 8.0, "share_max_pct": 10.0}
    share |= {"share_all_min_pct": 0.0, "share_all_max_pct": 10.0, "excludes": ODD}
    share |= {"next_min_pct": 7.0, "next_max_pct": 11.0}
    table = {"stage": ODD, "form": "all", "year": 2024, "basis": ODD, "edition_id": ODD}
    amount = {"quantity_tonnes": None, "value_status": ODD, "value_as_printed": ODD}
    row = {"mineral_name": ODD, "country_name": ODD, **share, **table, **amount}
    claim = dict.fromkeys(("claim_id", "claim", "speaker", "reported_by", "scope_note"), ODD)
    check = {"reading": ODD, "reads_as": "as_said", "reading_id": ODD, "verdict": "refuted"}
    check |= {"year": 2024, "edition_id": ODD, "why": ODD}
    show_mineral._draw(ODD, [row], [])
    claims._draw({**claim, "reported_on": "2026"}, [check], None)
    Console().print(show_country._production([row], 100))
    Console().print(
        quarantine._line(LedgerEntry(datetime(2027, 2, 1, tzinfo=UTC), "fetch", address=ODD))
    )
    shown = capsys.readouterr().out
    assert shown.count("[/red]") >= 14
    assert plain(ODD) != ODD
