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
from orchestration.copies.site.search import search_index

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
        "index": search_index(context),
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


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
