"""Pages in every language: no phrase is missing, none is English, the switch keeps the state."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml
from babel import Locale

from orchestration.copies.site import sentences
from orchestration.copies.site.data import SiteFacts, read_facts
from orchestration.copies.site.findable import sitemap
from orchestration.copies.site.labels import FIRST, FOLDER, languages, load_labels
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.reference import dictionary_page
from orchestration.copies.site.render import Renderer
from orchestration.copies.site.spoken import spoken_facts
from orchestration.copies.site.stills import Stills
from orchestration.copies.site.words import percent
from orchestration.settings import Settings

OTHERS = [language for language in languages() if language != FIRST]
PLURALS = {"zero", "one", "two", "few", "many", "other"}
BLANK = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def facts(released: Settings) -> SiteFacts:
    return read_facts(released)


def texts(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read


def phrases(tree: dict[str, Any], above: str = "") -> dict[str, list[str]]:
    """Texts by their key; the plural forms of a text stand below one key."""
    if tree and set(tree) <= PLURALS:
        return {above: list(tree.values())}
    found: dict[str, list[str]] = {}
    for name, value in tree.items():
        key = f"{above}.{name}"
        found |= phrases(value, key) if isinstance(value, dict) else {key: [value]}
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_phrase_with_the_same_places(language: str) -> None:
    english, translated = (phrases(texts(FOLDER / f"{name}.yml")) for name in (FIRST, language))
    assert not english.keys() - translated.keys()
    other = {
        key: (english[key], translated[key])
        for key in english
        # `one` may say the number in words, or leave it out
        if set().union(*map(places, translated[key])) != set().union(*map(places, english[key]))
    }
    assert not other


@pytest.mark.parametrize("language", languages())
def test_a_phrase_that_counts_has_every_plural_form_of_its_language(language: str) -> None:
    def counted(tree: dict[str, Any]) -> list[set[str]]:
        if tree and set(tree) <= PLURALS:
            return [set(tree)]
        return [
            form for value in tree.values() if isinstance(value, dict) for form in counted(value)
        ]

    forms = counted(texts(FOLDER / f"{language}.yml"))
    assert len(forms) > 5
    assert all(form == Locale(language).plural_form.tags | {"other"} for form in forms)


def test_released_texts_are_the_same_in_every_language() -> None:
    known = [texts(FOLDER / "released" / f"{language}.yml") for language in OTHERS]
    keys = [{(kind, text) for kind in released for text in released[kind]} for released in known]
    assert all(other == keys[0] for other in keys)


@pytest.mark.parametrize("language", OTHERS)
def test_the_method_is_translated_whole(site: Path, language: str) -> None:
    """A text whose English has changed is shown in English until it is translated again.

    To say that a translation follows the change, write the digest of the English text beside its
    name in `labels/method`.
    """
    text = (site / language / "method.html").read_text(encoding="utf-8")
    assert '<div lang="en">' not in text


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_release_has_words(facts: SiteFacts, language: str) -> None:
    """Pages show one without words in English; what ships has none. Names are never English."""
    say = load_labels(language)
    translated = spoken_facts(facts, say)
    assert not say.lacking, f"add them to labels/released/{language}.yml"
    assert {query: len(rows) for query, rows in translated.rows.items()} == {
        query: len(rows) for query, rows in facts.rows.items()
    }
    names = [row["country_name"] for row in translated.rows["countries"]]
    assert not [name for name in names if re.search("[a-zA-Z]", name)]
    assert not [
        r["summary"] for r in translated.rows["minerals"] if re.search("[a-z]{4}", r["summary"])
    ]


def bare(text: str) -> str:
    """A sentence without numbers, whose digits the pages and SQL write differently."""
    return re.sub(r"[\d.,’\s]+", "", text.lower())


def test_in_english_the_phrases_give_the_sentences_of_the_release(facts: SiteFacts) -> None:
    """So what the other languages say has the parts of the released sentence, all of them."""
    say = load_labels(FIRST)
    minerals, checks = facts.rows["minerals"], facts.rows["checks"]
    assert len(minerals) + len(checks) > 500
    for row in minerals:
        assert bare(sentences.summary(row, row["summary"], say)) == bare(row["summary"])
    for row in checks:
        assert bare(sentences.check(row, row["why"], say)) == bare(row["why"])


@pytest.mark.parametrize(
    ("language", "number", "share", "day"),
    [
        ("en", "1,234.5", "94.3%", "2026-02-26"),
        ("ru", f"1{BLANK}234,5", f"94,3{BLANK}%", "26 февраля 2026 г."),
        ("kk", f"1{BLANK}234,5", "94,3%", "2026 ж. 26 ақпан"),
    ],
)
def test_numbers_and_days_are_written_as_in_the_language(
    language: str, number: str, share: str, day: str
) -> None:
    say = load_labels(language)
    assert say.decimal(1234.5, "#,##0.0") == number
    assert percent(94.3, say) == share
    assert say.day("2026-02-26") == day


def test_russian_counts_in_four_forms() -> None:
    say = load_labels("ru")
    counted = [say.count("dictionary.rows", n) for n in (1, 2, 5, 21, 1234)]
    assert counted == ["1 строка", "2 строки", "5 строк", "21 строка", f"1{BLANK}234 строки"]


class Text(HTMLParser):
    """What a page says in its own language: no code, nothing that is marked as English."""

    VOID = frozenset({"meta", "link", "br", "input", "img", "hr", "path", "rect", "line"})
    HIDDEN = frozenset({"script", "style", "code", "pre", "svg"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        above = bool(self._hidden and self._hidden[-1])
        hidden = above or tag in self.HIDDEN or attributes.get("lang") == "en"
        if not hidden:
            self.said += [
                attributes.get(name) or "" for name in ("title", "aria-label", "placeholder")
            ]
        if tag not in self.VOID:
            self._hidden.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self._hidden:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not (self._hidden and self._hidden[-1]):
            self.said.append(data)


# names of publications, of programs and their makers
PROPER = re.compile(
    "World Mining Data|USGS Mineral Commodity Summaries|IEA Critical Minerals Dataset"
    "|University of Washington Interactive Data Lab|BSD 3-Clause"
)
RUN = re.compile(r"[A-Za-z][a-z’'-]+(?:[ ,;:]+[A-Za-z][a-z’'-]+){2,}")
KINDS = ("*.html", "*/index.html", "claims/*.html", "minerals/[c-g]*.html", "countries/[kl]*.html")


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_english(site: Path, language: str) -> None:
    english = []
    pages = [page for kind in KINDS for page in (site / language).glob(kind)]
    assert len(pages) > 60
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in text[:60]
        reader = Text()
        reader.feed(text)
        said = PROPER.sub("", "\n".join(reader.said))
        english += [f"{page.name}: {run}" for run in RUN.findall(said)]
    assert not english


def test_every_page_is_there_in_every_language_and_data_once(site: Path) -> None:
    def pages(folder: Path) -> set[str]:
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}

    others = {language: pages(site / language) for language in OTHERS}
    first = {page for page in pages(site) if page.partition("/")[0] not in OTHERS}
    assert len(first) > 250
    assert all(translated == first for translated in others.values())
    assert not [path for language in OTHERS for path in (site / language).rglob("*.js*")]


def test_with_an_address_a_page_names_its_other_languages(facts: SiteFacts, tmp_path: Path) -> None:
    host = "https://minerals.example.org/"
    say = load_labels("kk")
    hosted = Context(
        spoken_facts(facts, say), say, {}, site_url=host, languages=(FIRST, "ru", "kk")
    )
    text = Renderer(hosted, Stills({}, tmp_path, say)).html(dictionary_page(hosted))
    assert f'<link rel="canonical" href="{host}kk/dictionary.html">' in text
    alternates = re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', text)
    first, russian, kazakh = (f"{host}{part}dictionary.html" for part in ("", "ru/", "kk/"))
    wanted = {"en": first, "ru": russian, "kk": kazakh, "x-default": first}
    assert dict(alternates) == wanted
    listed = sitemap(hosted, ["dictionary.html"])
    assert [listed.count(f"<loc>{address}</loc>") for address in (first, russian, kazakh)] == [
        1
    ] * 3
    assert listed.count('hreflang="ru"') == 3


@pytest.mark.parametrize(
    "state",
    ["explore.html#show=share&as=bars&tables=cobalt.mine.all.usgs_mcs", "minerals/gold.html"],
)
def test_the_switch_of_languages_keeps_page_and_state(
    chromium: Any, site: Path, state: str
) -> None:
    tab = chromium.new_page()
    tab.goto(f"{site.as_uri()}/{state}")
    tab.wait_for_selector("html[data-ready]")
    for language, prefix in (("ru", "ru/"), ("kk", "kk/"), ("en", "")):
        tab.locator(f"nav.languages a[hreflang={language}]").click()
        tab.wait_for_url(f"{site.as_uri()}/{prefix}{state}")
        tab.wait_for_selector("html[data-ready]")
        assert tab.locator("html").get_attribute("lang") == language
        assert tab.locator("nav.languages a[aria-current]").inner_text().lower() == language
    tab.close()


def test_charts_write_numbers_as_the_language_does(chromium: Any, site: Path) -> None:
    tab = chromium.new_page(viewport={"width": 390, "height": 844})
    tab.goto((site / "ru" / "minerals" / "potash.html").as_uri())
    tab.wait_for_selector("html[data-ready]")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.wait_for_function("document.querySelectorAll('#reserves .vis svg').length === 1")
    axis = tab.locator("#reserves .vis text").all_text_contents()
    assert any(re.fullmatch(r"2\s000 млн", text) for text in axis), axis
    tab.close()


@pytest.mark.parametrize("language", OTHERS)
def test_scripts_write_numbers_as_the_pages_do(
    chromium: Any, site: Path, facts: SiteFacts, language: str
) -> None:
    """Also in a language that the browser does not know: 230,000 would be read as 230."""
    say = load_labels(language)
    (congo,) = (
        row["quantity_tonnes"]
        for row in facts.rows["shares"]
        if (row["mineral_id"], row["country_id"], row["stage"]) == ("cobalt", "COD", "mine")
        and (row["edition_id"], row["year"]) == ("usgs_mcs_2026", 2025)
    )
    tab = chromium.new_page()
    tab.goto(f"{(site / language / 'explore.html').as_uri()}#tables=cobalt.mine.all.usgs_mcs")
    tab.wait_for_selector("html[data-explored]")
    assert f" {say.decimal(congo, '#,##0')} " in tab.locator("#x0-alt").inner_text()
    tab.goto((site / language / "minerals" / "cobalt.html").as_uri())
    tab.wait_for_selector("html[data-ready]")
    tab.locator("#if-rows").scroll_into_view_if_needed()
    tab.wait_for_function("document.querySelectorAll('#if-rows tbody tr').length > 3")
    assert not re.search(r"\d\.\d", tab.locator("#if-rows").inner_text())
    tab.close()
