"""`minerals site`: make the pages, and open them.

Belongs here: what the command prints while the site is made.
Does not belong here: making it (`orchestration.copies.site`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.cli.output import plain, terminal
from orchestration.settings import get_settings


def make_site(*, folder: Path | None, language: str, open_it: bool) -> None:
    """Make the site of the current release and say where it is.

    Raises:
        ReleaseError: when nothing is released yet.
        SiteError: when a page cannot be made; the earlier site stays.
    """
    from orchestration.copies.site.build import build_site

    console = terminal()
    with console.status("site") as status:
        built = build_site(
            get_settings(),
            folder,
            language=language,
            on_step=lambda step: status.update(f"site: {step}"),
        )
    start = built.folder / "index.html"
    console.print(f"{built.pages} pages of release {built.release_id}", soft_wrap=True)
    console.print(f"Open {plain(start)}", soft_wrap=True, highlight=False)
    if open_it:
        import webbrowser

        webbrowser.open(start.as_uri())
