"""Pages to look things up in: minerals, countries, method, dictionary, licences.

Belongs here: indexes, the dictionary from the release's datapackage, texts of the method.
Does not belong here: the texts themselves: measures are described beside their models and only
rendered here.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from markupsafe import Markup

from orchestration.copies.site import queries
from orchestration.copies.site.data import Row
from orchestration.copies.site.labels import FIRST, FOLDER
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.words import number, percent, span
from orchestration.ground.errors import SiteError

_BLOCK = re.compile(r"{%\s*docs\s+(\w+)\s*%}(.*?){%\s*enddocs\s*%}", re.DOTALL)
_MEASURES = (
    "vintages",
    "shares",
    "representative_table",
    "concentration",
    "revision_intervals",
    "backtest",
    "firmness_rule",
)
_TRANSLATED = re.compile(
    r"{%\s*docs\s+(\w+)\s+(\w+)\s*%}(.*?){%\s*enddocs\s*%}", re.DOTALL
)  # a text's name, and of which English text it is the translation
_METHOD = (
    ("figures/measures.md", _MEASURES),
    (
        "claims/questions.md",
        ("verdicts", "evidence_rule", "evidence_ladder", "single_country_cap", "what_if"),
    ),
    ("reporting/reporting.md", ("profile_tables", "watchlist")),
)


def minerals_page(context: Context) -> Page:
    """Every mineral with its leader and signs."""
    rows = [_mineral(context, row) for row in context.facts.rows["minerals"]]
    body = {"rows": rows, "sql": queries.text("minerals")}
    return Page("minerals/index.html", "minerals.html.j2", context.say("minerals.title"), body)


def _mineral(context: Context, row: Row) -> Row:
    known = row["top1_share_pct"] is not None
    return {
        **row,
        "table": context.table_name(row) if row["stage"] else "",
        "share": percent(row["top1_share_pct"], context.say) if known else "",
        "range": span(row["top1_share_min_pct"], row["top1_share_max_pct"], context.say),
        "short_edition": context.short_edition(row["edition_id"]) if row["edition_id"] else "",
        "hhi_text": number(row["hhi"], context.say) if row["hhi"] is not None else "",
        "band": f"{number(row['hhi_min'], context.say)}–{number(row['hhi_max'], context.say)}"
        if row["hhi"]
        else "",
    }


def countries_page(context: Context) -> Page:
    """Every country that has something to show."""
    rows = [
        row for row in context.facts.rows["countries"] if context.has_country(row["country_id"])
    ]
    body = {"rows": rows, "sql": queries.text("countries")}
    return Page("countries/index.html", "countries.html.j2", context.say("countries.title"), body)


def method_page(context: Context, models: Path) -> Page:
    """Measures, statuses and limits, in the words that stand beside the models."""
    rows = [_tried(context, row) for row in context.facts.rows["backtest"]]
    backtest = {"rows": rows, "sql": queries.text("backtest")}
    body = {"sections": _method_texts(context, models), "backtest": backtest}
    return Page("method.html", "method.html.j2", context.say("method.title"), body)


def _tried(context: Context, row: Row) -> Row:
    """A line of the backtest; a verdict has no width."""
    editions = (row["from_edition_id"], row["to_edition_id"])
    width = row["median_width"]
    return {
        **row,
        "kind": context.say.word("backtest.classes", row["revision_class"]),
        "pair": " → ".join(context.short_edition(edition) for edition in editions),
        "covered": percent(row["covered_pct"], context.say),
        "error": span(row["covered_min_pct"], row["covered_max_pct"], context.say),
        "width": f"{context.say.decimal(width, '0.0')} "
        + context.say.word("backtest.widths", row["width_unit"])
        if width is not None
        else "",
    }


def _method_texts(context: Context, models: Path) -> list[tuple[str, Markup]]:
    from markdown_it import MarkdownIt

    translated = _translated(context.say.language)

    # html off: what is written there is shown, never run
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    texts = []
    for file, wanted in _METHOD:
        blocks = dict(_BLOCK.findall((models / file).read_text(encoding="utf-8")))
        for name in wanted:
            if name not in blocks:
                raise SiteError(
                    "A text of the method page is gone",
                    where=file,
                    expected=f"a docs block {name}",
                    found=", ".join(sorted(blocks)),
                    way_out="put it back, or take it out of the method page",
                )
            english = blocks[name].strip()
            text = translated.get((name, digest_of(english)), english)
            shown = Markup(renderer.render(text))  # noqa: S704
            if text == english and context.say.language != FIRST:
                shown = Markup('<div lang="en">{}</div>').format(shown)
            texts.append((name.removesuffix("_rule"), shown))
    return texts


def digest_of(text: str) -> str:
    """By what a translation names the English text that it is of."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _translated(language: str) -> dict[tuple[str, str], str]:
    """Texts of the method by name and digest; one whose English has changed is not shown."""
    path = FOLDER / "method" / f"{language}.md"
    if not path.exists():
        return {}
    found = _TRANSLATED.findall(path.read_text(encoding="utf-8"))
    return {(name, digest): text.strip() for name, digest, text in found}


def dictionary_page(context: Context) -> Page:
    """Tables and columns as the release describes itself."""
    tables = sorted(context.facts.datapackage.resources, key=lambda table: table.name)
    described = context.deeper.get("downloads", "")
    body = {"tables": tables, "described": described, "files": described.rpartition("/")[0]}
    return Page("dictionary.html", "dictionary.html.j2", context.say("dictionary.title"), body)


def licences_page(context: Context, borders: str) -> Page:
    """Licence and credit of every edition, and the files that were read."""
    files = context.facts.of("files", "edition_id")
    rows = [
        {**row, "files": files.get(row["edition_id"], [])} for row in context.facts.rows["editions"]
    ]
    body = {
        "rows": rows,
        "sql": queries.text("editions"),
        "notice": borders,
        "manifest": context.facts.manifest,
    }
    return Page("licences.html", "licences.html.j2", context.say("licences.title"), body)
