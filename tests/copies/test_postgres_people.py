"""What people have in the server: views and rights survive, what is theirs is never dropped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from orchestration.copies.postgres import copy_to_postgres
from orchestration.ground.errors import CopyError
from orchestration.settings import Settings
from tests.copies.conftest import Copies, Database, new_database
from tests.copies.small import FIRST_TOTAL, SECOND_TOTAL

VIEWS = """
create schema analyst;
grant usage on schema analyst to ana;
grant create on schema analyst to ana;
create view analyst.tonnes with (security_barrier = true) as
select country_id, quantity_tonnes as "Tonnes %" from marts.fct_production where year = 2024;
comment on view analyst.tonnes is 'It''s mine';
comment on column analyst.tonnes."Tonnes %" is 'metric';
alter view analyst.tonnes owner to ana;
grant select on marts.fct_production to ana;
grant usage on schema marts to ana;
create view analyst.total as select sum("Tonnes %") as total from analyst.tonnes;
grant select on analyst.total to bi_reader;
grant select (total) on analyst.total to public;
create materialized view analyst.kept as
select t.total, c.country_id from analyst.total as t cross join marts.dim_country as c;
create unique index kept_key on analyst.kept (country_id);
create view marts.inside as select count(*) from marts.dim_country;
"""


def described(copies: Copies) -> list[tuple[object, ...]]:
    """Everything that makes a view what it is, without what PostgreSQL numbers anew."""
    return copies.database.ask(
        """
        select c.oid::regclass::text, c.relkind, pg_get_userbyid(c.relowner), c.reloptions,
            c.relacl::text, pg_get_viewdef(c.oid), obj_description(c.oid),
            array(select col_description(c.oid, a.attnum) || a.attname || a.attacl::text
                from pg_attribute as a where a.attrelid = c.oid and a.attnum > 0),
            array(select pg_get_indexdef(indexrelid) from pg_index where indrelid = c.oid)
        from pg_class as c
        where c.relkind in ('v', 'm') and c.relnamespace in (
            select oid from pg_namespace where nspname in ('analyst', 'marts'))
        order by 1
        """
    )


@pytest.fixture
def with_views(copies: Copies) -> Copies:
    copies.copy(copies.first)
    copies.database.ask(VIEWS.replace("ana;", f"{copies.database.new_role('ana')};"))
    return copies


def test_views_survive_with_all_that_makes_them(with_views: Copies) -> None:
    before = described(with_views)
    assert with_views.database.ask("select total from analyst.total") == [(FIRST_TOTAL,)]
    outcome = with_views.copy(with_views.second)
    assert outcome.notes == ["4 views that people built on the copy were made again"]
    assert described(with_views) == before
    assert len(before) == 4
    assert with_views.database.ask("select total from analyst.total") == [(SECOND_TOTAL,)]
    assert with_views.database.ask("select distinct total from analyst.kept") == [(SECOND_TOTAL,)]


def test_rights_to_read_survive_and_rights_to_write_end(with_views: Copies) -> None:
    ana = with_views.database.ask("select rolname from pg_roles where rolname like 'ana%'")[-1][0]
    with_views.database.ask(f"grant insert on marts.fct_production to {ana}")
    with_views.copy(with_views.second)
    assert with_views.database.ask(
        "select sum(quantity_tonnes) from marts.fct_production", user=ana
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        with_views.database.ask("insert into marts.fct_production default values", user=ana)


def test_a_view_that_would_break_is_reported_before_a_row_is_copied(with_views: Copies) -> None:
    before = described(with_views)
    with_views.warehouse.run("alter table marts.fct_production rename quantity_tonnes to tonnes")
    third = with_views.warehouse.release()
    steps: list[str] = []
    with pytest.raises(CopyError, match=r"tonnes.: column .*quantity_tonnes") as caught:
        with_views.copy(third, on_step=steps.append)
    assert "copy" not in steps
    assert "inside" not in str(caught.value)
    assert described(with_views) == before
    assert with_views.total == FIRST_TOTAL


def test_a_table_that_goes_away_under_a_view_is_reported(with_views: Copies) -> None:
    with_views.warehouse.run("drop table marts.dim_country")
    with pytest.raises(CopyError, match=r".marts.\..inside.: relation"):
        with_views.copy(with_views.warehouse.release())


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        (
            "create function public.f() returns bigint begin atomic"
            " select count(*) from marts.dim_country; end",
            "function public.f",
        ),
        (
            "create table public.notes"
            " (country_id text references marts.dim_country (country_id), note text)",
            "constraint notes_country_id_fkey",
        ),
        ("create table marts.notes (note text)", "found: notes"),
        ("create function marts.g() returns int language sql as 'select 1'", "marts.g()"),
        (
            "create view public.v as select * from marts.dim_country;"
            "create function public.t() returns trigger language plpgsql"
            " as 'begin return null; end';"
            "create trigger t instead of insert on public.v"
            " for each row execute function public.t()",
            '"public"."v": has triggers',
        ),
    ],
    ids=["function", "foreign key", "table", "function in marts", "trigger"],
)
def test_what_cannot_be_carried_over_is_never_dropped(
    theirs: str, named: str, copies: Copies
) -> None:
    copies.copy(copies.first)
    copies.database.ask(theirs)
    with pytest.raises(CopyError) as caught:
        copies.copy(copies.second)
    assert named in str(caught.value)
    assert copies.total == FIRST_TOTAL


def test_a_schema_that_is_somebody_elses_is_left_alone(copies: Copies) -> None:
    copies.database.ask("create schema marts; create table marts.theirs as select 1 as one")
    with pytest.raises(CopyError, match="no release put there"):
        copies.copy()
    assert copies.database.ask("select one from marts.theirs") == [(1,)]


def test_the_release_before_is_set_aside_for_the_server_alone(copies: Copies) -> None:
    schemas = "select nspname from pg_namespace where nspname like 'marts%' order by 1"
    for _ in range(2):
        copies.copy(copies.first)
        copies.copy(copies.second)
    assert copies.database.ask(schemas) == [("marts",), ("marts_previous",)]
    before = copies.database.ask("select release_id from marts_previous.release")
    assert before == [(copies.first,)]
    reader = copies.database.new_role("reader", "in role bi_reader")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        copies.database.ask("select * from marts_previous.dim_country", user=reader)


def test_a_schema_of_that_name_that_is_somebody_elses_is_left_alone(copies: Copies) -> None:
    copies.copy(copies.first)
    copies.database.ask("create schema marts_previous; create table marts_previous.theirs (x int)")
    with pytest.raises(CopyError, match="somebody else's"):
        copies.copy(copies.second)
    assert copies.total == FIRST_TOTAL


WRITES = (
    "insert into marts.dim_country values ('X', 'X')",
    "update marts.dim_country set country_name = 'X'",
    "delete from marts.dim_country",
    "truncate marts.dim_country",
    "drop table marts.dim_country",
    "alter table marts.dim_country add x int",
    "create table marts.x (x int)",
    "create view marts.x as select 1",
    "create schema x",
    "create index on marts.dim_country (country_name)",
    "copy marts.dim_country to '/tmp/x.csv'",
    "copy marts.dim_country from program 'true'",
    "select pg_read_file('/etc/hostname')",
    "comment on table marts.dim_country is 'x'",
    "begin; lock table marts.dim_country in share mode",
)


@pytest.fixture(scope="module")
def reading(server: str, two_releases: tuple[Path, str, str]) -> Iterator[Database]:
    """One copy for all statements: none of them may change it."""
    with new_database(server) as database:
        copy_to_postgres(database.settings(Settings(warehouse_dir=two_releases[0])))
        database.new_role("reader", "in role bi_reader")
        yield database


@pytest.mark.parametrize("write", WRITES)
def test_bi_reader_can_do_nothing_but_read(write: str, reading: Database) -> None:
    reader = reading.ask("select rolname from pg_roles where rolname like 'reader%'")
    with pytest.raises(
        (psycopg.errors.InsufficientPrivilege, psycopg.errors.SyntaxError)
    ) as caught:
        reading.ask(write, user=reader[-1][0])
    assert isinstance(caught.value, psycopg.errors.InsufficientPrivilege)


def test_bi_reader_reads_every_table(copies: Copies) -> None:
    copies.copy()
    reader = copies.database.new_role("reader", "in role bi_reader")
    for table in ("dim_country", "fct_production", "release"):
        assert copies.database.ask(f"select count(*) from marts.{table}", user=reader)  # noqa: S608


@pytest.fixture
def no_bi_reader(reading: Database) -> Iterator[None]:
    """A server that has no such role; those who have it keep it under another name."""
    reading.ask("alter role bi_reader rename to away")
    yield
    reading.ask("alter role away rename to bi_reader")


@pytest.mark.usefixtures("no_bi_reader")
def test_an_ordinary_login_can_publish_and_says_what_it_may_not(copies: Copies) -> None:
    publisher = copies.database.new_role("publisher")
    name = copies.database.ask("select current_database()")[0][0]
    copies.database.ask(f"grant create on database {name} to {publisher}")
    dsn = SecretStr(make_conninfo(copies.database.dsn, user=publisher))
    settings = copies.database.settings(copies.warehouse.settings, postgres_dsn=dsn)
    outcome = copy_to_postgres(settings, copies.first)
    assert "create role bi_reader nologin" in outcome.notes[0]
    assert copy_to_postgres(settings, copies.second).is_new
    assert copies.total == SECOND_TOTAL
