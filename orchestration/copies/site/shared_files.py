"""Style, script and map: the files that all pages share, and the words of one language for them.

Belongs here: putting the one script together, the map's data as a script.
Does not belong here: the script's own code and the style (`static/`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orchestration.copies.site import charts
from orchestration.copies.site.data import Row, SiteFacts
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.explore import explore_data, explore_words
from orchestration.copies.site.pages.query import query_data
from orchestration.copies.site.search import search_index

STATIC = Path(__file__).parent / "static"
SCRIPT, STYLE, WORLD = "assets/site.js", "assets/site.css", "assets/world.js"
DRAWING = "assets/vega.js"  # read when somebody wants a chart drawn
PLAYED = "assets/what-if.js"
EXPLORER, EXPLORED = "assets/explore.js", "assets/explore-data.js"
FIRST_SEEN = "assets/explore-first.js"
QUERIES, QUERY_STYLE = "assets/query.js", "assets/query.css"


def read_world() -> Row:
    """Borders, points of small countries, and where they are from."""
    body: Row = json.loads((STATIC / "world.json").read_text(encoding="utf-8"))
    return body


def files_of_language(context: Context) -> dict[str, str]:
    """Text of the files that all pages of one language share, by their path in the site."""
    words = {
        "labels": context.say.group("script"),
        "signs": context.say.signs,
        "units": context.say.group("axis"),
    }
    language, texts = context.say.language, explore_words(context)
    index = _compact(search_index(context))
    files = {
        f"assets/words-{language}.js": f"window.MINERALS = {_compact(words)};\n",
        # read when somebody looks for a name
        f"assets/find-{language}.js": f"window.MINERALS.index = {index};\n",
        f"assets/explore-{language}.js": f"window.EXPLORE_WORDS = {_compact(texts)};\n",
    }
    if context.query is not None:
        asked = query_data(context, context.query)
        files[f"assets/query-{language}.js"] = f"window.QUERY = {_compact(asked)};\n"
    return files


def files_of_all_languages(facts: SiteFacts, world: Row, kinds: dict[str, Row]) -> dict[str, str]:
    """Text of every file that the pages of all languages share, by its path in the site.

    Args:
        facts: rows of the release.
        world: the map.
        kinds: the kinds of charts as Vega.
    """
    return {
        SCRIPT: f"{_static('site.js')}{_static('use.js')}",
        DRAWING: f"{charts.script()}window.MINERALS.specs = {_compact(kinds)};\n",
        STYLE: _static("site.css"),
        WORLD: f"window.WORLD = {_compact(world['topology'])};\n",
        FIRST_SEEN: _static("explore-first.js"),
        EXPLORER: _static("explore.js"),
        QUERIES: _static("query.js"),
        QUERY_STYLE: _static("query.css"),
        PLAYED: _static("what-if.js"),
        EXPLORED: f"window.EXPLORE = {_compact(explore_data(facts, world['points']))};\n",
    }


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
