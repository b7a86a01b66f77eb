"""Every example that only reads, of every help and of the README, answers."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
import typer
from typer.testing import CliRunner

from orchestration.cli import spoken
from orchestration.cli.app import app
from orchestration.settings import Settings, get_settings
from tests.cli.test_help import commands
from tests.conftest import PROJECT_ROOT, environment_of

READING = {
    *("show", "headlines", "claims", "claim", "watchlist", "list", "cap", "controls", "compare"),
    *("reserves", "revisions", "outlook", "prices", "account", "capacity", "what-if", "dictionary"),
    *("sql", "trade", "status", "diff", "drop", "ledger", "connect", "check"),
}
NOT_HERE = ("--install-completion", "--files", "trade add", "sql -", "NAME", "…", "FOLDER")
# the group's help shows its examples without a word before them
_IN_HELP = re.compile(r"Examples?: (.*?)(?:\n\n|$)|^\s*(minerals \S+ .*? · .*?)\n\n", re.S | re.M)
_IN_README = re.compile(r"^\$? ?(minerals [^#\n]+?) *(?:#.*)?$|`(minerals [^`\n]+)`", re.M)
_IN_REMARK = re.compile(r"[:;] (minerals \w[^:;\n]*)(?=: |$)", re.M)


def reading(texts: Iterator[str]) -> dict[str, None]:
    """Those of them that only read, each once."""
    found = (" ".join(text.split()) for text in texts)
    return {
        text: None
        for text in found
        if text.startswith("minerals ")
        and text.split()[1] in READING
        and not any(part in text for part in NOT_HERE)
    }


def of_helps() -> Iterator[str]:
    root = typer.main.get_command(app)
    for path in commands(root):
        command: click.Command = root
        for name in path:
            command = command.commands[name]  # type: ignore[attr-defined]
        for found in _IN_HELP.finditer(f"{command.help}\n\n"):
            yield from " ".join((found[1] or found[2]).split()).split(" · ")


def of_readme() -> Iterator[str]:
    text = (PROJECT_ROOT / "README.md").read_text()
    for found in (*_IN_README.finditer(text), *_IN_REMARK.finditer(text)):
        yield next(part for part in found.groups() if part)


IN_HELP, IN_README = reading(of_helps()), reading(of_readme())


def test_the_examples_are_found() -> None:
    assert len(IN_HELP) > 50, IN_HELP
    assert len(IN_README) > 25, IN_README
    assert "minerals trade kazakhstan --year 2022" in IN_HELP
    assert "minerals compare chile peru" in IN_README
    assert "minerals outlook cobalt" in IN_README


@pytest.mark.parametrize("example", IN_HELP | IN_README)
def test_an_example_answers(
    released: Settings, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment_of(released).items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    finished = CliRunner().invoke(app, shlex.split(example)[1:])
    get_settings.cache_clear()
    spoken.choose(None)
    assert finished.exit_code == 0, finished.output or str(finished.exception)
    assert finished.output.strip()
