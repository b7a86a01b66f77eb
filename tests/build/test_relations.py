"""What was found in the build database counts until somebody writes to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.build import relations
from orchestration.build.relations import (
    forget_fingerprints,
    keep_for_the_next_process,
    leaving_alone,
    relation_digests,
    relation_names,
)
from orchestration.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A build database with one table."""
    settings = Settings(warehouse_dir=tmp_path)
    settings.build_dir.mkdir()
    change(settings, "create schema raw; create table raw.cells as select 1 as value")
    return settings


def change(settings: Settings, sql: str) -> None:
    with duckdb.connect(str(settings.build_database)) as connection:
        connection.execute(sql)


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose rows were walked, as often as they were."""
    found: list[str] = []
    walk = relations.table_fingerprint

    def counting(connection: duckdb.DuckDBPyConnection, relation: str) -> object:
        found.append(relation)
        return walk(connection, relation)

    monkeypatch.setattr(relations, "table_fingerprint", counting)
    return found


def test_rows_are_walked_once_while_nobody_writes(settings: Settings, walked: list[str]) -> None:
    first = relation_digests(settings, ["raw.cells"])
    assert relation_digests(settings, ["raw.cells"]) == first
    assert walked == ['build."raw"."cells"']
    change(settings, "create table raw.more as select 1 as value")
    relation_digests(settings, ["raw.cells"])
    assert len(walked) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "update raw.cells set value = 2",
        "insert into raw.cells values (1)",
        "alter table raw.cells rename value to amount",
        "drop table raw.cells; create table raw.cells as select '1' as value",
    ],
)
def test_every_change_of_a_table_is_seen(settings: Settings, sql: str) -> None:
    before = relation_digests(settings, ["raw.cells"])
    change(settings, sql)
    assert relation_digests(settings, ["raw.cells"]) != before


def test_so_is_one_that_is_still_in_the_log_beside_the_file(settings: Settings) -> None:
    before = relation_digests(settings, ["raw.cells"])
    with duckdb.connect(str(settings.build_database)) as connection:
        connection.execute(
            "set checkpoint_threshold = '1GB'; pragma disable_checkpoint_on_shutdown"
        )
        connection.execute("update raw.cells set value = 3")
    log = settings.build_database.with_name(f"{settings.build_database.name}.wal")
    assert log.exists()
    assert relation_digests(settings, ["raw.cells"]) != before


def test_new_and_dropped_relations_are_seen(settings: Settings) -> None:
    assert relation_names(settings) == {"raw.cells": "table"}
    change(settings, "create view raw.shown as from raw.cells")
    assert relation_names(settings) == {"raw.cells": "table", "raw.shown": "view"}
    change(settings, "drop view raw.shown")
    assert relation_names(settings) == {"raw.cells": "table"}


def test_a_table_that_is_left_alone_is_not_walked_again(
    settings: Settings, walked: list[str]
) -> None:
    change(settings, "create table raw.more as select 1 as value")
    names = ["raw.cells", "raw.more"]
    before = relation_digests(settings, names)
    walked.clear()
    with leaving_alone(settings, ["raw.cells", "raw.not_there"]):
        change(settings, "update raw.more set value = 2")
    after = relation_digests(settings, names)
    assert walked == ['build."raw"."more"']
    assert after["raw.cells"] == before["raw.cells"]
    assert after["raw.more"] != before["raw.more"]


def test_nothing_is_kept_of_a_block_that_failed(settings: Settings) -> None:
    before = relation_digests(settings, ["raw.cells"])

    def half_done() -> None:
        with leaving_alone(settings, ["raw.cells"]):
            change(settings, "update raw.cells set value = 2")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - ours
        half_done()
    assert relation_digests(settings, ["raw.cells"]) != before


@pytest.fixture
def kept(settings: Settings, walked: list[str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a process found and kept, before the next one begins."""
    found = relation_digests(settings, ["raw.cells"])
    keep_for_the_next_process(settings)
    monkeypatch.setattr(relations, "_seen", {})
    walked.clear()
    return found


def test_the_next_process_walks_nothing_of_a_file_that_is_the_same(
    settings: Settings, walked: list[str], kept: dict[str, str]
) -> None:
    settings.build_database.touch()
    assert relation_digests(settings, ["raw.cells"]) == kept
    assert walked == []


def add_a_byte(settings: Settings) -> None:
    """Where the engine looks for nothing."""
    with settings.build_database.open("ab") as file:
        file.write(b"\0")


def write_a_row(settings: Settings) -> None:
    change(settings, "insert into raw.cells values (2)")


def write_into_the_log(settings: Settings) -> None:
    settings.build_database.with_name(f"{settings.build_database.name}.wal").touch()


def damage_what_was_kept(settings: Settings) -> None:
    path = settings.build_dir / "fingerprints.json"
    path.write_text(path.read_text()[:-20])


def change_the_method(settings: Settings) -> None:
    path = settings.build_dir / "fingerprints.json"
    path.write_text(path.read_text().replace("DuckDB ", "DuckDB 0."))


@pytest.mark.parametrize(
    "happens",
    [add_a_byte, write_a_row, write_into_the_log, damage_what_was_kept, change_the_method],
)
def test_what_was_kept_counts_for_those_bytes_only(
    settings: Settings,
    walked: list[str],
    kept: dict[str, str],
    happens: Callable[[Settings], None],
) -> None:
    happens(settings)
    found = relation_digests(settings, ["raw.cells"])
    assert walked == ['build."raw"."cells"']
    assert (found == kept) is (happens is not write_a_row)


def test_nothing_is_kept_while_the_log_is_not_in_the_file(settings: Settings) -> None:
    write_into_the_log(settings)
    keep_for_the_next_process(settings)
    assert not (settings.build_dir / "fingerprints.json").exists()


def test_nothing_is_kept_of_a_file_that_was_written_to_meanwhile(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written_to(path: Path) -> str:
        path.touch()
        return "0" * 64

    relation_digests(settings, ["raw.cells"])
    monkeypatch.setattr(relations, "sha256_of", written_to)
    keep_for_the_next_process(settings)
    assert not (settings.build_dir / "fingerprints.json").exists()


def test_what_is_not_trusted_any_more_is_walked_again(
    settings: Settings, walked: list[str], kept: dict[str, str]
) -> None:
    forget_fingerprints(settings)
    assert relation_digests(settings, ["raw.cells"]) == kept
    assert walked == ['build."raw"."cells"']
