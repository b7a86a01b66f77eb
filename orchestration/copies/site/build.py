"""Making the site: read a release, write every page into a draft, swap the folder.

Belongs here: which pages there are, and that a site is whole or stays what it was.
Does not belong here: what a page says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.ground.documents import Document, write_document
from orchestration.ground.errors import BusyError, SiteError
from orchestration.ground.files import mend_folder, whole_folder

if TYPE_CHECKING:
    from orchestration.copies.site.data import SiteFacts
    from orchestration.copies.site.pages.context import Context, Page
    from orchestration.copies.site.stills import Stills
    from orchestration.settings import WarehouseSettings

MARKER = "site.json"
# what else is made of a release, linked where it exists when the pages are made
NEIGHBOURS = {
    "dbt_docs": "docs/dbt/index.html",
    "data_docs": "docs/gates/index.html",
    "downloads": "downloads/releases/current/datapackage.json",
}
_LONGEST_WAIT = 300  # seconds for another build of the same folder

OnStep = Callable[[str], None]


class SiteNote(Document):
    """What a folder of pages is; a folder without it is somebody else's."""

    release_id: str
    pages: int
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """A finished site."""

    folder: Path
    release_id: str
    pages: int

    @property
    def summary(self) -> str:
        """One line for people."""
        return f"{self.pages} pages of {self.release_id} in {self.folder}"


def build_site(
    settings: WarehouseSettings,
    folder: Path | None = None,
    *,
    language: str | None = None,
    on_step: OnStep = lambda _: None,
) -> Built:
    """Make all pages of the current release; the folder is replaced whole, or not at all.

    Args:
        settings: the warehouse whose release is read.
        folder: where the site goes; default: `site` in the warehouse.
        language: the only language of the site; default: all that have labels, English at the top
            of the folder and each other one in a folder of its name.
        on_step: called with what is done now.

    Raises:
        ReleaseError: when nothing is released yet.
        SiteError: when a page cannot be made, or the folder holds something else.
    """
    from orchestration.copies.site.data import read_facts
    from orchestration.copies.site.labels import languages

    target = (folder or settings.warehouse_dir / "site").resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(target):
        mend_folder(target)
        _refuse_foreign(target)
        on_step("read the release")
        facts = read_facts(settings)
        release_id = facts.manifest.release_id
        with whole_folder(target) as draft:
            spoken = (language,) if language else languages()
            deeper = _neighbours(settings, target)
            pages = _write(settings, facts, spoken, draft, deeper, on_step)
            note = SiteNote(release_id=release_id, pages=pages, languages=spoken)
            write_document(draft / MARKER, note)
            on_step("swap")
    return Built(target, release_id, pages)


def _write(
    settings: WarehouseSettings,
    facts: SiteFacts,
    spoken: tuple[str, ...],
    draft: Path,
    deeper: dict[str, str],
    on_step: OnStep,
) -> int:
    from orchestration.copies.site import charts, engine, shared_files
    from orchestration.copies.site.data_files import data_files
    from orchestration.copies.site.findable import robots, sitemap
    from orchestration.copies.site.labels import load_labels
    from orchestration.copies.site.pages.context import Context
    from orchestration.copies.site.spoken import spoken_facts
    from orchestration.copies.site.stills import Stills

    world = shared_files.read_world()
    site_url = settings.site_url and settings.site_url.rstrip("/") + "/"
    asked = engine.engine_folder(settings)
    sizes = engine.sizes(asked, facts.database) if asked else None
    models, paths = settings.dbt_project_dir / "models", []
    kinds = charts.specs()
    for language in spoken:
        say = load_labels(language)
        translated = spoken_facts(facts, say)
        context = Context(translated, say, world["points"], deeper, site_url, spoken, sizes)
        stills = Stills(kinds, settings.build_dir / "stills", say)
        paths = _write_pages(context, stills, models, world["notice"], draft, on_step)
        _put_all(draft, shared_files.files_of_language(context).items())
    stills.forget()
    if asked:
        engine.put_engine(asked, facts.database, draft)
    on_step("charts")
    _put_all(draft, shared_files.files_of_all_languages(facts, world, kinds).items())
    on_step("data")
    _put_all(draft, data_files(facts, site_url))
    _put(draft / "robots.txt", robots(site_url))
    if site_url:
        _put(draft / "sitemap.xml", sitemap(context, paths))
    return len(paths) * len(spoken)


def _write_pages(
    context: Context, stills: Stills, models: Path, borders: str, draft: Path, on_step: OnStep
) -> list[str]:
    """All pages in one language; their paths within the folder of the language."""
    from orchestration.copies.site import previews
    from orchestration.copies.site.render import Renderer

    renderer, paths = Renderer(context, stills), []
    for page in all_pages(context, models, borders, on_step):
        _put(draft / context.prefix / page.path, renderer.html(page))
        if context.site_url:
            path = draft / previews.path_of(context, page)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(previews.card(context, page, stills))
        paths.append(page.path)
    return paths


def all_pages(context: Context, models: Path, borders: str, on_step: OnStep) -> Iterator[Page]:
    """Every page of the site, one after the other."""
    from orchestration.copies.site.pages import (
        account,
        claims,
        country,
        explore,
        mineral,
        query,
        reference,
        start,
    )

    on_step("pages")
    yield start.start_page(context)
    yield explore.explore_page(context)
    if context.query:
        yield query.query_page(context, context.query)
    yield claims.claims_page(context)
    yield from claims.claim_pages(context)
    yield reference.minerals_page(context)
    yield reference.countries_page(context)
    yield reference.method_page(context, models)
    yield reference.dictionary_page(context)
    yield reference.licences_page(context, borders)
    yield account.account_page(context)
    on_step("minerals")
    for profile in context.facts.rows["minerals"]:
        yield mineral.mineral_page(context, profile)
    on_step("countries")
    newest = country.newest_by_country(context)
    for profile in context.facts.rows["countries"]:
        if context.has_country(profile["country_id"]):
            yield country.country_page(context, profile, newest.get(profile["country_id"], []))


def _neighbours(settings: WarehouseSettings, target: Path) -> dict[str, str]:
    """Addresses, seen from the site, of what stands beside it in the warehouse."""
    found = {name: settings.warehouse_dir.resolve() / path for name, path in NEIGHBOURS.items()}
    return {
        name: Path(os.path.relpath(path, target)).as_posix()
        for name, path in found.items()
        if path.is_file()
    }


def _put_all(draft: Path, files: Iterable[tuple[str, str]]) -> None:
    for path, text in files:
        _put(draft / path, text)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _refuse_foreign(target: Path) -> None:
    """Never replace a folder that this did not make."""
    if target.exists() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise SiteError(
            "The folder for the site holds something else",
            where=str(target),
            expected=f"a new or empty folder, or an earlier site (with {MARKER})",
            way_out="name another folder",
        )


@contextmanager
def _one_at_a_time(target: Path) -> Iterator[None]:
    """Two builds of one folder would sweep away each other's work."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(target.with_name(f".{target.name}.lock"), timeout=_LONGEST_WAIT):
            yield
    except Timeout as late:
        raise BusyError(
            "The pages are being made by somebody else",
            where=str(target),
            way_out="wait until that is done, or name another folder",
        ) from late
