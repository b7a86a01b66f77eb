"""Lists out of the documents that print them: the same lines as ship, or a clear refusal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orchestration.ground.errors import LayoutError
from orchestration.publishers import embedded
from orchestration.publishers.critical_lists import layouts as critical_lists
from orchestration.publishers.critical_lists.uk_documents import DOCUMENTS, Document
from orchestration.publishers.frames import to_frame
from orchestration.settings import Settings
from tests.publishers import uk_builders as uk

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.list_id)


@each_document
def test_the_lines_are_those_that_ship(document: Document) -> None:
    content = uk.answer_bytes(document.list_id)
    assert critical_lists.edition_of_file_name(document.file_name) == document.list_id
    parsed = critical_lists.parse_file(document.file_name, content)
    found = to_frame("critical_list_members", parsed.tables["critical_list_members"])
    ships = embedded.read(Settings().embedded_dir, "critical_list_members", document.list_id)
    columns = ["list_id", "member_no", "member_as_printed", "section"]
    assert found[columns].equals(ships[columns])
    assert parsed.source_file.row_count == len(ships) == sum(p.lines for p in document.parts)


@each_document
def test_the_real_documents_print_these_headings_and_lines(
    document: Document, publisher_files: Path
) -> None:
    """Of the real documents only the text is at hand: headings, sentences and lines in order."""
    name = "technical_annex.txt" if document.path.endswith("annex") else "strategy.txt"
    text = (publisher_files / "uk" / name).read_text(encoding="utf-8")
    printed = [" ".join(line.split()) for line in text.splitlines()]
    lower = [line.lower() for line in printed]
    for part in document.parts:
        start = lower.index(part.heading)
        announced = [
            n
            for n in range(start, start + 4)
            if part.announced.match(" ".join(lower[n : n + 2])) or part.announced.match(lower[n])
        ]
        assert announced, part.heading
        wanted = uk.lines(document.list_id, part.section)
        following = printed[announced[0] + 1 : announced[0] + 60]
        at = [next(n for n, line in enumerate(following) if line.startswith(w)) for w in wanted]
        assert at == sorted(at)


def test_a_table_serves_as_well_as_a_list() -> None:
    html = uk.annex_html()
    critical = html.split("follows:</p>")[1].split("<h3>")[0]
    rows = re.sub(r"<li>(.*?)</li>", r"<tr><td>\1</td><td>why</td></tr>", critical, flags=re.S)
    table = rows.replace("<ul>", "<table><tr><th>Mineral</th><th>Why</th></tr>")
    html = html.replace(critical, table.replace("</ul>", "</table>"))
    parsed = critical_lists.parse_file("uk_2024_govuk.json", uk.answer_bytes("uk_2024", html))
    assert len(parsed.tables["critical_list_members"]) == 34


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("Support for growth minerals only", "Help for growth minerals", "heading does not stand"),
        ("<h3>Use cases</h3>", "<h3>Support for growth minerals only</h3>", "heading does not"),
        ("Support is available for the following growth minerals", "Note:", "no sentence announ"),
        ("<li>bismuth</li>\n", "", "another length"),
        ("<li>bismuth</li>", "<li>bismuth</li><li>unobtainium</li>", "another length"),
        ("<li>uranium</li>", "<li>uranium, of which 3 kinds are known here.</li>", "no mineral's"),
        ("<li>uranium</li>", "<li>uranium<ul><li>oxide</li></ul></li>", "another list"),
        ("<li>copper</li>", "<li>chromium</li>", "the same key twice"),
    ],
)
def test_what_is_not_as_known_is_refused(before: str, after: str, message: str) -> None:
    html = uk.strategy_html()
    assert before in html
    content = uk.answer_bytes("uk_strategy_2025", html.replace(before, after, 1))
    with pytest.raises(LayoutError, match=message):
        critical_lists.parse_file("uk_strategy_2025_govuk.json", content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (uk.answer_bytes("uk_2024", title="A speech"), "another document"),
        (uk.answer_bytes("uk_2024", details={"parts": []}), "has no text"),
        (uk.answer_bytes("uk_2024")[:-40], "cut off"),
        (b"[]", "another document"),
    ],
)
def test_another_answer_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        critical_lists.parse_file("uk_2024_govuk.json", content)
