"""Every word that pages and commands say, in one file per language; `en.yml` is the first.

Belongs here: loading a language's file, looking a text up, strictly; numbers and days as the
language writes them (CLDR, by `babel`).
Does not belong here: texts in code or templates; texts of measures (they live in `dbt_project`);
texts that stand in the release (`released`).

Another language is a further file with the same keys: nothing else has to change.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from orchestration.ground.errors import SiteError

FOLDER = Path(__file__).parent
FIRST = "en"
_MONTH = re.compile(r"\d{4}-\d{2}")


class Labels:
    """Texts of one language by dotted key, with named places for numbers and names."""

    def __init__(self, texts: dict[str, Any], where: str) -> None:
        self._texts = texts
        self._where = where
        self._found: dict[str, Any] = {}
        self._locale = Locale.parse(self.language)
        self.lacking: set[tuple[str, str]] = set()

    @property
    def language(self) -> str:
        """Language code of the pages, such as `en`."""
        return str(self._texts["language"])

    def __call__(self, key: str, **parts: Any) -> str:
        """The text of a key with its parts filled in.

        Raises:
            SiteError: when the language has no such text, or a part is missing.
        """
        found = self._find(key)
        if not isinstance(found, str):
            raise self._missing(key)
        try:
            return found.format(**parts) if parts else found
        except KeyError as lacking:
            raise self._missing(f"{key}: part {lacking}") from lacking

    def frame(self, key: str) -> Markup:
        """A text whose parts are still to be filled in, with marks of their own."""
        return Markup(self(key))  # noqa: S704 - the text is ours

    def word(self, group: str, name: str | None) -> str:
        """The word for an id of an open set (a form, a basis): new ids read as they are spelt."""
        if name is None:
            return ""
        found = self._find(f"{group}.{name}")
        return found if isinstance(found, str) else name.replace("_", " ")

    def count(self, key: str, number: int, **parts: Any) -> str:
        """A text that depends on a number: one below the key for each plural form (CLDR)."""
        form = self._locale.plural_form(number)
        return self(f"{key}.{form}", n=self.decimal(number, "#,##0"), **parts)

    def decimal(self, value: float, pattern: str) -> str:
        """A number by a pattern of CLDR, rounded as it is stored and not as it is printed."""
        return format_decimal(Decimal(value), pattern, locale=self._locale)

    def signed(self, value: float, pattern: str) -> str:
        """A change: with its sign, a true minus."""
        sign = "+" if value >= 0 else "−"
        return sign + self.decimal(abs(value), pattern)

    @cached_property
    def percent_sign(self) -> str:
        """What stands after a number of percent: the sign, in Russian after a blank (CLDR)."""
        pattern: str = self._locale.percent_formats[None].pattern
        return pattern.rpartition("0")[2]

    @cached_property
    def signs(self) -> dict[str, str]:
        """How the language separates digits, for the pages' scripts and charts (d3-format)."""
        symbols = self._locale.number_symbols["latn"]
        return {"decimal": symbols["decimal"], "thousands": symbols["group"]}

    def day(self, day: date | str | None) -> str:
        """A day, or the month of `2024-05`, as people write it; any other text stays as it is."""
        pattern = "site.day"
        if isinstance(day, str):
            if _MONTH.fullmatch(day):
                day, pattern = f"{day}-01", "site.month"
            try:
                day = date.fromisoformat(day[:10])
            except ValueError:
                return str(day)
        return "" if day is None else format_date(day, self(pattern), locale=self._locale)

    def released(self, kind: str, text: str | None) -> str | None:
        """A text that stands in the release in English, in this language.

        One without words here, as of a claim that is new in a register, stays in English and is
        kept in `lacking`.
        """
        if text is None or self.language == FIRST:
            return text
        found: str | None = self._released.get(kind, {}).get(text)
        if found is None:
            self.lacking.add((kind, text))
            return text
        return found

    @property
    def names(self) -> dict[str, str]:
        """Countries that the language names otherwise than CLDR does, by their English name."""
        return {} if self.language == FIRST else self._released["country"]

    @cached_property
    def _released(self) -> dict[str, dict[str, str]]:
        return _read(FOLDER / "released" / f"{self.language}.yml")

    def group(self, key: str) -> dict[str, Any]:
        """All texts below a key, for the pages' script."""
        found = self._find(key)
        if not isinstance(found, dict):
            raise self._missing(key)
        return found

    def _find(self, key: str) -> Any:
        if key in self._found:
            return self._found[key]
        found: Any = self._texts
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        self._found[key] = found
        return found

    def _missing(self, key: str) -> SiteError:
        return SiteError(
            "A page asks for a text that the language does not have",
            where=self._where,
            expected=key,
            way_out="add the key to the language's file",
        )


def languages() -> tuple[str, ...]:
    """Languages that have a file of texts, English first."""
    found = {file.stem for file in FOLDER.glob("*.yml")}
    return FIRST, *sorted(found - {FIRST}, reverse=True)


def load_labels(language: str = FIRST) -> Labels:
    """The texts of a language.

    Raises:
        SiteError: when there is no file for it.
    """
    path = FOLDER / f"{language}.yml"
    if language not in languages():
        raise SiteError(
            "There are no texts in this language",
            where=str(path),
            expected=", ".join(languages()),
            found=language,
            way_out="choose one of those, or translate en.yml into this file",
        )
    return Labels(_read(path), str(path))


def _read(path: Path) -> dict[str, Any]:
    import yaml

    # the loader in C: commands read a file of a thousand lines before they say a word
    texts: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return texts
