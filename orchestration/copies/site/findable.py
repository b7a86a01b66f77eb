"""What search engines and reference managers read: the data set in schema.org's words, a sitemap.

Belongs here: describing the release to machines that look for data; addresses on the pages' host.
Does not belong here: what people read (`pages/`), the data package (`release/datapackage.py`).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from orchestration.copies.site.data import Row
from orchestration.copies.site.pages.context import Context, Page
from orchestration.copies.site.previews import HEIGHT, WIDTH, path_of, shown


def described(context: Context, page: Page) -> dict[str, Any] | None:
    """The release as a schema.org Dataset, for the start page alone; nothing made up.

    Source: schema.org/Dataset; what has no address has no `url`.
    """
    if page.path != "index.html":
        return None
    years = [row["year"] for row in context.facts.rows["shares"]]
    dataset: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": context.say("site.name"),
        "description": context.say("site.about"),
        "inLanguage": context.say.language,
        "version": context.facts.manifest.release_id,
        "dateModified": context.facts.manifest.created_at[:10],
        "temporalCoverage": f"{min(years)}/{max(years)}",
        "isAccessibleForFree": True,
        "variableMeasured": [
            context.say(f"explore.words.{name}") for name in ("tonnes", "share", "hhi")
        ],
        "isBasedOn": [_edition(row) for row in context.facts.rows["editions"]],
    }
    address = address_of(context, page)
    return {**dataset, "url": address} if address else dataset


def address_of(context: Context, page: Page) -> str | None:
    """Where a page is read by everybody, if the host's address is set."""
    return _address(context, context.say.language, page.path) if context.site_url else None


def preview(context: Context, page: Page) -> Row | None:
    """The page's preview picture for those who show links: its address and what it shows."""
    if not context.site_url:
        return None
    figure = shown(page)
    address = urljoin(context.site_url, path_of(context, page))
    shows = figure.title if figure else page.title
    return {"address": address, "width": WIDTH, "height": HEIGHT, "shows": shows}


def alternates(context: Context, page: Page) -> list[Row]:
    """The page in each language of the site: its name, its path, its address if that is set."""
    root = page.root + "../" * context.prefix.count("/")
    return [
        {
            "language": language,
            "path": f"{root}{context.prefix_of(language)}{page.path}",
            "address": _address(context, language, page.path) if context.site_url else None,
        }
        for language in context.languages
    ]


def sitemap(context: Context, paths: list[str]) -> str:
    """Every page with its address, its other languages and the day of the release.

    Source: sitemaps.org, protocol 0.9; for languages Google's `xhtml:link` in it.
    """
    pages = "".join(
        _listed(context, language, path) for language in context.languages for path in paths
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    links = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if len(context.languages) > 1 else ""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}"{links}>\n'
    return f"{head}{pages}</urlset>\n"


def robots(site_url: str) -> str:
    """That everybody may read all of it, and where the sitemap is if the host is known.

    Source: RFC 9309; read only where the pages are the whole host.
    """
    listed = f"Sitemap: {urljoin(site_url, 'sitemap.xml')}\n" if site_url else ""
    return f"User-agent: *\nAllow: /\n{listed}"


def _listed(context: Context, language: str, path: str) -> str:
    day = context.facts.manifest.created_at[:10]
    same = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}"'
        f' href="{escape(_address(context, other, path))}"/>'
        for other in context.languages
        if len(context.languages) > 1
    )
    address = escape(_address(context, language, path))
    return f"<url><loc>{address}</loc><lastmod>{day}</lastmod>{same}</url>\n"


def _address(context: Context, language: str, path: str) -> str:
    return urljoin(context.site_url, context.prefix_of(language) + path)


def _edition(row: Row) -> dict[str, Any]:
    edition = {
        "@type": "Dataset",
        "name": f"{row['source_name']} {row['edition']}",
        "license": row["licence"],
        "creditText": row["attribution"],
    }
    address = row["doi_or_url"]
    return {**edition, "url": address} if address and address.startswith("http") else edition
