"""Documents as GOV.UK's content API answers them, with the lines that the lists have.

Belongs here: headings and announcing sentences as the documents print them, our own filling.
Does not belong here: the documents' text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from orchestration.publishers import embedded
from orchestration.publishers.critical_lists.uk_documents import DOCUMENTS, Document
from orchestration.settings import Settings

ANNEX_HEAD = (
    "<h2 id='growth'>Growth minerals</h2><p>Why there is a second list.</p>"
    "<ul><li>supply</li><li>economy</li></ul><h2 id='annex-1'>Annex 1</h2>"
)
LONGER = {
    "platinum group metals (PGMs)": "platinum group metals (PGMs) – iridium and others (not all)",
    "Platinum Group Metals (PGMs)": "Platinum Group Metals (PGMs) – which include\n iridium",
    "magnesium": "magnesium<sup>1</sup>",
    "niobium": "niobium [footnote 3]",
}


def document_of_list(list_id: str) -> Document:
    return next(document for document in DOCUMENTS if document.list_id == list_id)


def lines(list_id: str, section: str | None = None) -> list[str]:
    """The lines of a list, or of a part of it, as the project ships them."""
    members = embedded.read(Settings().embedded_dir, "critical_list_members", list_id)
    if section is not None:
        members = members[members["section"] == section]
    return members["member_as_printed"].tolist()


def bullets(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{LONGER.get(item, item)}</li>\n" for item in items) + "</ul>"


def box(heading: str, announced: str, items: Sequence[str], after: str) -> str:
    """One box of the strategy: heading, sentence, list, and what help there is."""
    return (
        f"<div class='call-to-action'><h4>{heading}</h4><p>{announced}</p>{bullets(items)}"
        f"<p>{after}</p><ul><li>money for some</li><li>advice for others</li></ul></div>"
    )


def strategy_html() -> str:
    available = "Support is available for the following"
    boxes = [
        ("Critical and growth minerals support", f"{available} critical and growth minerals:"),
        ("Support for critical minerals only", f"{available} critical minerals:"),
        ("Support for growth minerals only", f"{available} growth minerals:"),
    ]
    after = "Available support for these minerals includes:"
    return (
        "<h2>Growth minerals</h2><p>Two lists stand side by side.</p>"
        "<h3>What it means to be a UK growth mineral</h3>"
        + "".join(
            box(heading, sentence, lines("uk_strategy_2025", f"box_{number}"), after)
            for number, (heading, sentence) in enumerate(boxes, 1)
        )
        + "<h3>Use cases</h3><ul><li>cables</li></ul>"
    )


def annex_html() -> str:
    return (
        ANNEX_HEAD
        + "<h3>Complete list of UK critical minerals</h3>"
        + "<p>The complete list of UK critical minerals, sourced from an assessment, is as "
        + f"follows:</p>{bullets(lines('uk_2024'))}"
        + "<h3>Complete list of UK growth minerals</h3>"
        + "<p>The complete list of UK growth minerals is as follows:</p>"
        + bullets(lines("uk_growth_2025"))
        + "<h2>Annex 2</h2><table><tr><th>Mineral</th></tr><tr><td>Aluminium</td></tr></table>"
    )


def answer(list_id: str, html: str | None = None, **changes: Any) -> dict[str, Any]:
    """The content API's answer that holds a list."""
    document = document_of_list(list_id)
    body = html or (strategy_html() if list_id == "uk_strategy_2025" else annex_html())
    return {
        "base_path": f"/{document.path}",
        "title": document.title,
        "first_published_at": "2025-11-22T22:30:00.000+00:00",
        "public_updated_at": "2026-01-23T09:00:00.000+00:00",
        "details": {"body": body},
        **changes,
    }


def answer_bytes(list_id: str, html: str | None = None, **changes: Any) -> bytes:
    return json.dumps(answer(list_id, html, **changes)).encode()
