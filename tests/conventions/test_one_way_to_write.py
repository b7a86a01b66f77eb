"""Files are replaced in one room, and publishers know of each other only what a contract allows."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

from orchestration.publishers.registry import PUBLISHERS
from tests.conftest import PROJECT_ROOT

ORCHESTRATION = PROJECT_ROOT / "orchestration"
WRITERS = {ORCHESTRATION / "ground" / name for name in ("files.py", "drafts.py")}
MOVES = {"rename", "replace", "renames", "move"}
DRAFTS = {"NamedTemporaryFile", "mkstemp", "mktemp"}


def replaced_files(path: Path) -> list[int]:
    """Lines of a module that give a file another's place, or write one that is to take it.

    `Path.replace` and `Path.rename` have one parameter; texts, frames and dates have others.
    """
    lines = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            is_of_a_path = len(node.args) == 1 and not node.keywords and node.func.attr != "move"
            if node.func.attr in DRAFTS or (
                node.func.attr in MOVES and (owner in {"os", "shutil"} or is_of_a_path)
            ):
                lines.append(node.lineno)
    return lines


def test_a_file_is_replaced_in_one_room_only() -> None:
    modules = sorted(ORCHESTRATION.rglob("*.py"))
    assert len(modules) > 250
    assert all(replaced_files(path) for path in WRITERS), "the rule finds what it looks for"
    found = {str(path): replaced_files(path) for path in modules if path not in WRITERS}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_contract_between_publishers_names_every_one() -> None:
    settings = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())
    contracts = {each["name"]: each for each in settings["tool"]["importlinter"]["contracts"]}
    named = contracts["a publisher knows no other publisher"]["modules"]
    folders = {path.parent.name for path in (ORCHESTRATION / "publishers").glob("*/facts.py")}
    assert len(folders) == len(PUBLISHERS) == 9
    assert {name.rpartition(".")[2] for name in named} == folders
