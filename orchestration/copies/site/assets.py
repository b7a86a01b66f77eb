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
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.explore import explore_data
from orchestration.copies.site.search import search_index

STATIC = Path(__file__).parent / "static"
SCRIPT, STYLE, WORLD = "assets/site.js", "assets/site.css", "assets/world.js"
EXPLORER, EXPLORED = "assets/explore.js", "assets/explore-data.js"


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
        _static("site.js"),
        _static("use.js"),
    ]
    return {
        SCRIPT: "".join(script),
        STYLE: _static("site.css"),
        WORLD: f"window.WORLD = {_compact(world['topology'])};\n",
        EXPLORER: _static("explore.js"),
        EXPLORED: f"window.EXPLORE = {_compact(explore_data(context))};\n",
    }


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
