"""Pages as HTML: the template environment, strict and escaping.

Belongs here: how templates are found, what every template may use.
Does not belong here: templates (`templates/`), rows (`pages/`).
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from orchestration.copies.site import policy
from orchestration.copies.site.findable import address_of, alternates, described, preview
from orchestration.copies.site.labels import FIRST
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.stills import Stills
from orchestration.copies.site.words import span, with_sign

if TYPE_CHECKING:
    from jinja2 import Environment

_PRINTED = (Markup(' lang="en"'), Markup())
TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Renders pages of one site."""

    def __init__(self, context: Context, stills: Stills) -> None:
        self._environment = _environment(context)
        self._environment.globals["stills"] = stills
        self._context = context
        self._links: dict[str, Links] = {}

    def html(self, page: Page) -> str:
        """A page as text."""
        template = self._environment.get_template(page.template)
        links = self._links.setdefault(page.root, Links(self._context, page.root))
        return template.render(
            page=page,
            root=page.root,
            base=page.root + "../" * self._context.prefix.count("/"),
            others=alternates(self._context, page),
            title=page.title,
            link=links,
            address=address_of(self._context, page),
            dataset=described(self._context, page),
            preview=preview(self._context, page),
            **page.body,
        )


class Links:
    """Links to minerals and countries from pages of one depth, each made once.

    Pages of countries have tens of thousands of them: as macros they took half of the time.
    """

    def __init__(self, context: Context, root: str) -> None:
        self._context, self._root = context, root
        self._made: dict[tuple[str, str], Markup] = {}

    def mineral(self, mineral_id: str) -> Markup:
        """A mineral's name, linked."""
        name = self._context.facts.mineral_names.get(mineral_id, mineral_id)
        has_page = self._context.has_mineral(mineral_id)
        return self._link(f"minerals/{mineral_id}.html" if has_page else "", name)

    def country(self, country_id: str | None, name: str) -> Markup:
        """A country's name, linked where it has a page."""
        has_page = country_id is not None and self._context.has_country(country_id)
        return self._link(f"countries/{str(country_id).lower()}.html" if has_page else "", name)

    def _link(self, path: str, name: str) -> Markup:
        made = self._made.get((path, name))
        if made is None:
            # a template of Markup escapes what is put in
            made = (
                Markup('<a href="{}{}">{}</a>').format(self._root, path, name)
                if path
                else Markup.escape(name)
            )
            self._made[(path, name)] = made
        return made


def _environment(context: Context) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        json_script=_json_script,
        unbroken=_unbroken,
        signed=partial(with_sign, say=context.say),
        day=context.say.day,
        href=_href,
    )
    environment.globals.update(
        say=context.say,
        facts=context.facts,
        context=context,
        span=span,
        theme_script=Markup(policy.THEME_SCRIPT),  # noqa: S704 - a constant of this module
        policy=policy.ordinary(),
        # what a publisher prints stays in its language
        as_printed=_PRINTED[context.say.language == FIRST],
    )
    return environment


def _json_script(value: Any) -> Markup:
    """JSON for a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def _href(address: str) -> str:
    """An address as a link may hold it: publishers print brackets, which a URL's path may not."""
    return address.replace("[", "%5B").replace("]", "%5D")


def _unbroken(text: str) -> str:
    """Numbers keep their unit on the same line."""
    return text.replace(" ", " ")
