"""Charts as pictures in the page, so that a page is read before any script.

Belongs here: drawing a chart's Vega once, as SVG, and keeping it by what it is made from.
Does not belong here: what a chart looks like (`charts.py`), which charts of a page are drawn.

Colours stay variables of the style sheet: light and dark are one picture. A still is as wide as it
is shown; one for wide windows and one for telephones, or its words would be too small there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from orchestration.copies.site.figures import Figure
from orchestration.copies.site.labels import Labels
from orchestration.ground.files import write_remade

Spec = dict[str, Any]

NARROW = 350  # pixels of a telephone's column
_SVG = "http://www.w3.org/2000/svg"
_VERSION = 1  # of the pictures; another one draws all anew
_KEPT_DAYS = 30
_DAY = 86_400
# what the style sheet says, what only a script needs, what is so without being said
_DROPPED = {"font-family", "pointer-events", "role", "aria-hidden", "aria-label", "class"} | {
    "aria-roledescription",
    "version",
}
_UNSAID = {"opacity": "1", "stroke-opacity": "1", "font-size": "12px", "fill-opacity": "1"}
_LONG = re.compile(r"-?\d+\.\d{2,}")


class Stills:
    """Draws figures with the kinds of charts of one site.

    Args:
        specs: the kinds of charts as Vega.
        kept: folder of what was drawn before.
        say: signs of numbers and units of axes.
    """

    def __init__(self, specs: dict[str, Spec], kept: Path, say: Labels) -> None:
        self._specs, self._kept = specs, kept
        self._units = say.group("axis")
        self._drawer = version("vl-convert-python")
        self._signs = {**say.signs, "grouping": [3], "currency": ["", ""]}
        with suppress(OSError):
            kept.mkdir(parents=True, exist_ok=True)

    def of(self, figure: Figure) -> list[tuple[str, Markup]]:
        """A figure's pictures, each with the window it is for; none where none are wanted."""
        if not figure.still:
            return []
        widths = (("wide", figure.still), ("narrow", NARROW))
        # cleaned by this module from what Vega drew; Vega escapes the words
        return [(window, Markup(self.picture(figure, width))) for window, width in widths]  # noqa: S704

    def picture(self, figure: Figure, width: int) -> str:
        """A figure as SVG, its colours variables of the style sheet.

        Args:
            figure: what is drawn.
            width: pixels.
        """
        spec = filled(self._specs[figure.kind], figure, width, self._units)
        parts = [_VERSION, self._drawer, self._signs, spec]
        made_from = json.dumps(parts, sort_keys=True, default=str)
        return self.kept(made_from, "svg", lambda: _drawn(spec, self._signs).encode()).decode()

    def kept(self, made_from: str, kind: str, draw: Callable[[], bytes]) -> bytes:
        """What was drawn from this before, or is drawn now."""
        path = self._kept / f"{hashlib.sha256(made_from.encode()).hexdigest()}.{kind}"
        if path.exists() and (kept := path.read_bytes()):
            with suppress(OSError):  # a warehouse that is only read keeps no time of its use
                os.utime(path)
            return kept
        drawn = draw()
        with suppress(OSError):  # nor new pictures; a full disk is met where the pages are written
            write_remade(path, drawn)
        return drawn

    def forget(self) -> None:
        """Remove what no build has used for a month."""
        oldest = time.time() - _KEPT_DAYS * _DAY
        for path in self._kept.iterdir() if self._kept.is_dir() else ():
            if path.stat().st_mtime < oldest:
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def filled(kind: Spec, figure: Figure, width: int, units: dict[str, str]) -> Spec:
    """A kind of chart with a figure's rows and signals, at a width in pixels."""
    spec, given = deepcopy(kind), {**units, **figure.signals}
    for data in spec["data"]:
        if data["name"] in figure.data and not data.get("source"):
            data["values"] = figure.data[data["name"]]
    for signal in spec.get("signals", []):
        if signal["name"] in given:
            signal["value"] = given[signal["name"]]
        elif signal["name"] == "width":
            # the kind asks its container, which is not there yet
            signal.clear()
            signal.update(name="width", value=width)
    return spec


def _drawn(spec: Spec, signs: dict[str, Any]) -> str:
    import vl_convert

    picture = ElementTree.fromstring(vl_convert.vega_to_svg(spec, format_locale=signs))  # noqa: S314 - our own
    _clean(picture)
    ElementTree.register_namespace("", _SVG)
    text = ElementTree.tostring(picture, encoding="unicode")
    return text.replace(f' xmlns="{_SVG}"', "", 1)


def _clean(part: ElementTree.Element) -> None:
    """Leave out what is not seen, and digits finer than a tenth of a pixel."""
    for name, value in list(part.attrib.items()):
        if name in _DROPPED or _UNSAID.get(name) == value:
            del part.attrib[name]
        else:
            part.set(name, _LONG.sub(_short, value))
    for child in list(part):
        _clean(child)
        if _is_unseen(child):
            part.remove(child)


def _is_unseen(part: ElementTree.Element) -> bool:
    kind = part.tag.rpartition("}")[2]
    if kind == "path":
        return not part.get("d") or not (part.get("fill") or part.get("stroke"))
    if kind == "g":
        return not len(part)
    return part.get("opacity") == "0"


def _short(number: re.Match[str]) -> str:
    return f"{float(number.group()):.1f}".removesuffix(".0")
