"""What commands say in each language; what programs read has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from orchestration.cli import spoken
from orchestration.cli.output import tonnes
from orchestration.copies.site.labels import languages, load_labels
from orchestration.settings import Settings
from tests.cli.conftest import Typed
from tests.conftest import PROJECT_ROOT, run_minerals

SAID = {
    "en": ("Cobalt · mine", "Congo (Kinshasa)", "73.1%", "next edition"),
    "ru": ("Кобальт · добыча", "Конго (Киншаса)", "73,1\N{NO-BREAK SPACE}%", "следующее издание"),
    "kk": ("Кобальт · өндіру", "Конго (Киншаса)", "73,1%", "келесі басылым"),
}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "kk_KZ.UTF-8"}, "kk"),
        ({"LC_MESSAGES": "kk_KZ.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "MINERALS_LANGUAGE": "kk"}, "kk"),
        ({"LANG": "ru_RU.UTF-8", "MINERALS_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_environment_names_a_language(environment: dict[str, str], language: str) -> None:
    assert spoken.language(environment) == language


@pytest.mark.parametrize(
    ("quantity", "text"), [(0.0002, "0,0002"), (0, "0"), (12.34, "12,3"), (1234.0, "1 234")]
)
def test_a_small_quantity_is_never_zero(
    quantity: float, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(spoken.VARIABLE, "ru")
    assert tonnes(quantity).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize("language", SAID)
def test_a_mineral_is_shown_in_every_language(released: Settings, language: str) -> None:
    shown = run_minerals(released, "show", "cobalt", MINERALS_LANGUAGE=language)
    assert shown.returncode == 0, shown.stderr
    for part in SAID[language]:
        assert part in shown.stdout


REMARKS = {
    "prices cobalt": "не основано|прежних изданий|оценка",
    "account cobalt": "прежних лет и изданий: --csv",
    "controls gallium": "мера, которой здесь нет",
    "capacity gallium": "тонн в год · простаивает",
    "outlook lithium": "ни одно сегодняшнее число",
    "revisions usgs_mcs_2025 usgs_mcs_2026 --limit 3": "показано 3 из",
    "reserves lithium": "мир, Литий",
    "compare cobalt lithium": r"Конго \(Киншаса\).*пределы: со всеми",
    "compare chile peru": "Медь · добыча",
    "watchlist us_2025": "другие списки",
}


@pytest.mark.parametrize("asked", REMARKS)
def test_remarks_below_a_table_are_in_the_language_of_answers(
    released: Settings, asked: str
) -> None:
    shown = run_minerals(released, *asked.split(), MINERALS_LANGUAGE="ru")
    assert shown.returncode == 0, shown.stderr
    assert re.search(REMARKS[asked], " ".join(shown.stdout.split()))
    for english in ("None", " of them", "earlier", "Cobalt:", "unknown", "between"):
        assert english not in shown.stdout


def test_no_command_writes_out_a_remark() -> None:
    """A remark without words in the labels would be printed in English, whatever was asked."""
    dim = re.compile(r"\[dim\](?!\{|next: )")
    modules = sorted((PROJECT_ROOT / "orchestration" / "cli").glob("lookup*.py"))
    assert len(modules) == 4
    assert [path.name for path in modules if dim.search(path.read_text())] == []


def test_the_option_decides_wherever_it_stands(released: Settings) -> None:
    after = run_minerals(released, "claim", "C03", "--language", "ru", MINERALS_LANGUAGE="kk")
    before = run_minerals(released, "--language=ru", "claim", "C03", MINERALS_LANGUAGE="kk")
    assert after.returncode == 0, after.stderr
    assert after.stdout == before.stdout
    assert "Казахстан поставляет более 40" in after.stdout
    assert "опровергается" in after.stdout


@pytest.mark.parametrize("asked", ["show kazakhstan --json", "claim C03 --csv"])
def test_programs_get_the_same_in_every_language(released: Settings, asked: str) -> None:
    answers = [
        run_minerals(released, *asked.split(), MINERALS_LANGUAGE=language) for language in SAID
    ]
    assert [answer.returncode for answer in answers] == [0, 0, 0]
    outputs = [answer.stdout for answer in answers]
    assert len(outputs[0].splitlines()) > 5
    assert outputs[1:] == outputs[:1] * 2


def test_a_language_without_texts_is_refused(released: Settings) -> None:
    refused = run_minerals(released, "headlines", "--language", "tlh")
    assert refused.returncode == 2
    assert "no texts in this language" in refused.stderr
    assert "one of en, ru, kk" in refused.stderr


def test_the_case_of_a_language_does_not_matter(typed: Typed) -> None:
    for language in ("ru", "RU", "Ru"):
        refused = typed("--language", language, "show", "cobalt")
        assert "Nothing is released" in str(refused.exception), refused.output
        assert spoken.chosen() == "ru"
    spoken.choose(None)


def test_an_option_without_a_language_is_refused_with_an_example(released: Settings) -> None:
    refused = run_minerals(released, "show", "cobalt", "--language")
    assert refused.returncode == 2
    assert "such as ru" in refused.stderr


ASKING = {"table_of": 0, "heading": 0, "answer": 1}  # calls, and where their words begin


def words_of(tree: ast.AST) -> Iterator[str]:
    """Headings and words that a module of the commands writes out, without a year behind them."""
    for node in ast.walk(tree):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            parts = list(node.args[ASKING[name] :]) if name in ASKING else []
        elif isinstance(node, ast.AnnAssign) and "Shown" in ast.unparse(node.annotation):
            parts = list(node.value.keys) if isinstance(node.value, ast.Dict) else []
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def test_every_heading_has_words_in_every_language() -> None:
    """A heading without words would be printed in English, and nobody would see why."""
    modules = sorted((PROJECT_ROOT / "orchestration" / "cli").glob("*.py"))
    asked = {word for path in modules for word in words_of(ast.parse(path.read_text()))} - {""}
    assert len(asked) > 80
    for language in languages():
        known = load_labels(language).group("cli")["headings"]
        assert not asked - known.keys(), language
