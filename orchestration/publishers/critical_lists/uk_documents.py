"""The United Kingdom's lists out of the documents that print them, as GOV.UK's content API answers.

The strategy of 2025 prints three boxes (19, 12 and 5 lines), its technical annex the 34 critical
and the 23 growth minerals. Each stands below a heading of its own, behind a sentence that announces
it, as a list or as the first column of a table. Headings, sentences and counts are all known: a
document in which one of them differs is refused, for a list that is read a little wrong looks
right.

Belongs here: which document prints which list, and where in it.
Does not belong here: fetching (`govuk.py`), what a line means in minerals (a seed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from orchestration.ground.errors import LayoutError
from orchestration.ground.foreign import parse_json
from orchestration.publishers.critical_lists.facts import UK_ANNEX, UK_STRATEGY
from orchestration.publishers.critical_lists.rows import ListMember
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, SourceFile
from orchestration.publishers.reading.tabular import check_unique
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN, decode, sha256_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TITLE_TAGS = (*HEADINGS, "caption", "th", "strong", "p")
LINE = re.compile(r"[A-Za-z][A-Za-z ()]{1,59}")
SIDE_NOTE = re.compile(r"\s+[–—-]\s+.*$|\s*\[footnote \d+\]|[.,;:]$")
WAY_OUT = (
    "open the document; if the list has changed, its seeds and "
    "publishers/critical_lists/uk_documents.py must follow"
)


class Part(NamedTuple):
    """One list in a document: its heading, the sentence before it, how many lines it has."""

    section: str | None
    heading: str
    announced: re.Pattern[str]
    lines: int


class Document(NamedTuple):
    """A document and the parts of one list in it."""

    list_id: str
    title: str
    path: str
    parts: tuple[Part, ...]

    @property
    def file_name(self) -> str:
        """The name under which an answer is kept."""
        return f"{self.list_id}_govuk.json"


def _announced(start: str) -> re.Pattern[str]:
    return re.compile(rf"^{start}\b[^:]*:?$", re.IGNORECASE)


AVAILABLE = "support is available for the following"
DOCUMENTS = (
    Document(
        "uk_strategy_2025",
        "Vision 2035: Critical Minerals Strategy",
        UK_STRATEGY,
        (
            Part(
                "box_1",
                "critical and growth minerals support",
                _announced(f"{AVAILABLE} critical and growth minerals"),
                19,
            ),
            Part(
                "box_2",
                "support for critical minerals only",
                _announced(f"{AVAILABLE} critical minerals"),
                12,
            ),
            Part(
                "box_3",
                "support for growth minerals only",
                _announced(f"{AVAILABLE} growth minerals"),
                5,
            ),
        ),
    ),
    Document(
        "uk_2024",
        "Critical Minerals technical annex",
        UK_ANNEX,
        (
            Part(
                None,
                "complete list of uk critical minerals",
                _announced("the complete list of uk critical minerals"),
                34,
            ),
        ),
    ),
    Document(
        "uk_growth_2025",
        "Critical Minerals technical annex",
        UK_ANNEX,
        (
            Part(
                None,
                "complete list of uk growth minerals",
                _announced("the complete list of uk growth minerals"),
                23,
            ),
        ),
    ),
)


def document_of(file_name: str) -> Document | None:
    """The document that a file holds by its name."""
    return next((item for item in DOCUMENTS if item.file_name == file_name.lower()), None)


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """The lines of one list; everything that is not as known is refused."""
    document = document_of(file_name)
    if document is None:
        expected = ", ".join(item.file_name for item in DOCUMENTS)
        raise _refused("the file is none of the documents", file_name, expected, file_name)
    body = _body(document, content, file_name)
    collected = Problems() if problems is None else problems
    members: list[ListMember] = []
    for part in document.parts:
        for text in _lines(body, part, document, file_name):
            number = len(members) + 1
            members.append(
                ListMember(document.list_id, file_name, number, number, text, part.section)
            )
    keys = [((row.member_as_printed.lower(), row.section), row.source_row) for row in members]
    check_unique(keys, file_name, collected)
    source_file = SourceFile(
        f"{document.list_id}/{file_name}",
        document.list_id,
        file_name,
        sha256_of(content),
        len(content),
        len(members),
    )
    if problems is None:
        collected.raise_if_any()
    return ParsedFile(source_file, {"critical_list_members": [*members]})


def _body(document: Document, content: bytes, file_name: str) -> BeautifulSoup:
    """The document's text as a tree, after making sure that it is this document."""
    from bs4 import BeautifulSoup

    try:
        answer = parse_json(decode(content, file_name))
    except ValueError as error:
        raise _refused("the answer is cut off", file_name, "JSON to its end", str(error)) from error
    fields = answer if isinstance(answer, dict) else {}
    details = fields.get("details")
    html = details.get("body") if isinstance(details, dict) else None
    if _plain(str(fields.get("title", ""))) != _plain(document.title):
        found = str(fields.get("title"))
        raise _refused("this is another document", file_name, document.title, found)
    if not isinstance(html, str) or "<" not in html:
        found = type(html).__name__
        raise _refused("the answer has no text", file_name, "HTML in details.body", found)
    tree = BeautifulSoup(html, "html.parser")
    for mark in tree.find_all("sup"):
        mark.decompose()
    return tree


def _lines(body: BeautifulSoup, part: Part, document: Document, file_name: str) -> list[str]:
    """The lines of one part: heading, sentence, list, in this order, each once."""
    where = f"{file_name}, heading {part.heading!r}"
    section = list(_section(body, part, document, where))
    at = [n for n, tag in enumerate(section) if part.announced.match(_text(tag))]
    if not at:
        texts = "; ".join(_text(tag)[:60] for tag in section[:3]) or "nothing"
        raise _refused("no sentence announces the list", where, part.announced.pattern, texts)
    holder = next((tag for tag in section[at[-1] + 1 :] if tag.name in ("ul", "ol", "table")), None)
    if holder is None:
        raise _refused("no list follows its heading", where, "a list or a table", "none")
    lines = [SIDE_NOTE.sub("", text).strip() for text in _items(holder, where)]
    odd = [line for line in lines if not LINE.fullmatch(line)]
    if odd:
        raise _refused("a line is no mineral's name", where, "a few words", odd[0][:80])
    if len(lines) != part.lines:
        found = f"{len(lines)}: {', '.join(lines)}"
        raise _refused("the list has another length", where, f"{part.lines} lines", found)
    return lines


def _section(body: BeautifulSoup, part: Part, document: Document, where: str) -> Iterator[Tag]:
    """What stands below a part's heading, up to the next heading that is not below it."""
    title = _title(body, part.heading, where)
    others = {other.heading for other in document.parts if other is not part}
    rank = HEADINGS.index(title.name) if title.name in HEADINGS else len(HEADINGS)
    for tag in title.find_all_next(True):
        if title in tag.parents:
            continue
        if tag.name in HEADINGS and HEADINGS.index(tag.name) <= rank:
            return
        if tag.name in TITLE_TAGS and _text(tag) in others:
            return
        yield tag


def _title(body: BeautifulSoup, heading: str, where: str) -> Tag:
    found = [tag for tag in body.find_all(TITLE_TAGS) if _text(tag) == heading]
    outermost = [tag for tag in found if not any(parent in found for parent in tag.parents)]
    if len(outermost) != 1:
        headings = ", ".join(_text(tag) for tag in body.find_all(HEADINGS))[:300]
        raise _refused("the heading does not stand there once", where, heading, headings or "none")
    return outermost[0]


def _items(holder: Tag, where: str) -> list[str]:
    """Items of a list, or first cells of a table's rows; nothing nested."""
    if holder.find(["ul", "ol", "table"]) is not None:
        raise _refused("a list holds another list", where, "plain lines", _text(holder)[:80])
    if holder.name != "table":
        return [_printed(item) for item in holder.find_all("li")]
    rows = (row.find("td") for row in holder.find_all("tr"))
    return [_printed(cell) for cell in rows if cell is not None]


def _printed(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def _text(tag: Tag) -> str:
    return _plain(tag.get_text(" "))


def _refused(what: str, where: str, expected: str, found: str) -> LayoutError:
    way_out = DOWNLOAD_AGAIN if "cut off" in what else WAY_OUT
    return LayoutError(what, where=where, expected=expected, found=found[:400], way_out=way_out)
