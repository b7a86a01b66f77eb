"""What a text that is no name may have been meant to be: names within it, names spelt like it.

Belongs here: how far two texts are apart, which names a text holds or resembles, in what order.
Does not belong here: what a name means (`names.py`). `static/site.js` follows the same rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

_SHORTEST_NAME = 4  # letters of a name that count within a text; shorter ones are mostly codes
_LONGEST_SURE_WORD = 4  # a word of so many letters at most is in too many names: `rock`, `руда`
# Words that say what sort of state a country is, not which one.
_SORTS = frozenset(("republic", "kingdom", "state", "democratic", "islamic", "of", "the", "and"))


def hints(text: str, known: Collection[str], short: Collection[str]) -> list[str]:
    """Names that a text may mean, most likely ones first.

    Args:
        text: what was typed, as names compare.
        known: all names as they compare.
        short: names that count within a text, however short they are.
    """
    alike = [*_within(text, known, short), *_spelt_alike(text, known)]
    return list(dict.fromkeys(alike or (*_begun(text, known), *_sharing(text, known))))


def apart(one: str, other: str, most: int) -> int:
    """Letters to change, leave out, add or swap until one is the other; `most` + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        now = [i]
        for j, against in enumerate(other, 1):
            least = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                least = min(least, before[j - 2] + 1)
            now.append(least)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


def _within(text: str, known: Collection[str], short: Collection[str]) -> Iterator[str]:
    """Whole names in a text, the longest first: `cobalt hydroxide` holds `cobalt`."""
    words = text.split()
    taken: set[int] = set()
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            run, places = " ".join(words[start : start + size]), range(start, start + size)
            counts = len(run) >= _SHORTEST_NAME or run in short
            if run in known and counts and run not in _SORTS and taken.isdisjoint(places):
                taken.update(places)
                yield run


def _begun(text: str, known: Collection[str]) -> Iterator[str]:
    """Names that begin a word of a text and are half of it at least, as хром does хромовая."""
    for word in text.split():
        ends = range(len(word) - 1, max(_SHORTEST_NAME, (len(word) + 1) // 2) - 1, -1)
        yield from [word[:end] for end in ends if word[:end] in known][:1]


def _spelt_alike(text: str, known: Collection[str]) -> list[str]:
    """Names that are spelt like the text, or in which every word of it is spelt like one."""
    words = _telling(text)
    if not words:
        return []
    vocabulary = {has for name in known for has in _telling(name)}
    near = [_near(word, vocabulary) for word in words]
    whole, most = " ".join(words), _slips(" ".join(words))
    found = []
    for name in known:
        has = _telling(name)
        far = apart(whole, " ".join(has), most) if len(name) >= _SHORTEST_NAME else most + 1
        steps = [min((of[one] for one in has if one in of), default=None) for of in near]
        if far <= most:
            found.append((far, len(has), name))
        elif None not in steps and has:
            found.append((sum(step or 0 for step in steps), len(has) + 1, name))
    return [name for *_, name in sorted(found)]


def _sharing(text: str, known: Collection[str]) -> list[str]:
    """Names that share one of the longer words of a text, those with the most of them first."""
    longer = {word for word in _telling(text) if len(word) > _LONGEST_SURE_WORD}
    shared = ((len(longer.intersection(_telling(name))), name) for name in known)
    return [name for *_, name in sorted((-n, len(name.split()), name) for n, name in shared if n)]


def _near(word: str, vocabulary: Iterable[str]) -> dict[str, int]:
    """Words that one may have been meant to be, with how far they are from it."""
    steps = ((other, apart(word, other, _slips(word))) for other in vocabulary)
    return {other: far for other, far in steps if far <= min(_slips(word), _slips(other))}


def _slips(text: str) -> int:
    """How many letters of a text may be wrong."""
    return 0 if len(text) < 4 else 1 if len(text) < 6 else 2  # noqa: PLR2004


def _telling(text: str) -> list[str]:
    return [word for word in text.split() if word not in _SORTS]
