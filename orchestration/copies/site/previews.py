"""Preview pictures: what a link to a page looks like where it is shared.

Belongs here: a card with the first chart of a page, or with what the page is about, as PNG.
Does not belong here: drawing the chart (`stills.py`), the tags that name it (`templates/`).

Whoever shows previews asks for an address with a host: cards are made where that is set.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from markupsafe import escape

from orchestration.copies.site.figures import Figure
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.shared_files import STATIC, STYLE
from orchestration.copies.site.stills import Stills

WIDTH, HEIGHT = 1200, 630
"""Pixels that readers of Open Graph show whole."""
_EDGE, _TOP, _FOOT = 64, 220, 76
_DRAWN = 640  # pixels: its words are then large enough on the card, which shows its upper part
_LETTERS, _LETTERS_OF_TITLE = 62, 36
_LINES, _LINES_OF_TITLE = (2, 7), (1, 4)  # below which a chart stands, and alone
# the first that is there; the others lack letters of Kazakh
_FONTS = "Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif"
_MAPS = ("map",)  # they need the borders, which are a file of their own
_COLOUR = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]+)")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")


def shown(page: Page) -> Figure | None:
    """The figure that stands for a page: its first chart."""
    return next((one for one in _figures(page.body) if one.kind not in _MAPS), None)


def path_of(context: Context, page: Page) -> str:
    """Where the card of a page is, within the site."""
    return f"{context.prefix}previews/{page.path.removesuffix('.html')}.png"


def card(context: Context, page: Page, stills: Stills) -> bytes:
    """The card of a page, as PNG."""
    figure = shown(page)
    chart = "" if figure is None else _chart(figure, stills)
    drawn = _coloured(_around(context, page, figure, chart))
    return stills.kept(drawn, "png", lambda: _pixels(drawn))


def _chart(figure: Figure, stills: Stills) -> str:
    chart = ElementTree.fromstring(stills.picture(figure, _DRAWN))  # noqa: S314 - our own
    place = {"x": _EDGE, "y": _TOP, "width": WIDTH - 2 * _EDGE, "height": HEIGHT - _TOP - _FOOT}
    for name, value in place.items():
        chart.set(name, str(value))
    chart.set("preserveAspectRatio", "xMinYMin slice")
    return ElementTree.tostring(chart, "unicode")


def _figures(value: Any) -> Iterator[Figure]:
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _figures(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from _figures(part)


def _around(context: Context, page: Page, figure: Figure | None, chart: str) -> str:
    about = figure.title if figure else page.description or context.say("site.about")
    about = "" if about in page.title else about
    alone = figure is None
    title = _wrapped(page.title, _LETTERS_OF_TITLE, _LINES_OF_TITLE[alone])
    below = 118 + 56 * (len(title) - 1) + 48
    lines = [
        (62, 24, "--ink-2", 400, context.say("site.name")),
        *((118 + 56 * at, 46, "--ink", 700, line) for at, line in enumerate(title)),
        *(
            (below + 34 * at, 28, "--ink", 400, line)
            for at, line in enumerate(_wrapped(about, _LETTERS, _LINES[alone]))
        ),
        (HEIGHT - 34, 20, "--ink-2", 400, figure.source if figure else ""),
    ]
    words = "".join(
        f'<text x="{_EDGE}" y="{y}" font-size="{size}" font-weight="{weight}"'
        f' fill="var({colour})">{escape(text)}</text>'
        for y, size, colour, weight, text in lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' font-family="{_FONTS}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="var(--paper)"/>{words}{chart}</svg>'
    )


def _wrapped(text: str, letters: int, lines: int) -> list[str]:
    return textwrap.wrap(text, letters, max_lines=lines, placeholder=" …")


def _coloured(picture: str) -> str:
    """Variables of the style sheet as its light colours: a picture knows no style sheet."""
    style = (STATIC / STYLE.rpartition("/")[2]).read_text(encoding="utf-8")
    light = dict(_COLOUR.findall(style.partition(":root {")[2].partition("}")[0]))
    return _VARIABLE.sub(lambda found: light[found[1]], picture)


def _pixels(picture: str) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(picture))
