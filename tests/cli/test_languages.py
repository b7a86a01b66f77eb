"""What commands say in each language; what programs read has none."""

from __future__ import annotations

import pytest

from orchestration.cli import spoken
from orchestration.cli.output import tonnes
from orchestration.settings import Settings
from tests.conftest import run_minerals

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
    ("quantity", "told"), [(0.0002, "0,0002"), (0, "0"), (12.34, "12,3"), (1234.0, "1 234")]
)
def test_a_small_quantity_is_never_zero(
    quantity: float, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(spoken.VARIABLE, "ru")
    assert tonnes(quantity).replace("\N{NO-BREAK SPACE}", " ") == told


@pytest.mark.parametrize("language", SAID)
def test_a_mineral_is_shown_in_every_language(released: Settings, language: str) -> None:
    shown = run_minerals(released, "show", "cobalt", MINERALS_LANGUAGE=language)
    assert shown.returncode == 0, shown.stderr
    for part in SAID[language]:
        assert part in shown.stdout


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
    told = [answer.stdout for answer in answers]
    assert len(told[0].splitlines()) > 5
    assert told[1:] == told[:1] * 2


def test_a_language_without_texts_is_refused(released: Settings) -> None:
    refused = run_minerals(released, "headlines", "--language", "tlh")
    assert refused.returncode == 9
    assert "no texts in this language" in refused.stderr


def test_an_option_without_a_language_is_told_what_follows_it(released: Settings) -> None:
    refused = run_minerals(released, "show", "cobalt", "--language")
    assert refused.returncode == 2
    assert "such as ru" in refused.stderr
