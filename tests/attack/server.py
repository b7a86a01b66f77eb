"""Faults of the PostgreSQL copy, on a real server: kills at every statement, readers' SQL.

Belongs here: the server of one attack, a database for each fault, what must hold there.
Does not belong here: the file that is served (`target.py`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from orchestration.copies.postgres import copy_to_postgres
from orchestration.ground.errors import CopyError
from orchestration.settings import Settings
from tests.attack.held import Held, in_a_child
from tests.attack.target import FIRST, SECOND, Target
from tests.copies.server import running_server

SCHEMAS = "select nspname from pg_namespace where nspname like 'marts%' order by 1"
TOTAL = "select sum(quantity_tonnes) from marts.fct_production"
OURS = """
from pg_stat_activity where application_name = 'minerals' and datname = current_database()
"""
SITTING = """
from pg_stat_activity where state = 'idle in transaction' and datname = current_database()
"""
GRANTED = """
select nspacl::text from pg_namespace
where nspname = 'marts' and exists (select 1 from aclexplode(nspacl) as acl where acl.grantee = 0)
"""
MOST_STATEMENTS = 70
DEAD_AFTER_SECONDS = 20.0


class Server:
    """The server of one attack; starts when it is first asked for."""

    def __init__(self) -> None:
        self._stack, self._numbers, self._address = ExitStack(), count(1), ""

    def database(self) -> str:
        """The address of a new, empty database."""
        if not self._address:
            self._address = self._stack.enter_context(running_server(is_durable=False))
        name = f"attacked_{next(self._numbers)}"
        ask(self._address, f"create database {name}")
        return make_conninfo(self._address, dbname=name)

    def drop(self, dsn: str) -> None:
        """Remove a database."""
        name = psycopg.conninfo.conninfo_to_dict(dsn)["dbname"]
        ask(self._address, f"drop database {name} with (force)")

    def forget(self, role: str) -> None:
        """Remove a login; roles belong to the whole server."""
        ask(self._address, f"drop role {role}")

    def stop(self) -> None:
        """Stop and delete the server, if it was started."""
        self._stack.close()
        self._address = ""


SERVER = Server()


def ask(dsn: str, sql: str, **login: str) -> list[tuple[Any, ...]]:
    """Rows of a query, in a connection of its own."""
    with psycopg.connect(make_conninfo(dsn, **login), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def kill_at_a_statement(target: Target, random: Random) -> Held:
    """SIGKILL before any one statement of a publication; the server has the release it had."""
    statement = random.randrange(1, MOST_STATEMENTS)
    dsn, settings = copied(target)

    def fatal() -> None:
        _before_each_statement(
            lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == statement else None
        )
        copy_to_postgres(settings)

    def check() -> list[str]:
        wrong = _without_a_trace(dsn, killed=True)
        copy_to_postgres(settings)
        if total(dsn) != SECOND:
            wrong.append(f"the next copy has {total(dsn)}")
        SERVER.drop(dsn)
        return wrong + target.wrong()

    return in_a_child(target, f"copy at statement {statement}", fatal, check=check)


def refused_at_a_statement(target: Target, random: Random) -> Held:
    """The server refuses one statement, or goes away: an error, and it keeps the release it had."""
    statement, way = random.randrange(1, MOST_STATEMENTS), random.choice(("refuse", "cut"))
    dsn, settings = copied(target)

    def refuse(number: int) -> None:
        if number == statement and way == "cut":
            ask(dsn, f"select pg_terminate_backend(pid) {OURS}")
        elif number == statement:
            raise psycopg.errors.DiskFull("could not extend file: No space left on device")

    def doing() -> None:
        _before_each_statement(refuse)
        copy_to_postgres(settings)

    def check() -> list[str]:
        wrong = _without_a_trace(dsn, killed=False)
        SERVER.drop(dsn)
        return wrong + target.wrong()

    return in_a_child(target, f"copy: {way} at statement {statement}", doing, check=check)


def copied(target: Target) -> tuple[str, Settings]:
    """A database with the first release, where the second is to be copied."""
    dsn = SERVER.database()
    limits = {"postgres_dsn": SecretStr(dsn), "postgres_lock_wait_seconds": 3.0}
    settings = target.settings.model_copy(update=limits)
    copy_to_postgres(settings, target.first)
    return dsn, settings


def total(dsn: str) -> float:
    """What readers see."""
    return float(ask(dsn, TOTAL)[0][0])


def _without_a_trace(dsn: str, *, killed: bool) -> list[str]:
    """One whole release, no other schema, nobody left in a transaction."""
    dead = f"select 1 {OURS}"
    ends = time.monotonic() + DEAD_AFTER_SECONDS
    while ask(dsn, dead) and time.monotonic() < ends:
        time.sleep(0.05)
    wrong = (
        [f"left: the transaction of a {'killed' if killed else 'refused'} copy"]
        if ask(dsn, dead)
        else []
    )
    if total(dsn) not in (FIRST, SECOND):
        wrong.append(f"readers see {total(dsn)}")
    schemas = [name for (name,) in ask(dsn, SCHEMAS)]
    is_whole = schemas == ["marts"] or (
        schemas == ["marts", "marts_previous"] and total(dsn) == SECOND
    )
    return wrong + ([] if is_whole else [f"schemas {schemas}"])


def _before_each_statement(reached: Callable[[int], None]) -> None:
    """Call `reached` with its number before each statement of this process from now on."""
    made = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            made[0] += 1
            reached(made[0])
            return real(*args, **kwargs)

        return call

    for name in ("execute", "executemany", "copy"):
        setattr(psycopg.Cursor, name, counted(getattr(psycopg.Cursor, name)))
    for name in ("commit", "rollback"):
        setattr(psycopg.Connection, name, counted(getattr(psycopg.Connection, name)))


READERS_SQL = (
    "create table marts.x (a int)",
    "create schema x",
    "create view marts.v as select 1",
    "delete from marts.fct_production",
    "update marts.dim_country set country_name = 'x'",
    "insert into marts.dim_country values ('X', 'x')",
    "truncate marts.fct_production",
    "drop table marts.fct_production",
    "drop schema marts cascade",
    "alter table marts.fct_production rename to x",
    "alter schema marts rename to x",
    "comment on table marts.fct_production is 'x'",
    "lock table marts.fct_production in access exclusive mode",
    "lock table marts.fct_production in share mode",
    "select * from marts.fct_production for update",
    "copy (select 1) to '/tmp/attacked.csv'",
    "copy (select 1) to program 'id'",
    "copy marts.dim_country from '/etc/passwd'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select lo_create(0)",
    "select lo_import('/etc/passwd')",
    "select lo_from_bytea(0, 'x')",
    "set role postgres",
    "set session authorization postgres",
    "reset session authorization; create table marts.y (a int)",
    "alter role postgres nologin",
    "create role evil superuser",
    "revoke all on schema marts from public; create table marts.z (a int)",
    "select pg_reload_conf()",
    "alter system set fsync = off",
    "create extension dblink",
    "create language plpython3u",
    "load '/tmp/x.so'",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'",
    "select pg_advisory_xact_lock(1) from pg_authid",
    "create event trigger t on ddl_command_start execute function x()",
    "do $$ begin delete from marts.fct_production; end $$",
    "create rule r as on select to marts.fct_production do instead select 1",
    "create policy p on marts.fct_production using (false)",
    "create publication p for all tables",
    "create trigger t before insert on marts.dim_country execute function x()",
    "cluster marts.fct_production",
    "reindex schema marts",
    "set temp_file_limit = -1",
    "begin; prepare transaction 'x'",
)
HOLDING_SQL = (
    "select pg_advisory_lock(n) from generate_series(1, 500) as n",
    "begin; select * from marts.fct_production",
    "begin isolation level serializable; select * from marts.fct_production",
    "create temp table fct_production as select 1 as a",
    "declare c cursor with hold for select * from marts.fct_production",
    "listen minerals",
    "set search_path = pg_temp, marts",
    "set default_transaction_read_only = off",
    "grant all on schema marts to public",
)
"""What a reader may say, and keeps while the next release is published; a grant of what one has not
is answered with a warning."""


def readers_sql(target: Target, random: Random) -> Held:
    """SQL of somebody who may only read: refused, or it stops no publication."""
    dsn, settings = copied(target)
    reader = f"reader_{os.getpid()}_{random.randrange(1 << 30)}"
    ask(dsn, f"create role {reader} login in role bi_reader")
    copy_to_postgres(settings, target.first, force=True)  # it gives the new login its limits
    sql, wrong = random.choice((*READERS_SQL, *HOLDING_SQL)), list[str]()
    summary = sql
    with contextlib.ExitStack() as stack:
        login = make_conninfo(dsn, user=reader)
        connection = stack.enter_context(psycopg.connect(login, autocommit=True))
        try:
            connection.execute(sql)
            wrong = [] if sql in HOLDING_SQL else [f"it ran: {sql}"]
        except psycopg.Error as refused:
            summary += f": {type(refused).__name__}"
        summary += _published_meanwhile(settings, dsn)
        wrong += [] if total(dsn) in (FIRST, SECOND) else [f"readers see {total(dsn)}"]
    copy_to_postgres(settings)
    wrong += [] if total(dsn) == SECOND else [f"the next copy has {total(dsn)}"]
    wrong += [f"granted: {has}" for (has,) in ask(dsn, GRANTED) if sql.startswith("grant")]
    SERVER.drop(dsn)
    SERVER.forget(reader)
    return Held(summary, wrong + target.wrong() + _made_files())


def _published_meanwhile(settings: Settings, dsn: str) -> str:
    """Who sits in an open transaction may stop one copy, which says who it is; nobody else may."""
    try:
        copy_to_postgres(settings)
    except CopyError as refused:
        sitting = ask(dsn, f"select 1 {SITTING}")
        if not sitting:
            raise
        return f"; {refused.what}"
    return "; published"


def _made_files() -> list[str]:
    made = Path("/tmp/attacked.csv")  # noqa: S108 - where the statement above would have written
    return [f"made {made}"] if made.exists() else []
