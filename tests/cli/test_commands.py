"""The commands as a person types them, on a warehouse that was refreshed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from orchestration.settings import Settings
from tests.cli.conftest import Typed
from tests.conftest import new_warehouse, run_minerals

COMMANDS = (
    *("refresh", "status", "show", "diff", "rollback", "embed", "watchlist", "list", "cap"),
    *("controls", "compare", "reserves", "revisions", "sql", "dictionary"),
)


def test_help_names_every_command_and_exit_code(tmp_path: Path) -> None:
    text = run_minerals(new_warehouse(tmp_path / "w"), "--help").stdout
    assert all(command in text for command in COMMANDS)
    assert all(f"{code} " in text for code in range(8))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches(command: str, typed: Typed) -> None:
    finished = typed(command, "--help")
    assert finished.exit_code == 0
    assert len(finished.stdout.splitlines()) > 5


@pytest.mark.slow
@pytest.mark.parametrize("args", [("show", "cobalt"), ("status",), ("diff",)])
def test_before_the_first_refresh_it_says_what_to_do(args: tuple[str, ...], tmp_path: Path) -> None:
    finished = run_minerals(new_warehouse(tmp_path / "w"), *args)
    assert finished.returncode == 6
    assert "minerals refresh" in finished.stderr


def test_show_draws_shares_with_their_range_and_the_index(released: Settings) -> None:
    finished = run_minerals(released, "show", "cobalt")
    assert finished.returncode == 0, finished.stderr
    first = next(line for line in finished.stdout.splitlines() if line.strip().startswith("1 "))
    assert "Congo" in first
    assert "%" in first
    assert "HHI" in finished.stdout
    assert max(len(line) for line in finished.stdout.splitlines()) <= 100


def test_status_needs_no_history_of_runs(released: Settings, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    finished = run_minerals(released, "status", DAGSTER_HOME=nowhere)
    assert finished.returncode == 0, finished.stderr
    assert "release" in finished.stdout


@pytest.mark.parametrize(
    ("mineral", "step", "coverage"),
    [
        ("gallium", "mine, in ores of other metals", "not held"),
        ("gallium", "refinery, low purity metal", "measured"),
        ("cobalt", "refinery, metal and compounds", "by a model only"),
    ],
)
def test_show_names_every_step_and_who_measures_it(
    released: Settings, mineral: str, step: str, coverage: str
) -> None:
    shown = " ".join(run_minerals(released, "show", mineral).stdout.split())
    assert f"{step}: {coverage}" in shown


def test_show_gives_the_same_numbers_to_programs(released: Settings) -> None:
    as_json = json.loads(run_minerals(released, "show", "cobalt", "--json").stdout)
    as_csv = list(
        csv.DictReader(io.StringIO(run_minerals(released, "show", "cobalt", "--csv").stdout))
    )
    assert len(as_json) == len(as_csv) > 5
    assert {row["country_id"] for row in as_json} == {row["country_id"] for row in as_csv}
    assert all(row["source_row"] and row["source_file_id"] for row in as_json)


def test_show_begins_with_the_source_that_knows_the_newest_year(released: Settings) -> None:
    rows = json.loads(run_minerals(released, "show", "germanium", "--json").stdout)
    assert [rows[0]["edition_id"], rows[-1]["edition_id"]] == ["wmd_2026", "usgs_mcs_2024"]
    assert rows[0]["year"] > rows[-1]["year"]


def test_show_can_ask_an_older_edition(released: Settings) -> None:
    rows = json.loads(
        run_minerals(released, "show", "cobalt", "--edition", "usgs_mcs_2023", "--json").stdout
    )
    assert {row["edition_id"] for row in rows} == {"usgs_mcs_2023"}


def test_show_understands_symbols_and_suggests_what_was_meant(released: Settings) -> None:
    assert run_minerals(released, "show", "Co").returncode == 0
    finished = run_minerals(released, "show", "cobald")
    assert finished.returncode == 2
    assert "cobalt" in finished.stderr


def test_show_of_a_year_that_is_not_printed_names_the_years_that_are(released: Settings) -> None:
    finished = run_minerals(released, "show", "cobalt", "--year", "1890")
    assert finished.returncode == 2
    assert "2024" in finished.stderr


def test_status_names_the_release_and_that_nothing_changed(released: Settings) -> None:
    state = json.loads(run_minerals(released, "status", "--json").stdout)
    assert state["is_up_to_date"]
    assert state["release_id"] == state["releases"][-1]["release_id"]
    assert state["releases"][-1]["rows"] > 10_000
    assert state["release_id"] in run_minerals(released, "status").stdout


def test_diff_of_the_first_release_says_that_there_is_nothing_to_compare(
    released: Settings,
) -> None:
    assert "first release" in run_minerals(released, "diff").stdout.lower()


def test_rollback_without_an_earlier_release_is_refused(released_copy: Settings) -> None:
    finished = run_minerals(released_copy, "rollback")
    assert finished.returncode == 6


@pytest.mark.parametrize("args", [("connect", "--path"), ("backup", "copies")], ids=" ".join)
def test_without_a_release_there_is_no_path_and_no_backup(
    args: tuple[str, ...], typed: Typed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Folders of an earlier command may lie there, with nothing in them."""
    for name in ("releases", "landing"):
        (tmp_path / "w" / name).mkdir()
    monkeypatch.chdir(tmp_path)
    finished = typed(*args)
    assert finished.stdout == ""
    assert "minerals refresh" in str(finished.exception)
    assert not (tmp_path / "copies").exists()


@pytest.mark.parametrize(
    "args",
    [("sho", "cobalt"), ("quarantine", "lst"), ("serve", "postgre"), ("new", "clam")],
    ids=" ".join,
)
def test_a_mistyped_command_is_corrected_once(args: tuple[str, ...], typed: Typed) -> None:
    refused = typed(*args)
    assert refused.exit_code == 2
    assert refused.stderr.count("Did you mean") == 1


def test_fewer_than_no_lines_are_refused(typed: Typed) -> None:
    assert typed("ledger", "--last", "-5").exit_code == 2
    assert typed("ledger", "--last", "0").exit_code == 0
