"""Every word that the pages say, in one file per language; `en.yml` is the first.

Belongs here: loading a language's file and looking a text up, strictly.
Does not belong here: texts in code or templates; texts of measures (they live in `dbt_project`).

Another language is a second file with the same keys: nothing else has to change.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from orchestration.ground.errors import SiteError

FOLDER = Path(__file__).parent


class Labels:
    """Texts of one language by dotted key, with named places for numbers and names."""

    def __init__(self, texts: dict[str, Any], where: str) -> None:
        self._texts = texts
        self._where = where
        self._found: dict[str, Any] = {}
        self._locale = Locale.parse(self.language)

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


def load_labels(language: str = "en") -> Labels:
    """The texts of a language.

    Raises:
        SiteError: when there is no file for it.
    """
    import yaml

    path = FOLDER / f"{language}.yml"
    if not path.exists():
        raise SiteError(
            "There are no texts in this language",
            where=str(path),
            expected=", ".join(sorted(file.stem for file in FOLDER.glob("*.yml"))),
            found=language,
            way_out="translate en.yml into this file",
        )
    return Labels(yaml.safe_load(path.read_text(encoding="utf-8")), str(path))
