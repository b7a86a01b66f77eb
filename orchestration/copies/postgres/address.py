"""Where the copy lives: its address, which is a secret, and connections to it.

Belongs here: finding the address, showing it without its password, connecting.
Does not belong here: what is done over the connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from orchestration.ground.errors import AskedError, CopyError
from orchestration.ground.secrets import BLOT, parts_of, read_secret

if TYPE_CHECKING:
    import psycopg

    from orchestration.settings import ServerSettings

SETTING = "MINERALS_POSTGRES_DSN"
_PATIENCE = "10"  # seconds to wait for an answer from the server's door
_SHOWN = ("host", "hostaddr", "port", "dbname", "user")


def is_configured(settings: ServerSettings) -> bool:
    """Whether there is to be a copy at all."""
    return bool(settings.postgres_dsn or settings.postgres_dsn_file)


def connect(settings: ServerSettings) -> psycopg.Connection:
    """A connection that says who it is; the caller closes it.

    Raises:
        AskedError: when no address is set.
        CopyError: when the server does not let us in; never shows the password.
    """
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    dsn = _dsn(settings)
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        raise _unreadable() from None  # the driver's own message repeats what it could not read
    if "@" in str(parts.get("dbname") or ""):
        raise _unreadable()  # a password with `/` in it, read as port and name of a database
    ours = {"application_name": "minerals"}
    if not parts.get("connect_timeout"):
        ours["connect_timeout"] = _PATIENCE
    try:
        return psycopg.connect(make_conninfo(dsn, **ours))
    except psycopg.OperationalError as error:
        raise CopyError(
            "The PostgreSQL server does not let us in, so its copy stays as it is",
            where=shown(parts),
            found=" ".join(_blotted(dsn, str(error)).split()),
            way_out=f"check {SETTING} and that the server runs, then: minerals serve postgres",
        ) from None


def shown(parts: Mapping[str, object]) -> str:
    """An address for people: no password, no options."""
    return " ".join(f"{key}={parts[key]}" for key in _SHOWN if parts.get(key))


def shown_address(connection: psycopg.Connection) -> str:
    """The same of an open connection."""
    info = connection.info
    return shown({"host": info.host, "port": info.port, "dbname": info.dbname, "user": info.user})


def _dsn(settings: ServerSettings) -> str:
    dsn = read_secret(settings.postgres_dsn, settings.postgres_dsn_file, SETTING)
    if not dsn:
        raise AskedError(
            "No PostgreSQL server is set, so there is nowhere to copy a release to",
            where=SETTING,
            expected="postgresql://user:password@host:5432/database, or a file with it"
            f" in {SETTING}_FILE",
            way_out="set it and say `minerals serve postgres` again",
        )
    return dsn


def _blotted(dsn: str, text: str) -> str:
    for part in sorted(parts_of(dsn), key=len, reverse=True):
        text = text.replace(part, BLOT)
    return text


def _unreadable() -> AskedError:
    return AskedError(
        "The address of the PostgreSQL server cannot be read",
        where=SETTING,
        expected="postgresql://user:password@host:5432/database (special characters in the"
        " password percent-encoded), or host=... port=... dbname=... user=... password=...",
        way_out="correct it; it is not shown here because it may hold a password",
    )
