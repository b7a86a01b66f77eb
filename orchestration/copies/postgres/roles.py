"""Who may read a copy: the role `bi_reader`, and whoever could read the copy before.

Belongs here: that role, and grants of the old schema that the new one has to have too.
Does not belong here: logins and passwords; an administrator makes those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.copies.postgres.copied import SCHEMA
from orchestration.ground.connection import quoted

if TYPE_CHECKING:
    import psycopg

READER = "bi_reader"
_GRANTED = """
select c.relname, g.grantee::regrole::text as who, g.grantee = 0 as is_everybody
from pg_catalog.pg_class as c
cross join lateral pg_catalog.aclexplode(c.relacl) as g
where c.relnamespace = %(schema)s::text::regnamespace and c.relkind = 'r'
    and g.privilege_type = 'SELECT' and g.grantee <> c.relowner
union all
select null, g.grantee::regrole::text, g.grantee = 0
from pg_catalog.pg_namespace as n
cross join lateral pg_catalog.aclexplode(n.nspacl) as g
where n.nspname = %(schema)s and g.privilege_type = 'USAGE' and g.grantee <> n.nspowner
"""


def ensure_reader(connection: psycopg.Connection) -> list[str]:
    """Make the role for readers if it is missing and this login may.

    Returns:
        A note for people when the role is still missing.
    """
    import psycopg

    if _has_reader(connection):
        return []
    try:
        with connection.transaction():
            connection.execute(f"create role {READER} nologin")
    except psycopg.errors.InsufficientPrivilege:
        return [
            f"the role {READER} is missing and this login may not create roles; as administrator:"
            f" create role {READER} nologin; then: minerals serve postgres --force"
        ]
    except psycopg.errors.DuplicateObject:
        return []  # somebody made it this very moment
    return []


def grant_reading(connection: psycopg.Connection, staging: str, tables: set[str]) -> None:
    """Let `bi_reader` read all of the new schema, and others what they could read of the old one.

    Only reading: a right to write that somebody was given on a table of a release ends with it.
    """
    schema = quoted(staging)
    statements = []
    if _has_reader(connection):
        statements.append(f"grant usage on schema {schema} to {READER}")
        statements.append(f"grant select on all tables in schema {schema} to {READER}")
    for table, who, is_everybody in _granted(connection):
        reader = "public" if is_everybody else who  # `regrole` quotes what needs quoting
        if table is None:
            statements.append(f"grant usage on schema {schema} to {reader}")
        elif table in tables:
            statements.append(f"grant select on {schema}.{quoted(table)} to {reader}")
    if statements:
        connection.execute(";\n".join(statements))


def close_to_readers(connection: psycopg.Connection, schema: str) -> None:
    """Nobody but its owner may use a schema any more."""
    rows = connection.execute(
        "select distinct g.grantee = 0, g.grantee::regrole::text from pg_catalog.pg_namespace as n"
        " cross join lateral pg_catalog.aclexplode(n.nspacl) as g"
        " where n.nspname = %s and g.grantee <> n.nspowner",
        [schema],
    ).fetchall()
    for is_everybody, who in rows:
        connection.execute(
            f"revoke all on schema {quoted(schema)} from {'public' if is_everybody else who}"
        )
    connection.execute(
        f"comment on schema {quoted(schema)} is"
        " 'The release before the present one, for the server alone; goes with the next one.'"
    )


def _has_reader(connection: psycopg.Connection) -> bool:
    found = connection.execute("select 1 from pg_catalog.pg_roles where rolname = %s", [READER])
    return found.fetchone() is not None


def _granted(connection: psycopg.Connection) -> list[tuple[str | None, str, bool]]:
    exists = connection.execute(
        "select 1 from pg_catalog.pg_namespace where nspname = %s", [SCHEMA]
    ).fetchone()
    if exists is None:
        return []
    return connection.execute(_GRANTED, {"schema": SCHEMA}).fetchall()
