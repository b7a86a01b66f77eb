"""`minerals docs`: the documentation of the release.

Belongs here: what the command prints.
Does not belong here: making the pages (`orchestration.copies.docs`).
"""

from __future__ import annotations

from orchestration.cli.output import plain, terminal
from orchestration.copies.docs import build_docs
from orchestration.ground.lock import one_writer
from orchestration.settings import get_settings


def print_docs() -> None:
    """Write the pages and say where they are."""
    settings = get_settings()
    with one_writer(settings.lock_file):  # the build is read: no refresh may write it meanwhile
        written = build_docs(settings)
    for page in written:
        terminal().print(plain(page), soft_wrap=True)
