"""In which language a command answers people, and its words in it.

Belongs here: the choice of a language, headings, words, names and numbers of what is printed.
Does not belong here: the texts (`copies/site/labels`), help and errors, which are English;
`--json` and `--csv`, which are for programs and have no language.

The first of these that is set decides: `--language`, MINERALS_LANGUAGE, then the locale by
LC_ALL, LC_MESSAGES or LANG. A locale without texts here is answered in English.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from orchestration.copies.file.served import Row
from orchestration.ground.errors import AskedError

if TYPE_CHECKING:
    from orchestration.copies.site.labels import Labels
    from orchestration.copies.site.spoken import SpokenNames

ENGLISH = "en"
VARIABLE = "MINERALS_LANGUAGE"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_chosen: list[str] = []
_YEAR = re.compile(r" \d{4}$")
_MILLION, _SMALLEST = 1_000_000, 0.05


def choose(language: str | None) -> None:
    """What `--language` says, for the rest of this process.

    Raises:
        AskedError: when there are no texts in it.
    """
    _chosen[:] = [language.casefold()] if language else []
    if _chosen and _chosen[0] not in _known():
        _chosen.clear()
        raise AskedError(
            "There are no texts in this language",
            where="--language",
            expected="one of " + ", ".join(_known()),
            found=str(language),
            way_out="name one of those; programs get the same in all: --json, --csv",
        )


def chosen() -> str | None:
    """The language that was asked for by the option, if any."""
    return _chosen[0] if _chosen else None


def language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of answers; an unknown one of the environment is English."""
    if _chosen:
        return _chosen[0]
    asked = environment.get(VARIABLE) or next(
        (environment[name] for name in _LOCALE if environment.get(name)), ENGLISH
    )
    short = asked[:2].lower()
    return short if short == ENGLISH or short in _known() else ENGLISH


def _known() -> tuple[str, ...]:
    from orchestration.copies.site.labels import languages

    return languages()


def is_english() -> bool:
    """Whether answers are in English, the language of the release."""
    return language() == ENGLISH


@lru_cache
def words(of: str) -> Labels:
    """The texts of a language, read once."""
    from orchestration.copies.site.labels import load_labels

    return load_labels(of)


def say(key: str, **parts: object) -> str:
    """A phrase of the commands."""
    return words(language())(f"cli.{key}", **parts)


def note(key: str, **parts: object) -> str:
    """A remark below a table, dim."""
    return f"[dim]{say(f'notes.{key}', **parts)}[/]"


def counted_note(key: str, number: int) -> str:
    """A remark that counts, in the form that its number asks for."""
    return f"[dim]{words(language()).count(f'cli.notes.{key}', number)}[/]"


def heading(text: str) -> str:
    """A heading, or a word in a cell; commands name both in English, a year may follow."""
    if is_english():
        return text
    known: dict[str, str] = words(language()).group("cli")["headings"]
    year = _YEAR.search(text)
    name = text.removesuffix(year.group()) if year else text
    return known.get(name, name) + (year.group() if year else "")


def word(group: str, name: str) -> str:
    """The word for an id of the release; in English the id itself."""
    return name if is_english() else words(language()).word(group, name)


def number(value: float, pattern: str = "#,##0") -> str:
    """A number by a pattern of CLDR."""
    return words(language()).decimal(value, pattern)


def amount(value: float) -> str:
    """A quantity as the pages write it: a small one keeps its digits and is never zero."""
    from orchestration.copies.site.words import number as written

    return written(value, words(language()))


def millions(value: float) -> str:
    """An amount of money in millions, one digit; a small one keeps its digits and is never zero."""
    in_millions = value / _MILLION
    return amount(in_millions) if 0 < in_millions < _SMALLEST else number(in_millions, "#,##0.0")


def percent(value: float) -> str:
    """A share with one digit; a small one is said to be small, never zero."""
    from orchestration.copies.site.words import percent as written

    return written(value, words(language()))


def percent_sign() -> str:
    """What stands after a number of percent."""
    return words(language()).percent_sign


def held_of(held: int, listed: int) -> str:
    """So many of so many."""
    return words(language())("trade.of", held=held, listed=listed)


def change(value: float) -> str:
    """A change in percent, with its sign."""
    if is_english():
        return f"{value:+.1f}%"
    return words(language()).signed(value, "0.0") + percent_sign()


def bound(value: float) -> str:
    """A bound of a share, without the sign; a small one keeps its digits and is never zero."""
    from orchestration.copies.site.words import bound as written

    return written(value, words(language()))


def between(low: str, high: str) -> str:
    """Two bounds that are written already."""
    return say("range", low=low, high=high)


@lru_cache
def _names(of: str) -> SpokenNames:
    from orchestration.build.names import NAMES
    from orchestration.copies.file.served import Served
    from orchestration.copies.site.spoken import SpokenNames
    from orchestration.settings import get_settings

    with Served(get_settings()) as served:
        return SpokenNames(served.rows(NAMES), words(of))


def country(name: str | None) -> str:
    """The name of a country."""
    return str(name or "") if is_english() else str(_names(language()).country(name) or "")


def mineral(name: str | None) -> str:
    """The name of a mineral."""
    return str(name or "") if is_english() else str(_names(language()).mineral(name) or "")


def released(kind: str, text: str | None) -> str:
    """A text that stands in the release."""
    return str(words(language()).released(kind, text) or "")


def translated(rows: Sequence[Row], query: str = "") -> list[Row]:
    """Rows with names and texts in the language of answers; in English as they are.

    Args:
        rows: of one query.
        query: `minerals`, `checks` or `evidence` for rows whose sentences are translated too.
    """
    if is_english() or not rows:
        return list(rows)
    from orchestration.copies.site.spoken import spoken_rows

    of = language()
    return spoken_rows(query, list(rows), _names(of), words(of))
