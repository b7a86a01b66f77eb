"""A copy in PostgreSQL holds what was released: rows, types, keys, comments, and says so."""

# ruff: noqa: S608 - names of tables come from the release itself
from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
import sqlalchemy
from pydantic import SecretStr

from orchestration.copies.file.hardened import open_served
from orchestration.copies.postgres import copy_to_postgres
from orchestration.copies.postgres.tables import postgres_type
from orchestration.ground.errors import AskedError, BusyError, CopyError
from orchestration.release import current_release, read_manifest, rollback
from orchestration.release.tables import open_database
from orchestration.settings import Settings
from tests.copies.conftest import Copies, Database, new_database
from tests.copies.small import FIRST_TOTAL, SECOND_TOTAL, SmallWarehouse

NASTY = [
    "",
    " ",
    "NULL",
    "null",
    "\\N",
    "\\.",
    "a\nb",
    'say "x"',
    "o'clock",
    ",",
    "\\",
    "ß≥漢\t",
    "%s",
]


def duckdb_rows(path: Path, table: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(f"select * from marts.{table}").fetchall()


@pytest.fixture(scope="module")
def whole(server: str, released: Settings) -> Iterator[Database]:
    """The release of the figures that ship, copied once; read only."""
    with new_database(server) as database:
        outcome = copy_to_postgres(database.settings(released))
        assert outcome.is_new
        assert outcome.rows > 100_000
        yield database


def test_the_whole_release_arrives_cell_by_cell(
    released: Settings, whole: Database, tmp_path: Path
) -> None:
    """Out of the server as text, read by DuckDB with the types of the release, compared there."""
    folder = current_release(released)
    assert folder is not None
    manifest = read_manifest(folder)
    with psycopg.connect(whole.dsn) as server, open_served(released) as file:
        shapes = {
            name: dict(file.execute(f"select #1, #2 from (describe marts.{name})").fetchall())
            for name in manifest.tables
        }
        for name in shapes:
            out = server.cursor().copy(f"copy marts.{name} to stdout (format csv, null '\\N')")
            with out as copy:
                (tmp_path / f"{name}.csv").write_bytes(b"".join(map(bytes, copy)))
    with open_database(folder / "critical_minerals.duckdb") as engine:
        for name, types in shapes.items():
            engine.execute(
                f"create table {name} as select * from read_csv('{tmp_path}/{name}.csv',"
                f" header = false, nullstr = '\\N', columns = {types!r}, auto_detect = false,"
                " delim = ',', quote = '\"', escape = '\"')"
            )
            theirs, ours = f"select * from {name}", f"select * from released.marts.{name}"
            counts = f"select (select count(*) from ({ours})), (select count(*) from ({theirs}))"
            ((released_rows, copied_rows),) = engine.execute(counts).fetchall()
            assert released_rows == copied_rows
            # As many rows, and none of ours missing: so none of theirs is extra.
            assert engine.execute(f"{ours} except all {theirs}").fetchall() == [], name


def test_keys_comments_and_types_are_what_sqlalchemy_reflects(
    released: Settings, whole: Database
) -> None:
    folder = current_release(released)
    assert folder is not None
    package = json.loads((folder / "datapackage.json").read_text())
    with open_served(released) as connection:
        tables = connection.execute(
            "select table_name, comment from duckdb_tables() union all"
            " select view_name, comment from duckdb_views() where not internal"
        ).fetchall()
        columns = connection.execute(
            "select table_name, column_name, comment from duckdb_columns()"
            " where schema_name = 'marts'"
        ).fetchall()
    comments = dict(tables)
    engine = sqlalchemy.create_engine(_url(whole))
    found = sqlalchemy.MetaData()
    found.reflect(engine, schema="marts")
    inspector = sqlalchemy.inspect(engine)
    for resource in package["resources"]:
        table = found.tables[f"marts.{resource['name']}"]
        assert [c.name for c in table.primary_key.columns] == resource["schema"]["primaryKey"]
        assert table.comment == comments[resource["name"]]
    for table_name, column, comment in columns:
        assert found.tables[f"marts.{table_name}"].columns[column].comment == comment
    indexed = {
        tuple(index["column_names"])
        for index in inspector.get_indexes("fct_country_share", schema="marts")
    }
    assert {("mineral_id",), ("country_id",)} <= indexed
    keys = {
        (resource["name"], key["fields"][0], key["reference"]["resource"])
        for resource in package["resources"]
        for key in resource["schema"].get("foreignKeys", ())
    }
    related = {
        (name, key["constrained_columns"][0], key["referred_table"])
        for name in inspector.get_table_names("marts")
        for key in inspector.get_foreign_keys(name, "marts")
    }
    assert related == keys
    assert len(related) > 100
    assert isinstance(found.tables["marts.fct_production"].c.year.type, sqlalchemy.Integer)
    assert isinstance(found.tables["marts.dim_edition"].c.published_on.type, sqlalchemy.Date)
    engine.dispose()


def _url(database: Database) -> sqlalchemy.URL:
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(database.dsn)
    return sqlalchemy.URL.create(
        "postgresql+psycopg",
        username=str(parts["user"]),
        database=str(parts["dbname"]),
        query={"host": str(parts["host"])},
    )


def test_texts_and_numbers_that_look_like_something_else_stay_as_they_are(
    warehouse: SmallWarehouse, database: Database
) -> None:
    with duckdb.connect(str(warehouse.settings.build_database)) as build:
        build.execute("insert into marts.dim_country values ('x', 'X'), ('', 'no name')")
        for number, text in enumerate(NASTY):
            build.execute(
                "insert into marts.fct_production values (?, 'x', ?, ?, null)",
                [text, number, number / 3],
            )
        build.execute(
            "insert into marts.fct_production values ('inf', '', 90, 'inf', null),"
            " ('nan', '', 91, 'nan', null), ('tiny', '', 92, 5e-324, date '0001-01-01'),"
            " ('none', '', 93, null, date '9999-12-31')"
        )
    warehouse.release()
    copy_to_postgres(database.settings(warehouse.settings))
    got = database.ask("select * from marts.fct_production order by year")
    expected = duckdb_rows(warehouse.settings.served_database, "fct_production")
    assert sorted(map(repr, got)) == sorted(map(repr, expected))
    assert [row[0] for row in got if row[1] == "x"] == NASTY


def test_it_says_which_release_it_is_and_does_nothing_twice(copies: Copies) -> None:
    assert copies.copy().is_new
    assert copies.total == SECOND_TOTAL
    row = copies.database.ask("select release_id, table_rows from marts.release")[0]
    assert row == (copies.second, {"dim_country": 3, "fct_production": 3})
    steps: list[str] = []
    again = copies.copy(on_step=steps.append)
    assert not again.is_new
    assert steps == ["connect"]
    assert copies.copy(force=True).is_new


def test_after_a_rollback_of_the_file_the_copy_follows(copies: Copies) -> None:
    copies.copy()
    rollback(copies.warehouse.settings)
    outcome = copies.copy()
    assert (outcome.release_id, outcome.previous) == (
        copies.first,
        copies.second,
    )
    assert copies.total == FIRST_TOTAL


def test_a_row_that_went_missing_stops_it(copies: Copies) -> None:
    copies.copy(copies.first)
    copies.warehouse.spoil_count(copies.second)
    with pytest.raises(CopyError, match="fct_production: 3 rows, released were 4"):
        copies.copy(copies.second)
    assert copies.total == FIRST_TOTAL


def test_a_type_that_postgresql_does_not_have_is_refused_before_anything_is_done(
    copies: Copies,
) -> None:
    copies.warehouse.run("alter table marts.fct_production alter seen_on type integer[] using [1]")
    copies.warehouse.release()
    with pytest.raises(CopyError, match=r"fct_production.seen_on: type INTEGER\[\]"):
        copies.copy()
    assert postgres_type("DECIMAL(18,3)") == "numeric(18, 3)"


def test_one_publication_at_a_time(copies: Copies) -> None:
    def second_one(step: str) -> None:
        if step == "copy":
            with pytest.raises(BusyError):
                copies.copy()

    copies.copy(on_step=second_one)
    assert copies.total == SECOND_TOTAL


def test_without_an_address_it_says_what_to_set(copies: Copies) -> None:
    with pytest.raises(AskedError, match="MINERALS_POSTGRES_DSN"):
        copy_to_postgres(copies.warehouse.settings)


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://me:s3cret@127.0.0.1:1/db",
        "host=127.0.0.1 port=1 user=me password=s3cret",
        "host=127.0.0.1 s3cret",
        "postgresql://me:s3cret@[::1/db",
    ],
)
def test_a_server_that_does_not_answer_is_reported_without_the_password(
    copies: Copies, dsn: str
) -> None:
    settings = copies.warehouse.settings.model_copy(update={"postgres_dsn": SecretStr(dsn)})
    with pytest.raises((CopyError, AskedError)) as caught:
        copy_to_postgres(settings)
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in repr(settings)


def test_the_address_may_stand_in_a_file(copies: Copies, tmp_path: Path) -> None:
    (tmp_path / "dsn").write_text(copies.database.dsn + "\n")
    settings = copies.warehouse.settings.model_copy(update={"postgres_dsn_file": tmp_path / "dsn"})
    assert copy_to_postgres(settings).is_new
