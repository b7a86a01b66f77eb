"""Plain English in every text that people read, and modules that a docstring names exist.

Belongs here: rules on words in comments, docstrings, pages, descriptions and suites.
Does not belong here: names in code (`test_house_rules.py`), texts in other languages.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT_ROOT, tracked

ROOMS = ("orchestration", "dbt_project", "tests", "warehouse", "expectations")
PERSONIFIED = re.compile(
    r"\b(told|tells|believed|came to\.|speaks? (up|of|for)|ha(s|ve) no say|let the gate"
    r"|held (against|to (each|facts))|holds? \w+( \w+)? (against|to it)|wants a (person|look))\b",
    re.IGNORECASE,
)
# as the release words a verdict: by whoever reads the figures
UNDECIDED = re.compile(r"(can|cannot) be told", re.IGNORECASE)
OTHERWISE = re.compile(r"[,;] else (?!(if|case|when|null)\b)[`a-z]")
# The method of revision intervals is frozen, words and all; the rules name what they forbid.
NOT_READ = {
    "dbt_project/models/figures/revision/int_revision_quantile.sql",
    "tests/conventions/test_house_rules.py",
    "tests/conventions/test_prose.py",
}
MODULE = re.compile(r"`([\w/]+\.py)`")


def docstrings(path: Path) -> Iterator[str]:
    """Of the module, its classes and its functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


def is_prose(path: Path) -> bool:
    """Whether people read it in English; suites are JSON, and so is much that nobody reads."""
    if path.parent.parts[-2:] == ("labels", "released"):  # translations, by the released sentence
        return False
    is_suite = path.suffix == ".json" and "expectations" in path.parts
    return is_suite or path.suffix in {".py", ".sql", ".yml", ".md"}


def texts_of(path: Path) -> Iterator[str]:
    """Docstrings and comments of Python; of all else every line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".py":
        yield from docstrings(path)
        lines = [line for line in lines if line.lstrip().startswith("#")]
    yield from lines


@pytest.fixture(scope="module")
def prose() -> list[tuple[str, str]]:
    """Where, and what."""
    paths = [path for path in tracked() if is_prose(path)]
    named = {str(path.relative_to(PROJECT_ROOT)): path for path in paths}
    assert set(ROOMS) <= {where.partition("/")[0] for where in named}
    assert len({path.suffix for path in paths}) == 5
    assert set(named) >= NOT_READ
    return [
        (where, text)
        for where, path in named.items()
        if where not in NOT_READ
        for text in texts_of(path)
    ]


def test_the_rules_find_what_they_look_for() -> None:
    said = ("a note speaks for its row", "the suite holds every file against it", "nobody was told")
    assert all(PERSONIFIED.search(text) for text in said)
    assert not PERSONIFIED.search(UNDECIDED.sub("", "above 60%: cannot be told"))
    assert OTHERWISE.search("the kept one, else a new one")
    assert not OTHERWISE.search("case when a then b else c end")


def test_tables_and_steps_are_no_persons(prose: list[tuple[str, str]]) -> None:
    """Who does what is said: an arrival is compared, accepted, recorded; people are notified."""
    assert len(prose) > 30_000
    found = [(where, text) for where, text in prose if PERSONIFIED.search(UNDECIDED.sub("", text))]
    assert found == []


def test_people_read_otherwise_where_code_has_else(prose: list[tuple[str, str]]) -> None:
    assert [(where, text) for where, text in prose if OTHERWISE.search(text)] == []


def test_modules_that_a_docstring_names_exist() -> None:
    modules = [path for path in tracked() if path.suffix == ".py"]
    ours = [path for path in modules if "orchestration" in path.parts]
    endings = {f"/{path.relative_to(PROJECT_ROOT)}" for path in modules}
    named = [
        (str(path.relative_to(PROJECT_ROOT)), name)
        for path in ours
        for text in docstrings(path)
        for name in MODULE.findall(text)
    ]
    assert len(named) > 300
    missing = [
        each for each in named if not any(ending.endswith(f"/{each[1]}") for ending in endings)
    ]
    assert missing == []
