"""What a reader may cost: time, memory, disk, and large objects.

Belongs here: limits of the logins that are members of `bi_reader`.
Does not belong here: what they may read (`roles.py`).

PostgreSQL applies settings of a login, never those of a group that it belongs to. A limit that an
administrator has set for a login stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.copies.postgres.roles import READER
from orchestration.ground.connection import literal, quoted

if TYPE_CHECKING:
    import psycopg

LIMITS = {
    "statement_timeout": "5min",
    "idle_in_transaction_session_timeout": "5min",
    "work_mem": "64MB",
    "temp_file_limit": "2GB",
}
_LARGE_OBJECTS = ("lo_creat(integer)", "lo_create(oid)", "lo_from_bytea(oid, bytea)")
_MEMBERS = """
select member.rolname, coalesce(string_agg(array_to_string(own.setconfig, ','), ','), '')
from pg_catalog.pg_auth_members as membership
inner join pg_catalog.pg_roles as grp on membership.roleid = grp.oid and grp.rolname = %s
inner join pg_catalog.pg_roles as member on membership.member = member.oid
left join pg_catalog.pg_db_role_setting as own on own.setrole = member.oid
where member.rolcanlogin and not member.rolsuper
group by member.rolname
"""


def limit_readers(connection: psycopg.Connection) -> list[str]:
    """Set the limits that are not set yet, as far as this login may.

    Returns:
        A note for people: what an administrator has to say once, where this login may not.
    """
    wanted = [*_settings(connection), *_large_objects(connection)]
    refused = [statement for statement in wanted if not _done(connection, statement)]
    if not refused:
        return []
    return ["readers have no limits yet; once, as administrator: " + "; ".join(refused)]


def _settings(connection: psycopg.Connection) -> list[str]:
    return [
        f"alter role {quoted(login)} set {name} = {literal(value)}"
        for login, own in connection.execute(_MEMBERS, [READER]).fetchall()
        for name, value in LIMITS.items()
        if f"{name}=" not in own
    ]


def _large_objects(connection: psycopg.Connection) -> list[str]:
    """Everybody may make large objects until that is taken back, in each database."""
    return [
        f"revoke execute on function pg_catalog.{function} from public"
        for function in _LARGE_OBJECTS
        if _may_anybody(connection, function)
    ]


def _may_anybody(connection: psycopg.Connection, function: str) -> bool:
    row = connection.execute(
        "select p.proacl is null or exists (select 1 from pg_catalog.aclexplode(p.proacl) as a"
        " where a.grantee = 0 and a.privilege_type = 'EXECUTE') from pg_catalog.pg_proc as p"
        " where p.oid = %s::regprocedure",
        [f"pg_catalog.{function}"],
    ).fetchone()
    return bool(row and row[0])


def _done(connection: psycopg.Connection, statement: str) -> bool:
    """Run one statement, or leave everything as it was; some rights fail only as a warning."""
    import psycopg

    try:
        with connection.transaction():
            connection.execute(statement)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState):
        return False
    function = statement.partition("pg_catalog.")[2].partition(" from")[0]
    return not statement.startswith("revoke") or not _may_anybody(connection, function)
