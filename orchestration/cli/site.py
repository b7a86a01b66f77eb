"""`minerals site`: make the pages, open them, serve them.

Belongs here: what the command prints while the site is made and served.
Does not belong here: making and serving it (`orchestration.copies.site`).
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from orchestration.cli.output import plain, terminal
from orchestration.cli.spoken import chosen
from orchestration.settings import WarehouseSettings, get_settings


def make_site(*, folder: Path | None, open_it: bool, port: int | None) -> None:
    """Make the site of the current release and say where it is; serve it where a port is named.

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
            language=chosen(),
            on_step=lambda step: status.update(f"site: {step}"),
        )
    if not (built.folder / "query.html").exists():
        console.print("No page of queries: make query adds it (npm is needed)", soft_wrap=True)
    if port is not None:
        _serve(get_settings(), built.folder, port, open_it=open_it)
        return
    start = built.folder / "index.html"
    console.print(f"{built.pages} pages of release {built.release_id}", soft_wrap=True)
    console.print(f"Open {plain(start)}", soft_wrap=True, highlight=False)
    if open_it:
        import webbrowser

        webbrowser.open(start.as_uri())


def _serve(settings: WarehouseSettings, site: Path, port: int, *, open_it: bool) -> None:
    from orchestration.copies.site.serve import new_server

    ours = site == (settings.warehouse_dir / "site").resolve()
    with new_server(site, settings.warehouse_dir if ours else None, port) as server:
        address = f"http://{server.server_address[0]!s}:{server.server_address[1]}/site/index.html"
        terminal().print(f"{address} (stop with Ctrl-C)", soft_wrap=True, highlight=False)
        if open_it:
            import webbrowser

            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
