"""A short attack with a seed that never changes: every kind of fault, and all of them held."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.attack.__main__ import Tried, attack, table
from tests.attack.files import printed
from tests.attack.grammar import GRAMMAR, KINDS_OF_CHANGE
from tests.attack.held import Held
from tests.attack.kinds import KINDS
from tests.cli.test_interrupted import HEARING
from tests.conftest import PROJECT_ROOT

SEED, FAULTS_OF_A_KIND = 20270201, 2
SLOW = {"signal to a command"}
"""A command of its own takes as long as ten other faults; `tests/cli` has that one."""


@pytest.mark.long
def test_a_short_attack_is_held(tmp_path: Path) -> None:
    kinds = [kind for kind in KINDS if kind not in SLOW]
    tried = list(
        attack(tmp_path, SEED, iter(range(FAULTS_OF_A_KIND * len(kinds))), kinds, turns=True)
    )
    assert {each.kind for each in tried} == set(kinds)
    assert [each for each in tried if each.held.wrong] == [], table(tried, SEED)
    assert all(each.held.summary for each in tried)


def test_the_table_names_seed_and_number_of_what_did_not_hold() -> None:
    tried = [
        Tried(0, "full disk", Held("backup: refused", [])),
        Tried(
            1, "kill", Held("publish at operation 7 of 59", ["left: .x.new"], ("publish", 7, 59))
        ),
        Tried(2, "kill", Held("publish at operation 9 of 59", [], ("publish", 9, 59))),
    ]
    text = table(tried, 5)
    assert "SEED=5 FIRST=1 FAULTS=1  kill: publish at operation 7 of 59\n    left: .x.new" in text
    assert "publish: killed at 2 of its 59 file operations" in text
    assert "leftovers after the next command: 1" in text
    assert text.splitlines()[3].split() == ["all", "3", "2", "3"]


@pytest.mark.slow
def test_there_are_at_least_sixty_kinds_of_change_and_each_is_made_of_some_file() -> None:
    assert len(KINDS_OF_CHANGE) == sum(map(len, GRAMMAR.values())) >= 60
    formats = {each for file in printed() for each in file.formats}
    assert formats == set(GRAMMAR)
    random = Random(SEED)  # noqa: S311 - a fault must come again
    for change, part in KINDS_OF_CHANGE.items():
        files = [file.read() for file in printed()[:18] if part in file.formats]
        changes = [GRAMMAR[part][change](content, random) != content for content in files]
        assert any(changes), change


BROKEN_OFF = """
import os, signal, sys
from tests.attack import __main__ as attack
from tests.attack.held import Held

def tried(*_):
    yield attack.Tried(0, "full disk", Held("backup: refused", []))
    yield attack.Tried(1, "full disk", Held("publish: refused", ["left: .x.new"]))
    os.kill(os.getpid(), int(sys.argv[1]))
    yield attack.Tried(2, "full disk", Held("never", []))

attack.attack = tried
sys.exit(attack.main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_exercise_that_is_broken_off_prints_its_table(number: signal.Signals) -> None:
    ended = subprocess.run(
        [*HEARING, sys.executable, "-c", BROKEN_OFF, str(int(number))],
        cwd=PROJECT_ROOT,
        env={**os.environ, "FAULTS": "7", "SEED": "5"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 128 + number, ended.stderr
    assert ended.stdout.startswith("broken off after 2 of 7 faults\n")
    assert ["all", "2", "1", "2"] in [line.split() for line in ended.stdout.splitlines()]
    assert "SEED=5 FIRST=1 FAULTS=1  full disk: publish: refused\n    left: .x.new" in ended.stderr
    assert "never" not in ended.stdout
