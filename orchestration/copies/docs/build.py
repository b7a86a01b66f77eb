"""Both documentations, written where the site looks for them.

Belongs here: which pages there are and where they stand.
Does not belong here: what is on them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from orchestration.copies.docs.dbt_docs import dbt_docs_page
from orchestration.copies.docs.verdicts import verdicts_page
from orchestration.ground.errors import ReleaseError
from orchestration.ground.files import write_whole
from orchestration.release import current_release
from orchestration.settings import Settings, WarehouseSettings

DBT_PAGE, GATES_PAGE = Path("dbt") / "index.html", Path("gates") / "index.html"


def docs_dir(settings: WarehouseSettings) -> Path:
    """Where the pages stand unless somebody wants them elsewhere."""
    return settings.warehouse_dir / "docs"


def build_docs(
    settings: Settings,
    folder: Path | None = None,
    *,
    on_step: Callable[[str], None] = lambda step: None,
) -> list[Path]:
    """Write the documentation of the release that is served.

    Args:
        settings: where the release and the build are.
        folder: where the pages go; default `warehouse/docs`, where the site links to.
        on_step: called with the name of each step before it begins.

    Returns:
        The pages.

    Raises:
        ReleaseError: when nothing is released yet.
    """
    release = current_release(settings)
    if release is None:
        raise ReleaseError(
            "Nothing is released yet, so there is nothing to document",
            where=str(settings.releases_dir),
            way_out="run `minerals refresh` (or `make refresh`) first",
        )
    target = folder or docs_dir(settings)
    written = []
    for path, page in ((DBT_PAGE, dbt_docs_page), (GATES_PAGE, verdicts_page)):
        on_step(path.parent.name)
        text = page(settings, release)
        write_whole(target / path, text)
        written.append(target / path)
    return written
