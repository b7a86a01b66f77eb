"""The house's own rules: what stands where, how long it may be, what never enters a commit."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import typer

from orchestration.cli.app import app
from orchestration.gates.deviations import all_deviations
from orchestration.gates.suites import DEVIATIONS, refuse_unknown_deviations
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, tracked

TOP_LEVEL = {
    "pyproject.toml",
    "README.md",
    "orchestration",
    "dbt_project",
    "expectations",
    "tests",
    "warehouse",
    # what tools require there
    "requirements.lock",
    "LICENSE",
    "CITATION.cff",
    "Makefile",
    ".ci",
    ".gitignore",
    ".sqlfluff",
}
MODULES = sorted((PROJECT_ROOT / "orchestration").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_top_level_is_the_users_own_design() -> None:
    found = {path.relative_to(PROJECT_ROOT).parts[0] for path in tracked()}
    assert found <= TOP_LEVEL


def test_the_rules_read_every_module() -> None:
    assert len(MODULES) > 400


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PROJECT_ROOT)))
def test_module_says_what_belongs_in_it_and_stays_readable(module: Path) -> None:
    text = module.read_text()
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert "elongs here" in docstring or module.name == "__init__.py", "say what belongs here"
    assert docstring, "every module opens with a docstring"
    assert len(text.splitlines()) <= LONGEST_FILE


def functions() -> Iterator[tuple[str, int]]:
    """Name and lines of every function, without its docstring: telling more is no fault."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                name = f"{module.relative_to(PROJECT_ROOT)}:{node.name}"
                documented = len((ast.get_docstring(node, clean=False) or "").splitlines())
                yield name, node.end_lineno - node.lineno + 1 - documented


def test_functions_are_short() -> None:
    long = {name: lines for name, lines in functions() if lines > LONGEST_FUNCTION}
    assert not long
    lengths = sorted(lines for _, lines in functions())
    assert lengths[len(lengths) // 2] <= 15


def test_no_registry_host_and_no_path_of_a_machine_is_committed() -> None:
    # taken apart, so that this file does not find itself
    hosts = ("files.pythonhosted" + ".org", "pypi" + ".org", "registry.npmjs" + ".org")
    folders = (r"/home/\w+/", "/ro" + "ot/")
    forbidden = re.compile("|".join((*map(re.escape, hosts), *folders)))
    hits = [str(path) for path in tracked() if forbidden.search(text_of(path))]
    assert not hits


def test_the_publishers_folder_is_named_in_tests_only() -> None:
    hits = [
        str(path.relative_to(PROJECT_ROOT))
        for path in tracked()
        if "../shared" in text_of(path) and path.relative_to(PROJECT_ROOT).parts[0] != "tests"
    ]
    assert not hits


def test_no_publishers_file_is_committed(publisher_files: Path) -> None:
    theirs = {
        path.read_bytes()
        for path in publisher_files.rglob("*")
        if path.is_file() and path.stat().st_size > 2000
    }
    assert len(theirs) > 80
    assert not [str(path) for path in tracked() if path.read_bytes() in theirs]


def test_ci_runs_the_readmes_test_command_and_what_it_leaves_out() -> None:
    ci = (PROJECT_ROOT / ".ci" / "run").read_text()
    for command in ("make test", "make long", "make simulate", "make proof"):
        assert command in ci
    readme = (PROJECT_ROOT / "README.md").read_text()
    assert "make refresh" in readme
    assert "make test" in readme


def test_every_make_target_that_the_readme_names_exists() -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text()
    readme = (PROJECT_ROOT / "README.md").read_text()
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", readme, re.MULTILINE))
    missing = {target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)}
    assert len(named) > 15
    assert not missing


def test_every_command_that_the_pages_name_exists() -> None:
    pages = [path for path in tracked() if path.suffix == ".md"]
    named = {
        command
        for page in pages
        for command in re.findall(
            r"(?:^|`)minerals ([a-z]+(?:-[a-z]+)*)", page.read_text(), re.MULTILINE
        )
    }
    assert len(named) > 25
    assert named <= set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_the_lock_is_hash_checked() -> None:
    lock = (PROJECT_ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^[a-z0-9][^\s=]*==", lock, re.MULTILINE)
    assert len(pins) > 100
    for block in re.split(r"\n(?=[a-z0-9])", lock.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_every_accepted_deviation_belongs_to_a_suite() -> None:
    suites = Settings().suites_dir
    assert len(all_deviations(suites.parent / DEVIATIONS)) > 20
    refuse_unknown_deviations(suites)


SITE = PROJECT_ROOT / "orchestration" / "copies" / "site"
SCRIPTS_AND_TEMPLATES = sorted(
    path for path in SITE.rglob("*") if path.suffix in {".js", ".css", ".j2"}
)
WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*")
SPEECH = {"told", "tell", "tells", "teller", "tellers"}


def names_in(tree: ast.Module) -> Iterator[str]:
    """Names that a module gives: of what it defines and assigns, of parameters and of keys."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.alias(asname=str(name)):
                yield name
            case ast.Dict(keys=keys):
                yield from (key.value for key in keys if isinstance(key, ast.Constant))


def identifiers() -> Iterator[tuple[str, str]]:
    """Names in our modules, and every word of the site's scripts, styles and templates."""
    for path in MODULES:
        for name in names_in(ast.parse(path.read_text())):
            yield str(path.relative_to(PROJECT_ROOT)), str(name)
    for path in SCRIPTS_AND_TEMPLATES:
        for name in re.findall(r"[A-Za-z_]+", path.read_text()):
            yield str(path.relative_to(PROJECT_ROOT)), name


def test_a_name_says_what_it_holds() -> None:
    """A list, a sentence, a file, an error's text: `told` could be any of them, so it is none."""
    names = set(identifiers())
    assert len(names) > 15_000
    spoken = {each for each in names if SPEECH & {part.lower() for part in WORD.findall(each[1])}}
    assert spoken == set()


# Ours: what a revision was published in. Theirs: words of an address or of an answer, as sent.
_OUR_RELEASE = re.compile(
    r"last good release|served release|(a|no) release (was|has been)|release id|as released"
    r"|is_released|mark_released|release_id|release=|\"released\""
)
_THEIR_WORDS = re.compile(r"lastReleased|\"release\"|data releases|edition a release")


def test_a_publishers_edition_is_no_release() -> None:
    """A release is what we publish; what a publisher prints, and what lands, is an edition."""
    rooms = ("publishers", "landing")
    modules = [path for path in MODULES if path.relative_to(PROJECT_ROOT).parts[1] in rooms]
    assert len(modules) > 120
    lines = [(path, line) for path in modules for line in path.read_text().splitlines()]
    left = [
        (path.name, line)
        for path, line in lines
        if re.search("release", _THEIR_WORDS.sub("", _OUR_RELEASE.sub("", line)), re.I)
    ]
    assert left == []


_PLURAL = re.compile(r" (?!is\b|was\b|has\b|as\b|does\b|this\b|its\b)[a-z]+s\b")


def _counted_by_hand(module: Path) -> Iterator[str]:
    """Texts in which a number stands before a word in the plural, whatever the number is."""
    for text in ast.walk(ast.parse(module.read_text())):
        parts = text.values if isinstance(text, ast.JoinedStr) else []
        for place, (number, after) in enumerate(pairwise(parts)):
            before = parts[place - 1] if place else None
            is_part = isinstance(before, ast.Constant) and str(before.value).endswith(" of ")
            if (
                not is_part
                and isinstance(number, ast.FormattedValue)
                and re.search(r"\blen\(|\b(count|number)\b", ast.unparse(number.value))
                and "counted(" not in ast.unparse(number.value)
                and isinstance(after, ast.Constant)
                and _PLURAL.match(str(after.value))
            ):
                yield f"{module.name}:{number.lineno}: {ast.unparse(text)}"


def test_no_message_says_1_rows() -> None:
    """`counted` knows the word for one; `1 of 5 rows` is right as it is."""
    assert not [found for module in MODULES for found in _counted_by_hand(module)]
