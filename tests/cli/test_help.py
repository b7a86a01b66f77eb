"""Help as a terminal of 80 columns shows it: paragraphs that fill their lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import click
import typer
from typer.testing import CliRunner

from orchestration.cli.app import app
from orchestration.cli.paragraphs import joined

WIDTH, MARGIN = 80, 1


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command and group, as it is typed."""
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, *path, name)


ALL = list(commands(typer.main.get_command(app)))


def broken(text: str) -> list[str]:
    """Lines that end although the first word of the next one had room."""
    prose = text.partition("╭")[0].splitlines()
    return [
        line
        for line, below in pairwise(each.strip() for each in prose)
        if line and below and not below[0].isdigit()
        if len(line) + 1 + len(below.split()[0]) <= WIDTH - 2 * MARGIN
    ]


def test_the_rule_finds_a_line_that_breaks_early() -> None:
    assert broken("All or nothing: a gate that fails\nleaves the file.") == [
        "All or nothing: a gate that fails"
    ]
    assert (
        joined("One.\n\nTwo\nthree.\n\n0  done\n1  a bug")
        == "One.\n\nTwo three.\n\n0  done\n1  a bug"
    )


def test_no_line_of_a_help_breaks_early() -> None:
    assert len(ALL) > 45
    for command in ALL:
        finished = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": str(WIDTH)})
        assert finished.exit_code == 0
        assert "╭" in finished.output
        assert broken(finished.output) == [], command


def test_the_list_of_exit_codes_stays_a_list() -> None:
    text = CliRunner().invoke(app, ["--help"], env={"COLUMNS": str(WIDTH)}).output
    assert "\n 1  a bug" in text
    assert "\n 10 a person holds" in text
