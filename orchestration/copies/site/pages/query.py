"""The page of queries: SQL on the release, answered in the reader's browser.

Belongs here: what the page and its data file hold.
Does not belong here: asking and drawing (`static/query.js`), the engine (`engine/`).
"""

from __future__ import annotations

from typing import Any

from orchestration.copies.site import figures, policy
from orchestration.copies.site.engine import Sizes
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.query_examples import EXAMPLES


def query_page(context: Context, sizes: Sizes) -> Page:
    """The page with its dictionary."""
    body = {
        "examples": list(EXAMPLES),
        "tables": sorted(context.facts.datapackage.resources, key=lambda table: table.name),
        "size": context.say.decimal((sizes.released + sizes.engine) / 1e6, "#,##0"),
        "policy": policy.of_queries(),
    }
    return Page("query.html", "query.html.j2", context.say("query.title"), body)


def query_data(context: Context, sizes: Sizes) -> dict[str, Any]:
    """What the page's script reads: words, examples, the size of the file, licences of its rows."""
    editions = context.facts.rows["editions"]
    licences = [
        {
            "edition": row["edition_id"],
            "name": context.facts.edition_name(row["edition_id"]),
            "licence": row["licence"],
            "credit": row["attribution"],
        }
        for row in editions
    ]
    return {
        "examples": {name: sql.strip() for name, sql in EXAMPLES.items()},
        "first": next(iter(EXAMPLES)),
        "bytes": sizes.released,
        "drawing": figures.drawing(),
        "words": {**context.say.group("query")["words"], "licences": licences},
    }
