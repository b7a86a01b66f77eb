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

    from orchestration.settings import WarehouseSettings

# Strings, not booleans: drivers that take these from a connection address know no others.
HARDENED: dict[str, str] = {
    "enable_external_access": "false",
    # Otherwise a large query spills into `<file>.tmp` beside the release, where SQL can read and
    # write. No folder rather than none named: addresses lose settings without a value.
    "temp_directory": "/dev/null",
    "memory_limit": "2GB",  # a query that needs more ends with an error
    "lock_configuration": "true",
}


def open_served(settings: WarehouseSettings) -> duckdb.DuckDBPyConnection:
    """A hardened connection to the file that is served now.

    It keeps this release when another is served meanwhile; the next connection sees that one, also
    in a process that has this one open.

    Raises:
        ReleaseError: when nothing is released yet.
    """
    import duckdb

    from orchestration.release.pointer import released_database

    path = released_database(settings)
    if not path.exists():
        raise ReleaseError(
            "Nothing is released yet",
            where=str(path),
            way_out="run `minerals refresh` (or `make refresh`) first",
        )
    return duckdb.connect(str(path), read_only=True, config=dict(HARDENED))
