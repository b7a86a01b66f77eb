"""The released file as every reader should open it: read-only, and locked down.

Belongs here: the settings of a hardened connection, in one place, and opening one.
Does not belong here: queries.

Read-only alone protects the warehouse, not the machine: such a client can still read any file that
the process may read, write copies beside it and attach other databases. `enable_external_access`
closes that, and `lock_configuration` keeps a client from opening it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.ground.errors import ReleaseError

if TYPE_CHECKING:
    import duckdb

    from orchestration.settings import Settings

# Strings, not booleans: drivers that take these from a connection address know no others.
HARDENED: dict[str, str] = {"enable_external_access": "false", "lock_configuration": "true"}


def open_served(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A hardened connection to the file that is served now.

    It keeps this file when another release is served meanwhile; the next connection sees that one.

    Raises:
        ReleaseError: when nothing is released yet.
    """
    import duckdb

    path = settings.served_database
    if not path.exists():
        raise ReleaseError(
            "Nothing is released yet",
            where=str(path),
            way_out="run `minerals refresh` (or `make refresh`) first",
        )
    return duckdb.connect(str(path), read_only=True, config=dict(HARDENED))
