"""What to do about a word that no register knows: the key that is meant, or where to add it.

Belongs here: finding the key by a name or by its spelling, over the registers of one judgement.
Does not belong here: which words are unknown (`across.py`), what a name means (`names.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property

from orchestration.build.names import COUNTRY, GROUP, MINERAL, Names, Subject, plain
from orchestration.build.registers.known import known_words
from orchestration.build.registers.named import registered_names
from orchestration.build.registers.reading import Registers

# The subjects whose keys are words of a kind (`kinds.RefersTo`).
_NAMED = {
    "country": {COUNTRY},
    "country or residual": {COUNTRY},
    "group of countries": {GROUP},
    "country or group of countries": {COUNTRY, GROUP},
    "mineral": {MINERAL},
    "group of minerals": {MINERAL},
    "mineral, each_mineral or aggregate": {MINERAL},
}
_ALIKE = 0.7
_DIGIT = re.compile("[0-9]")
# A column that is spoilt as a whole would be compared with every name for minutes.
MOST_COMPARED = 40


class Advice:
    """The advice of one judgement; names are collected once, and when the first is asked for.

    Args:
        registers: all registers, without lines whose own key is faulty: those are no advice.
    """

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._given: dict[tuple[str, str], str | None] = {}

    def way_out(self, text: str, kind: str, where: str) -> str:
        """What to do about a word that is none of its kind.

        Args:
            text: the word.
            kind: the kind that its column holds.
            where: the register that lists this kind.
        """
        if (text, kind) not in self._given:
            self._given[text, kind] = self._key(text, kind)
        return self._given[text, kind] or f"correct it, or add it to {where} first"

    @cached_property
    def _names(self) -> Names:
        return registered_names(self._registers)

    @cached_property
    def _known(self) -> dict[str, tuple[frozenset[str], str]]:
        return known_words(self._registers)

    def _key(self, text: str, kind: str) -> str | None:
        words, where = self._known[kind]
        if not words or len(self._given) >= MOST_COMPARED or self._is_a_key(text):
            return None
        answer = self._names.resolve(text, _NAMED[kind]) if kind in _NAMED else None
        if answer and (found := list(_keys(answer.found, words))):
            return f"write {' or '.join(found)}"
        if self._names.resolve(text).found:  # the name of something else
            return None
        alike = list(_keys(answer.alike, words)) if answer else _spelt_like(text, words)
        is_meant = f"perhaps {' or '.join(alike)} is meant"
        return f"{is_meant}; correct it, or add it to {where} first" if alike else None

    def _is_a_key(self, text: str) -> bool:
        """Whether names lead to this key: its own row is lost or spoilt, the word is no slip."""
        return any(subject.subject_id == text for subject in self._names.plain_names())


def _keys(subjects: tuple[Subject, ...], words: frozenset[str]) -> Iterator[str]:
    return (subject.subject_id for subject in subjects if subject.subject_id in words)


def _spelt_like(text: str, words: frozenset[str]) -> list[str]:
    by_spelling = {plain(word): word for word in sorted(words)}
    found = get_close_matches(plain(text), by_spelling, n=1, cutoff=_ALIKE)
    # Another year or number is another thing, no slip of the pen.
    return [
        by_spelling[word] for word in found if _DIGIT.sub("", word) != _DIGIT.sub("", plain(text))
    ]
