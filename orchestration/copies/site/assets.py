"""Style, script and map: the files that all pages share.

Belongs here: putting the one script together, the map's data as a script.
Does not belong here: the script's own code and the style (`static/`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orchestration.copies.site import charts
from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context, Page

STATIC = Path(__file__).parent / "static"
SCRIPT, STYLE, WORLD = "assets/site.js", "assets/site.css", "assets/world.js"


def read_world() -> Row:
    """Borders, points of small countries, and where they are from."""
    body: Row = json.loads((STATIC / "world.json").read_text(encoding="utf-8"))
    return body


def shared_files(context: Context, world: Row) -> dict[str, str]:
    """Text of every shared file by its path in the site."""
    settings = {
        "labels": context.say.group("script"),
        "specs": charts.specs(),
        "index": _search_index(context),
    }
    script = [
        charts.script(),
        f"window.MINERALS = {_compact(settings)};\n",
        (STATIC / "site.js").read_text(encoding="utf-8"),
    ]
    return {
        SCRIPT: "".join(script),
        STYLE: (STATIC / "site.css").read_text(encoding="utf-8"),
        WORLD: f"window.WORLD = {_compact(world['topology'])};\n",
    }


def draws_a_map(page: Page) -> bool:
    """Whether a page needs the borders."""
    return page.template == "mineral.html.j2"


def _search_index(context: Context) -> list[list[str]]:
    """Names to search by: name, kind, page, other spellings."""
    say, facts = context.say, context.facts
    minerals = [
        [row["mineral_name"], say("search.mineral"), f"minerals/{row['mineral_id']}.html",
         row["symbol"] or ""]
        for row in facts.rows["minerals"]
    ]  # fmt: skip
    countries = [
        [name, say("search.country"), f"countries/{country.lower()}.html", country]
        for country, name in facts.country_names.items()
    ]
    return sorted([*minerals, *countries])


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
