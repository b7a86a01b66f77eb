"""Readers of the copy: never an error, never half a release, never a way to hang a publication."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from orchestration.copies.postgres.limits import limit_readers
from orchestration.ground.errors import CopyError
from tests.copies.conftest import TOTAL, Copies
from tests.copies.small import FIRST_TOTAL, SECOND_TOTAL

WHOLE = """
select release_id, sum(quantity_tonnes), count(*)
from marts.fct_production inner join marts.dim_country using (country_id)
cross join marts.release
group by release_id
"""
THROUGH_A_VIEW = "select release_id, sum(quantity_tonnes), count(*) from analyst.whole group by 1"


@dataclass
class Reader:
    """Asks without pause until it is stopped; keeps what it saw and what went wrong."""

    dsn: str
    way: str
    stop: threading.Event
    seen: list[tuple[str, float, int]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run(self) -> None:
        try:
            with psycopg.connect(self.dsn, autocommit=True) as connection:
                while not self.stop.is_set():
                    getattr(self, self.way)(connection)
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is the finding
            self.errors.append(f"{self.way}: {error!r}")

    def by_statement(self, connection: psycopg.Connection) -> None:
        self.seen += connection.execute(WHOLE).fetchall()

    def by_view(self, connection: psycopg.Connection) -> None:
        self.seen += connection.execute(THROUGH_A_VIEW).fetchall()

    def by_transaction(self, connection: psycopg.Connection) -> None:
        with connection.transaction():
            total = connection.execute(TOTAL).fetchall()[0][0]
            count = connection.execute("select count(*) from marts.dim_country").fetchall()[0][0]
            release = connection.execute("select release_id from marts.release").fetchall()[0][0]
        self.seen.append((release, total, count))

    def by_new_connection(self, _: psycopg.Connection) -> None:
        with psycopg.connect(self.dsn) as connection:
            self.seen += connection.execute(WHOLE).fetchall()


def test_ten_publications_under_readers_without_pause(copies: Copies) -> None:
    copies.copy(copies.first)
    tableau = copies.database.new_role("tableau", "in role bi_reader")
    copies.database.ask(
        "create schema analyst;"
        "create view analyst.whole as select * from marts.fct_production cross join marts.release;"
        "grant usage on schema analyst to bi_reader; grant select on analyst.whole to bi_reader"
    )
    stop = threading.Event()
    dsn = make_conninfo(copies.database.dsn, user=tableau)
    ways = ("by_statement", "by_view", "by_transaction", "by_new_connection")
    readers = [Reader(dsn, way, stop) for way in ways]
    threads = [threading.Thread(target=reader.run) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        for number in range(10):
            wanted = copies.second if number % 2 == 0 else copies.first
            assert copies.copy(wanted, postgres_lock_wait_seconds=30.0).is_new
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
    assert [reader.errors for reader in readers] == [[]] * len(readers)
    whole = {(copies.first, FIRST_TOTAL, 3), (copies.second, SECOND_TOTAL, 3)}
    for reader in readers:
        assert set(reader.seen) <= whole, reader.way
        assert len(reader.seen) > 20, reader.way
    assert {seen for reader in readers for seen in reader.seen} == whole


def test_a_transaction_that_began_before_finds_a_whole_release_after(copies: Copies) -> None:
    copies.copy(copies.first)
    with psycopg.connect(copies.database.dsn) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.execute("select 1").fetchall()
        copies.copy(copies.second)
        assert reader.execute(WHOLE).fetchall() == [(copies.second, SECOND_TOTAL, 3)]


def test_a_transaction_that_read_one_table_reads_the_others_of_the_same_release(
    copies: Copies,
) -> None:
    copies.copy(copies.first)
    seen: list[tuple[str, float, int]] = []
    with psycopg.connect(copies.database.dsn) as reader:
        reader.execute("select count(*) from marts.dim_country").fetchall()
        with pytest.raises(CopyError, match="Readers kept the tables") as caught:
            copies.copy(copies.second, postgres_lock_wait_seconds=0.5)
        seen += reader.execute(WHOLE).fetchall()
        assert str(reader.info.backend_pid) in str(caught.value)
    assert seen == [(copies.first, FIRST_TOTAL, 3)]
    copies.copy(copies.second)
    assert copies.total == SECOND_TOTAL


def test_those_who_come_while_it_waits_are_served(copies: Copies) -> None:
    copies.copy(copies.first)
    came: list[float] = []
    with psycopg.connect(copies.database.dsn) as long_reader:
        long_reader.execute(TOTAL).fetchall()

        def come(step: str) -> None:
            if step == "swap":
                thread.start()

        def ask() -> None:
            for _ in range(20):
                came.append(copies.database.ask(TOTAL, options="-c statement_timeout=5000")[0][0])

        thread = threading.Thread(target=ask)
        with pytest.raises(CopyError):
            copies.copy(copies.second, on_step=come, postgres_lock_wait_seconds=1.5)
        thread.join(60)
    assert came == [FIRST_TOTAL] * 20


def test_it_goes_on_as_soon_as_the_long_reader_ends(copies: Copies) -> None:
    copies.copy(copies.first)
    reader = psycopg.connect(copies.database.dsn)
    reader.execute(TOTAL).fetchall()
    leaving = threading.Timer(1.0, reader.close)
    leaving.start()
    assert copies.copy(copies.second, postgres_lock_wait_seconds=30.0).is_new
    leaving.join()
    assert copies.total == SECOND_TOTAL


def test_a_reader_can_take_no_lock_that_stops_a_publication(copies: Copies) -> None:
    copies.copy(copies.first)
    reader = copies.database.new_role("blocker", "in role bi_reader")
    with psycopg.connect(make_conninfo(copies.database.dsn, user=reader), autocommit=True) as evil:
        evil.execute("select pg_advisory_lock(8250731)")
        for mode in ("access share", "exclusive"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                evil.execute(f"begin; lock table minerals_turn.turn in {mode} mode")
            evil.execute("rollback")
        assert copies.copy(copies.second).is_new


def test_readers_have_limits_and_make_no_large_objects(copies: Copies) -> None:
    copies.copy(copies.first)
    plain = copies.database.new_role("plain", "in role bi_reader")
    patient = copies.database.new_role("patient", "in role bi_reader")
    copies.database.ask(f"alter role {patient} set statement_timeout = '1h'")
    assert copies.copy(copies.second).notes == []

    def shown(login: str, setting: str) -> str:
        return str(copies.database.ask(f"show {setting}", user=login)[0][0])

    assert shown(plain, "statement_timeout") == "5min"
    assert shown(plain, "temp_file_limit") == "2GB"
    assert shown(patient, "statement_timeout") == "1h", "what an administrator has set stays"
    assert shown(patient, "work_mem") == "64MB"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        copies.database.ask("select lo_create(0)", user=plain)


def test_what_the_publisher_may_not_limit_is_reported_once(copies: Copies) -> None:
    copies.copy(copies.first)
    copies.database.new_role("late", "in role bi_reader")
    publisher = copies.database.new_role("publisher", "")
    with psycopg.connect(make_conninfo(copies.database.dsn, user=publisher)) as connection:
        (note,) = limit_readers(connection)
        connection.rollback()
    assert "as administrator: " in note
