"""The index of the search: every name in `marts.dim_name` that leads to a page.

Belongs here: what is found under which names, and the page and table that it opens.
Does not belong here: what a name means (`build/names.py`), searching (`static/site.js`, which
compares a text with these names by the same rule).
"""

from __future__ import annotations

from orchestration.build.names import COUNTRY, MINERAL, PRODUCT, Names, Subject
from orchestration.copies.site.pages.context import Context

Entry = list[str | list[str]]


def search_index(context: Context) -> list[Entry]:
    """What can be found: its name, what it is, its page, its names as they compare."""
    names = Names(context.facts.rows["names"])
    language = context.say.language
    entries: list[Entry] = []
    for subject, plain in names.plain_names().items():
        page = _page(context, subject)
        if page:
            what = _what(context, names, subject)
            entries.append([names.name_of(subject, language), what, page, sorted(plain)])
    return sorted(entries, key=lambda entry: (str(entry[0]), str(entry[2])))


def _page(context: Context, subject: Subject) -> str | None:
    """Address of the page that a subject has, with the table that a product opens there."""
    if subject.kind == COUNTRY and context.has_country(subject.subject_id):
        return f"countries/{subject.subject_id.lower()}.html"
    if subject.kind in (MINERAL, PRODUCT) and context.has_mineral(subject.subject_id):
        table = f"#{subject.stage}-{subject.form or ''}" if subject.stage else ""
        return f"minerals/{subject.subject_id}.html{table}"
    return None


def _what(context: Context, names: Names, subject: Subject) -> str:
    if subject.kind != PRODUCT:
        return context.say(f"search.{subject.kind}")
    mineral = names.name_of(Subject(MINERAL, subject.subject_id), context.say.language)
    stage = context.say.word("stages", subject.stage)
    return context.say("search.product", mineral=mineral, stage=stage.lower())
