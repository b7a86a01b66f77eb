"""Views that people built on the copy: read before a publication, made again in the same step.

Belongs here: finding them, everything that makes one what it is, trying and remaking them.
Does not belong here: what else may hang on a table (functions, foreign keys): PostgreSQL itself
refuses to drop the table under those, and the swap names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestration.copies.postgres.copied import SCHEMA
from orchestration.ground.connection import literal, quoted
from orchestration.ground.errors import CopyError

if TYPE_CHECKING:
    import psycopg

# Depth 1 reads a table of ours, depth 2 a view of depth 1, …; the limit ends a circle.
_FIND = """
with recursive edges as (
    select distinct r.ev_class as view, d.refobjid as used
    from pg_catalog.pg_depend as d
    inner join pg_catalog.pg_rewrite as r on r.oid = d.objid
    where d.classid = 'pg_catalog.pg_rewrite'::regclass
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> r.ev_class
),

dependent as (
    select e.view, 1 as depth
    from edges as e
    inner join pg_catalog.pg_class as c on c.oid = e.used
    inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = %(schema)s and c.relkind = 'r'
    union
    select e.view, d.depth + 1
    from edges as e
    inner join dependent as d on d.view = e.used
    where d.depth < 50
)

select n.nspname, c.relname, c.relkind::text, pg_catalog.pg_get_userbyid(c.relowner),
    pg_catalog.array_to_string(c.reloptions, ', '),
    pg_catalog.pg_get_viewdef(c.oid), max(d.depth) as depth,
    pg_catalog.obj_description(c.oid, 'pg_class'),
    array(
        select pg_catalog.format('comment on column %%I.%%I.%%I is %%L',
            n.nspname, c.relname, a.attname, pg_catalog.col_description(c.oid, a.attnum))
        from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0
            and pg_catalog.col_description(c.oid, a.attnum) is not null
    ) || array(
        select pg_catalog.format('grant %%s on %%I.%%I to %%s%%s', g.privilege_type,
            n.nspname, c.relname, case g.grantee when 0 then 'public' else g.grantee::regrole::text
            end, case when g.is_grantable then ' with grant option' else '' end)
        from pg_catalog.aclexplode(c.relacl) as g where g.grantee <> c.relowner
    ) || array(
        select pg_catalog.format('grant %%s (%%I) on %%I.%%I to %%s', g.privilege_type, a.attname,
            n.nspname, c.relname, case g.grantee when 0 then 'public' else g.grantee::regrole::text
            end)
        from pg_catalog.pg_attribute as a
        cross join lateral pg_catalog.aclexplode(a.attacl) as g where a.attrelid = c.oid
    ) || array(
        select pg_catalog.pg_get_indexdef(i.indexrelid)
        from pg_catalog.pg_index as i where i.indrelid = c.oid
    ),
    exists (select from pg_catalog.pg_trigger as t where t.tgrelid = c.oid)
from dependent as d
inner join pg_catalog.pg_class as c on c.oid = d.view
inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
group by c.oid, c.relname, c.relkind, c.relowner, c.reloptions, c.relacl, n.nspname
order by depth, n.nspname, c.relname
"""
_KINDS = {"v": "view", "m": "materialized view"}


@dataclass(frozen=True)
class View:
    """A view of somebody's, with all that it takes to make it again."""

    schema: str
    name: str
    kind: str
    owner: str
    options: str | None
    definition: str
    depth: int
    comment: str | None
    afterwards: list[str]
    has_triggers: bool

    @property
    def relation(self) -> str:
        """Its name for SQL."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"

    @property
    def sort(self) -> str:
        """What SQL calls it."""
        return _KINDS[self.kind]


def find_views(connection: psycopg.Connection) -> list[View]:
    """All views that stand on the copy, each after those that it reads.

    Raises:
        CopyError: when one cannot be made again as it is.
    """
    rows = connection.execute(_FIND, {"schema": SCHEMA}).fetchall()
    views = [View(*row) for row in rows]
    strange = [
        f"{view.relation}: {'has triggers' if view.kind in _KINDS else 'is a table with a rule'}"
        for view in views
        if view.has_triggers or view.kind not in _KINDS
    ]
    if strange:
        raise _refused(strange, "drop the trigger or the rule, or read the view from a copy of it")
    return views


def try_views(connection: psycopg.Connection, staging: str, views: list[View]) -> None:
    """Make sure that each view would still work, before a row is copied; leaves no trace.

    The schemas trade names in a transaction of their own that is undone: no reader can see it and
    no table is locked.

    Raises:
        CopyError: with each view that would break, and PostgreSQL's reason.
    """
    import psycopg

    direct = [view for view in views if view.depth == 1]
    broken = []
    if not direct:
        return
    with connection.transaction(force_rollback=True):
        connection.execute(
            f"alter schema {SCHEMA} rename to {quoted(staging + '_leaving')};"
            f"alter schema {quoted(staging)} rename to {SCHEMA}"
        )
        for number, view in enumerate(direct):
            try:
                with connection.transaction():
                    connection.execute(f"create temporary view try_{number} as {view.definition}")
            except psycopg.Error as error:
                broken.append(f"{view.relation}: {error.diag.message_primary}")
    if broken:
        raise _refused(broken, "change or drop them, then: minerals serve postgres")


def drop_views(connection: psycopg.Connection, views: list[View]) -> None:
    """Take them down, each before those that it reads."""
    for view in reversed(views):
        connection.execute(f"drop {view.sort} {view.relation}")


def make_views(connection: psycopg.Connection, views: list[View]) -> None:
    """Make them again, with owner, options, grants, comments and indexes.

    Raises:
        CopyError: at the first that does not work any more.
    """
    import psycopg

    for view in views:
        options = f" with ({view.options})" if view.options else ""
        kind = view.sort
        statements = [
            f"create {kind} {view.relation}{options} as {view.definition.rstrip().rstrip(';')}",
            f"alter {kind} {view.relation} owner to {quoted(view.owner)}",
            *view.afterwards,
        ]
        if view.comment:
            statements.append(f"comment on {kind} {view.relation} is {literal(view.comment)}")
        try:
            connection.execute(";\n".join(statements))
        except (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled):
            raise
        except psycopg.Error as error:
            found = [f"{view.relation}: {error.diag.message_primary}"]
            raise _refused(found, "change or drop it, then: minerals serve postgres") from error


def _refused(found: list[str], way_out: str) -> CopyError:
    return CopyError(
        "Views that people built on the copy would break, so nothing was published there",
        expected="every view that reads `marts` works on the new release too",
        found="\n    ".join(["", *found]),
        way_out=way_out,
    )
