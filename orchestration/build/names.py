"""What a name means: one rule for every name that a person types, over the `dim_name` of a release.

Belongs here: how two names compare, the resolver, the query that reads the names of a release.
Does not belong here: opening a release (`copies/file`), what is shown of a subject (`cli`,
`copies/site`).

A text means exactly one subject, or the answer is a choice. The first of these that finds
something counts: the name as it is written (`Co` is cobalt, `CO` Colombia); the name without regard
to case, accents and punctuation; a name of the same words in another order (`copper, refined`); a
name with another one of the same subject in brackets (`Cobalt (Co)`); names in which every word of
the text begins a word. One name of the last sort is an answer only where people read it first and
nothing but the end of its last word is missing (`kaza`, and `galliu` beside products of gallium):
`iron and steel` is not their slag, nor `magnet` the ore magnetite. Such names are hints, as those
are that are within the text or spelt alike (`hints.py`).

Where only some kinds of subjects are asked for, the first rule that finds one of these counts: `CU`
is copper where a mineral is asked for. A group of countries is never passed over: `EU` is no
europium. Nor does a text that means another kind only, as `kazakhst` does, mean what resembles it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.build.hints import hints

NAMES = """
select name, language, kind, subject_id, stage, form, is_preferred
from marts.dim_name
order by name, language, kind, subject_id, stage, form
"""
MINERAL, PRODUCT, COUNTRY, GROUP = "mineral", "product", "country", "group"
_SHORTEST_PART = 3  # letters of a name that are enough to mean it
_MOST_HINTS = 3
_DROPPED = re.compile(r"[.'’‘ʼ`´]")
_BETWEEN = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"(.+)\((.+)\)\s*")
# Kazakh letters as people write them on a Russian keyboard.
_KAZAKH = str.maketrans("әғқңөұүһі", "агкноуухи")


def plain(text: str) -> str:
    """Letters without accents, in lower case, Kazakh ones as Russian keyboards have them; words
    between single blanks, no leading `the`."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M"))
    words = _BETWEEN.sub(" ", _DROPPED.sub("", bare)).strip().translate(_KAZAKH)
    return words.removeprefix("the ")


@dataclass(frozen=True)
class Subject:
    """What a name leads to.

    Args:
        kind: `mineral`, `product`, `country` or `group` (of countries).
        subject_id: key of the mineral (of a product too), the country or the group.
        stage: stage that a product leads to.
        form: form that a product leads to; None for every form of the stage.
    """

    kind: str
    subject_id: str
    stage: str | None = None
    form: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a text means: one subject, or several of which a person has to choose.

    Args:
        found: subjects that are called so, in the order of their names.
        alike: where none is, subjects with a name that is within it, is spelt like it or holds its
            words.
        other: where none is, subjects of a kind that was not asked for that are called so.
        is_by_part: the text is no whole name of theirs, its words only begin words of one.
    """

    found: tuple[Subject, ...] = ()
    alike: tuple[Subject, ...] = ()
    is_by_part: bool = False
    other: tuple[Subject, ...] = ()

    @property
    def subject(self) -> Subject | None:
        """The one subject; None where there is none, or a choice."""
        return self.found[0] if len(self.found) == 1 else None


class Names:
    """The names of one release."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._written: dict[str, dict[Subject, None]] = defaultdict(dict)
        self._plain: dict[str, dict[Subject, None]] = defaultdict(dict)
        self._words: dict[tuple[str, ...], dict[Subject, None]] = defaultdict(dict)
        self._preferred: dict[tuple[Subject, str], str] = {}
        for row in rows:
            subject = Subject(row["kind"], row["subject_id"], row["stage"], row["form"])
            self._written[_written(row["name"])][subject] = None
            self._plain[plain(row["name"])][subject] = None
            self._words[_words(row["name"])][subject] = None
            if row["is_preferred"]:
                self._preferred[subject, row["language"]] = row["name"]

    def resolve(self, text: str, kinds: Collection[str] | None = None) -> Answer:
        """What a text means, among subjects of some kinds (default: all)."""
        wholes = [found for found in self._whole(text) if found]
        for found in wholes:
            if subjects := self._sorted(found, kinds):
                return Answer(found=subjects)
            if any(subject.kind == GROUP for subject in found):
                break
        if wholes:
            rest = (subject for found in wholes for subject in found)
            return Answer(alike=self._sorted(rest, kinds), other=self._sorted(wholes[0], None))
        wanted = plain(text)
        every = self._sorted(self._with_part(wanted), None)
        parts = self._sorted(every, kinds)
        cuts = [subject for subject in parts if self._is_cut_of(wanted, subject)]
        if len(cuts) == len({subject.subject_id for subject in parts}) == 1:
            return Answer(found=tuple(cuts), is_by_part=True)
        if len(parts) > 1:
            return Answer(found=parts, is_by_part=True)
        if not parts and len(every) == 1 and self._is_cut_of(wanted, every[0]):
            return Answer(other=every)
        return Answer(alike=self._alike(wanted, parts, kinds))

    def name_of(self, subject: Subject, language: str = "en") -> str:
        """The name that people read first."""
        english = self._preferred.get((subject, "en"), subject.subject_id)
        return self._preferred.get((subject, language), english)

    def key_of(self, subject: Subject) -> str:
        """A name that means this subject and no other, short where there is a short one."""
        return self._preferred.get((subject, "mul"), self.name_of(subject))

    def plain_names(self) -> dict[Subject, list[str]]:
        """All names of every subject as they compare, for an index."""
        names: dict[Subject, list[str]] = defaultdict(list)
        for name, subjects in self._plain.items():
            for subject in subjects:
                names[subject].append(name)
        return names

    def _with_part(self, wanted: str) -> Iterable[Subject]:
        words = wanted.split()
        if sum(map(len, words)) < _SHORTEST_PART:
            return ()
        return [
            subject
            for name, subjects in self._plain.items()
            if all(any(has.startswith(word) for has in name.split()) for word in words)
            for subject in subjects
        ]

    def _whole(self, text: str) -> Iterator[Mapping[Subject, None]]:
        """What the whole text is a name of, by one rule after the other."""
        yield self._written.get(_written(text), {})
        yield self._plain.get(plain(text), {})
        yield self._words.get(_words(text), {})
        if parts := _IN_BRACKETS.fullmatch(text):
            before, within = (self._plain.get(plain(part), {}) for part in parts.groups())
            yield {subject: None for subject in before if subject in within}

    def _is_cut_of(self, wanted: str, subject: Subject) -> bool:
        """Whether a name that people read first lacks but the end of its last word."""
        firsts = (plain(name) for (of, _), name in self._preferred.items() if of == subject)
        return any(
            first.startswith(wanted) and " " not in first.removeprefix(wanted) for first in firsts
        )

    def _alike(
        self, wanted: str, parts: tuple[Subject, ...], kinds: Collection[str] | None
    ) -> tuple[Subject, ...]:
        short = {
            plain(name) for (_, language), name in self._preferred.items() if language != "mul"
        }
        named = (s for name in hints(wanted, self._plain, short) for s in self._plain[name])
        allowed = (subject for subject in named if not kinds or subject.kind in kinds)
        return tuple(dict.fromkeys((*allowed, *parts)))[:_MOST_HINTS]

    def _sorted(
        self, subjects: Iterable[Subject], kinds: Collection[str] | None
    ) -> tuple[Subject, ...]:
        chosen = {subject for subject in subjects if not kinds or subject.kind in kinds}
        return tuple(
            sorted(chosen, key=lambda subject: (self.name_of(subject), self.key_of(subject)))
        )


def _written(text: str) -> str:
    """A name as it is written, whichever way its accents are stored."""
    return unicodedata.normalize("NFC", text.strip())


def _words(text: str) -> tuple[str, ...]:
    """The words of a name in no order, without those that only join them."""
    return tuple(sorted(word for word in plain(text).split() if word not in {"the", "of"}))
