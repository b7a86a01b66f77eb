"""The rows of a release in the language of the pages: names, and texts that stand in the release.

Belongs here: which columns of the pages' queries hold names or texts, and saying them.
Does not belong here: the texts (`labels`), names themselves (`marts.dim_name`), sentences
(`sentences.py`), pages.

Rows are read once and worded in each language; what is a code, a number or printed by a publisher
stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from orchestration.build.names import COUNTRY, MINERAL
from orchestration.copies.site import sentences
from orchestration.copies.site.data import Row, SiteFacts
from orchestration.copies.site.labels import FIRST, Labels

Wording = Callable[[str | None], str | None]

_COUNTRIES = (
    "country_name",
    "top1_country",
    "second_country",
    "third_country",
    "processed_top1_country",
    "top_share_country",
    "largest_share_country",
    "reserves_top1_country",
    "us_leading_source",
    "leader_name",
    "top_country",
)
# a country, a mineral, or another word: what has a name is translated
_EITHER = ("partner", "top", "subject", "detail")
_MINERALS = ("mineral_name", "counted_within", "figures_of")
# columns whose text is translated by one kind of the released texts, in every query
_TEXTS = {
    "mineral_group": "mineral_group",
    "subregion": "place",
    "group_name": "place",
    "region": "place",
    "jurisdiction": "jurisdiction",
    "list_name": "list_name",
    "grade_name": "grade_name",
    "supply_why": "finding",
    "why_not": "why_not",
    "speaker": "speaker",
    "claim": "claim",
    "scope_note": "scope_note",
    "reading": "reading",
    "would_measure": "would_measure",
    "step": "step",
}
_OF_QUERY = {
    "agreement": {"reason": "agreement"},
    "mineral_evidence": {"mined_because": "reason", "processed_because": "reason"},
}
_WITH_STEPS_AS_PRINTED = ("account",)
_BETWEEN = " -()"  # signs between words, which sort before letters


class SpokenNames:
    """Names of countries and minerals by the English name that rows carry."""

    def __init__(self, rows: Iterable[Row], say: Labels) -> None:
        english: dict[tuple[str, str], str] = {}
        translated: dict[tuple[str, str], str] = {}
        for row in rows:
            if row["is_preferred"] and row["kind"] in (COUNTRY, MINERAL):
                subject = (row["kind"], row["subject_id"])
                if row["language"] == FIRST:
                    english[subject] = row["name"]
                elif row["language"] == say.language:
                    translated[subject] = row["name"]
        self._say, self._own = say, say.names
        self._names: dict[str, dict[str, str]] = {COUNTRY: {}, MINERAL: {}}
        for subject, name in english.items():
            if subject in translated:
                self._names[subject[0]][name] = translated[subject]

    def country(self, name: str | None) -> str | None:
        """The name of a country; a residual has its own words."""
        found = self._own.get(name or "") or self._names[COUNTRY].get(name or "")
        return found or self._say.released("country", name)

    def mineral(self, name: str | None) -> str | None:
        """The name of a mineral."""
        return self._names[MINERAL].get(name or "", name)

    def either(self, name: str | None) -> str | None:
        """The name of a country or a mineral; what is neither stays."""
        known = (self._own, *self._names.values())
        return next((names[name] for names in known if name in names), name)

    def party(self, name: str | None) -> str | None:
        """A party to an agreement: a country or a group of countries."""
        found = self._own.get(name or "") or self._names[COUNTRY].get(name or "")
        return found or self._say.released("place", name)


def spoken_facts(facts: SiteFacts, say: Labels) -> SiteFacts:
    """The same facts with names and texts in a language; in English they are as released."""
    if say.language == FIRST:
        return facts
    names = SpokenNames(facts.rows["names"], say)
    rows = {query: spoken_rows(query, same, names, say) for query, same in facts.rows.items()}
    rows["minerals"].sort(key=lambda row: sorting(row["mineral_name"], say))
    rows["countries"].sort(key=lambda row: sorting(row["country_name"], say))
    return replace(facts, rows=rows)


def sorting(name: str, say: Labels) -> list[int]:
    """A key that puts names in the order of the language's alphabet."""
    alphabet = _BETWEEN + say("site.alphabet")
    return [
        alphabet.index(letter) if letter in alphabet else len(alphabet) + ord(letter)
        for letter in name.lower()
    ]


def spoken_rows(query: str, rows: list[Row], names: SpokenNames, say: Labels) -> list[Row]:
    """Rows of one query in the language of the names; a query of another name has no sentences."""
    if not rows:
        return []
    wordings = _wordings(query, rows[0], names, say)
    known: dict[tuple[str, Any], Any] = {}
    spoken = []
    for row in rows:
        changed = dict(row)
        for column, wording in wordings.items():
            key = (column, row[column])
            if key not in known:
                known[key] = wording(row[column])
            changed[column] = known[key]
        spoken.append(changed)
    return _with_sentences(query, rows, spoken, say)


def _wordings(query: str, row: Row, names: SpokenNames, say: Labels) -> dict[str, Wording]:
    """How each column of a query is translated; columns that are not named here stay."""

    def text(kind: str) -> Wording:
        return lambda value: say.released(kind, value)

    wordings: dict[str, Wording] = dict.fromkeys(_COUNTRIES, names.country)
    wordings |= dict.fromkeys(_MINERALS, names.mineral)
    wordings |= dict.fromkeys(_EITHER, names.either)
    wordings |= {column: text(kind) for column, kind in _TEXTS.items()}
    wordings |= {column: text(kind) for column, kind in _OF_QUERY.get(query, {}).items()}
    wordings |= {"party_a_name": names.party, "party_b_name": names.party}
    wordings["country_groups"] = lambda value: _each(value, ", ", text("place"))
    wordings["minerals_led"] = lambda value: _each(value, "; ", names.mineral)
    for column in ("excludes", "world_excludes"):
        wordings[column] = lambda value: sentences.left_out(value, say)
    wordings["reported_by"] = lambda value: sentences.reported_by(value, say)
    if query == "evidence":
        wordings["why"] = lambda value: sentences.evidence(value, say)
        wordings["looked_in"] = lambda value: sentences.looked_in(value, say)
    if query in _WITH_STEPS_AS_PRINTED:
        wordings.pop("step")
    return {column: wording for column, wording in wordings.items() if column in row}


def _each(value: str | None, between: str, wording: Wording) -> str | None:
    return value and between.join(str(wording(part)) for part in value.split(between))


def _with_sentences(query: str, rows: list[Row], spoken: list[Row], say: Labels) -> list[Row]:
    """Sentences are made of the columns of their row, in the words of the language."""
    if query == "minerals":
        for row, translated in zip(rows, spoken, strict=True):
            translated["summary"] = sentences.summary(translated, row["summary"], say)
    if query == "checks":
        for row, translated in zip(rows, spoken, strict=True):
            translated["why"] = sentences.check(translated, row["why"], say)
    return spoken
