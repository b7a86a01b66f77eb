"""SQL of somebody who wants out: nothing runs, nothing is written, everything has an end."""

from __future__ import annotations

import csv

import pytest

from orchestration.copies.agents.tools_open import LIMITS
from orchestration.settings import Settings
from tests.agents.conftest import Answers, Ask
from tests.conftest import PROJECT_ROOT

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("attacks on answers")]

ATTACKS = [
    # files
    "select * from read_csv('/etc/passwd')",
    "select content from read_text('{folder}/releases/current')",
    "select * from '/etc/passwd'",
    "select * from glob('/*')",
    "select * from query('select * from read_text(''/etc/hostname'')')",
    "copy (select 1) to '{folder}/attack.csv'",
    "export database '{folder}/attack'",
    # settings, databases, extensions
    "set enable_external_access = true",
    "reset lock_configuration",
    "pragma memory_limit = '100GB'",
    "attach '{folder}/attack.duckdb'",
    "attach ':memory:' as elsewhere",
    "install httpfs",
    "load '/tmp/attack.duckdb_extension'",
    "create secret s (type s3)",
    "call enable_logging(storage = 'file', storage_path = '{folder}/attack')",
    # writing
    "drop table marts.fct_production",
    "update marts.dim_country set country_name = 'x'",
    "create temp table attack as select 1",
    # several statements, and comments that hide one
    "select 1; drop table marts.dim_claim",
    "select 1 -- ;\n; copy (select 1) to '{folder}/attack.csv'",
    "/* select 1 */ delete from marts.dim_claim",
    "explain analyze copy (select 1) to '{folder}/attack.csv'",
    # without an end, and too large
    "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r",
    "select sum(hash(a.range * b.range)) from range(1000000000) as a, range(1000) as b",
    "select repeat('x', 2000000000)",
    "select list_sum(range(1000000000))",
    "select repeat('x', 10000) from range(400)",
]


@pytest.fixture(scope="module")
def answers(ask: Ask, released: Settings) -> tuple[Answers, list[str]]:
    """The reply to every attack, and what lies in the warehouse's folder afterwards."""
    folder = released.warehouse_dir
    calls = [("query", {"sql": sql.replace("{folder}", str(folder))}) for sql in ATTACKS]
    replies = ask(calls)
    return replies, [path.name for path in folder.rglob("*attack*")]


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=lambda n: ATTACKS[n][:40])
def test_an_attack_is_refused(number: int, answers: tuple[Answers, list[str]]) -> None:
    answer = answers[0][number]
    assert answer["is_answered"] is False, answer
    assert answer["rows"] == []
    assert "root:" not in str(answer)


def test_nothing_was_written(answers: tuple[Answers, list[str]], ask: Ask) -> None:
    assert answers[1] == []
    (alive,) = ask([("query", {"sql": "select count(*) as n from marts.dim_claim"})])
    with (PROJECT_ROOT / "dbt_project/seeds/claims/claims.csv").open(newline="") as register:
        assert alive["rows"] == [{"n": sum(1 for _ in csv.DictReader(register))}]


def test_a_large_result_is_cut_and_says_so(ask: Ask) -> None:
    (answer,) = ask([("query", {"sql": "select edition_id from marts.fct_us_salient"})])
    assert len(answer["rows"]) == LIMITS.rows
    assert any("first" in note for note in answer["notes"])


def test_numbers_without_a_source_are_called_so(ask: Ask) -> None:
    (answer,) = ask([("query", {"sql": "select max(share_pct) from marts.fct_production"})])
    assert any(note.startswith("not sourced") for note in answer["notes"])


def test_a_name_is_no_sql(ask: Ask) -> None:
    hostile = "cobalt' or 1 = 1; drop table marts.dim_claim --"
    (answer,) = ask([("production_shares", {"mineral": hostile})])
    assert answer["is_answered"] is False
