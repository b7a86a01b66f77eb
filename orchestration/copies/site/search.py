"""The index of the search: every name in `marts.dim_name` that leads to a page, and measures.

Belongs here: what is found under which names, and the page and table that it opens.
Does not belong here: what a name means (`build/names.py`), searching (`static/site.js`, which
compares a text with these names by the same rule).
"""

from __future__ import annotations

from orchestration.build.names import COUNTRY, GROUP, MINERAL, PRODUCT, Names, Subject, plain
from orchestration.copies.site.pages.context import Context

Entry = list[str | list[str]]

# Groups of countries have no page of their own; one without an entry would be something else that
# is called so, as `eu` is the symbol of europium.
GROUPS = "dictionary.html#dim_country_group"

# where a measure is explained; its names are labels
MEASURES = {
    "share": "method.html#shares",
    "concentration": "method.html#concentration",
    "cap": "method.html#single_country_cap",
    "revision": "method.html#revision_intervals",
    "backtest": "method.html#backtest",
    "firmness": "method.html#firmness",
    "watchlist": "method.html#watchlist",
    "what_if": "method.html#what_if",
    "reserves": "dictionary.html#fct_reserves",
    "reliance": "dictionary.html#fct_net_import_reliance",
    "price": "dictionary.html#fct_price",
    "capacity": "dictionary.html#fct_capacity",
    "exports": "dictionary.html#fct_trade_exporter",
    "agreement": "dictionary.html#fct_source_agreement",
    "output": "dictionary.html#fct_production",
    "world": "dictionary.html#fct_world_total",
}


def search_index(context: Context) -> list[Entry]:
    """What can be found: its name, what it is, its page, its names as they compare."""
    names = Names(context.facts.rows["names"])
    language = context.say.language
    entries: list[Entry] = []
    for subject, known in names.plain_names().items():
        page = _page(context, subject)
        if page:
            what = _what(context, names, subject)
            entries.append([names.name_of(subject, language), what, page, sorted(known)])
    return sorted(entries + _measures(context), key=lambda entry: (str(entry[0]), str(entry[2])))


def _page(context: Context, subject: Subject) -> str | None:
    """Address of the page that a subject has, with the table that a product opens there."""
    if subject.kind == COUNTRY and context.has_country(subject.subject_id):
        return f"countries/{subject.subject_id.lower()}.html"
    if subject.kind in (MINERAL, PRODUCT) and context.has_mineral(subject.subject_id):
        table = f"#{subject.stage}-{subject.form or ''}" if subject.stage else ""
        return f"minerals/{subject.subject_id}.html{table}"
    return GROUPS if subject.kind == GROUP else None


def _what(context: Context, names: Names, subject: Subject) -> str:
    if subject.kind != PRODUCT:
        return context.say(f"search.{subject.kind}")
    mineral = names.name_of(Subject(MINERAL, subject.subject_id), context.say.language)
    stage = context.say.word("stages", subject.stage)
    return context.say("search.product", mineral=mineral, stage=stage.lower())


def _measures(context: Context) -> list[Entry]:
    """Measures by their names and abbreviations; each leads to where it is explained."""
    entries: list[Entry] = []
    for measure, page in MEASURES.items():
        name = context.say(f"search.measures.{measure}")
        also = [part.strip() for part in context.say(f"search.also.{measure}").split(";")]
        known = sorted({plain(one) for one in (name, *also) if one})
        entries.append([name, context.say("search.measure"), page, known])
    return entries
