"""What both benches of the pages share: the finished pages, their kinds, the tools from npm.

Belongs here: which pages stand for all, where the tools are.
Does not belong here: measuring (`__main__.py`), judging (`validate.py`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from orchestration.settings import get_settings

LANGUAGES = ("", "ru/", "kk/")
KINDS = (
    "index.html",
    "account.html",
    "explore.html",
    "claims.html",
    "claims/C01.html",
    "minerals/index.html",
    "minerals/cobalt.html",
    "countries/index.html",
    "countries/kaz.html",
    "method.html",
    "dictionary.html",
    "licences.html",
    "query.html",
)


def tools() -> Path:
    """The folder of npm's packages, which `make` has filled."""
    return Path(sys.argv[1]) / "node_modules"


def pages() -> Path:
    """The pages as they were made last."""
    site = get_settings().warehouse_dir / "site"
    if not (site / "index.html").is_file():
        sys.exit("There are no pages yet. Make them with: make site")
    return site


def kinds(site: Path) -> list[Path]:
    """One page of each kind in each language; that of queries where it was made."""
    every = (site / language / kind for language in LANGUAGES for kind in KINDS)
    return [page for page in every if page.is_file()]
