"""Each suite of the marts on a built warehouse: clean, spoilt, empty; none passes by accident.

The comparisons with the last release look at the release of that same warehouse, so that on clean
tables nothing has changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.gates.frames import tables_of
from orchestration.gates.gx import Session
from orchestration.gates.suites import load_suite, load_suites
from orchestration.gates.verdicts import SKIPPED
from orchestration.release import current_release
from orchestration.settings import Settings
from tests.gates.conftest import Build, judge_now
from tests.gates.test_suites import SUITES, named, only

ROOM = Path(__file__).parent
MUTATIONS: dict[str, dict[str, str]] = {
    suite: rules
    for path in sorted(ROOM.glob("mutations_*.yml"))
    for suite, rules in yaml.load(path.read_text(), Loader=yaml.CSafeLoader).items()
    if suite.startswith("marts/")
}
MUTATED = [(suite, rule) for suite, rules in MUTATIONS.items() for rule in rules]
MART_SUITES = sorted((SUITES / "marts").glob("*.json"))
INVENTED = {
    "dim_trade_partition": "'baci' as source_id, 'baci_2026' as edition_id, 'HS92' as hs_edition,"
    " 2023 as year, 1 as month, '202601' as version, 'a.zip' as file_name, 'aa' as file_sha256,"
    " 'bb' as part_sha256, 10 as record_count, 1000 as value_total, 500 as kg_total,"
    " 1 as rows_without_kg, true as is_open, 'Etalab 2.0' as licence, 1 as revision,"
    " 'a test' as revised_because, date '2026-11-26' as landed_on",
    "fct_trade_mirror": "'baci_2026' as edition_id, 'baci' as source_id, '740311' as hs_code,"
    " 2022 as year, 'KAZ' as exporter_id, 'CHN' as importer_id, 100 as exporter_value_usd,"
    " 300 as importer_value_usd, 10 as exporter_kg, 12 as importer_kg, 'both' as sides_reporting,"
    " 200 as mirror_gap_usd, 3.0 as times_apart, false as is_open",
}
"""A row for each mart that the figures that ship leave empty."""
# Fail by the calendar alone, whatever is in the tables.
BY_THE_CALENDAR = {"figures_are_fresh"}


def mutable(database: Path, folder: Path, last_release: Path | None = None) -> Build:
    """A copy whose marts have no constraints, so that tests can spoil what a key would protect."""
    build = Build(database, folder, last_release)
    for table in tables_of(build.connection, "marts"):
        build.connection.execute(f"create or replace table {table} as from clean.{table}")
    return build


@pytest.fixture(scope="module")
def last_release(released: Settings) -> Path:
    folder = current_release(released)
    assert folder
    return folder


@pytest.fixture(scope="module")
def filled_warehouse(built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built marts, those that are empty with the figures that ship filled with a row each."""
    copy = tmp_path_factory.mktemp("filled") / built_warehouse.name
    shutil.copy(built_warehouse, copy)
    with duckdb.connect(str(copy)) as connection:
        for table, row in INVENTED.items():
            connection.execute(f"insert into marts.{table} by name select {row}")
    return copy


@pytest.fixture(scope="module")
def marts_layer(
    filled_warehouse: Path, last_release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Build:
    return mutable(filled_warehouse, tmp_path_factory.mktemp("mutable_marts"), last_release)


@pytest.fixture
def marts(marts_layer: Build) -> Iterator[Build]:
    """The clean marts beside their release; what a test spoils is mended."""
    yield marts_layer
    marts_layer.mend()


@pytest.fixture(scope="module")
def first_build(filled_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The clean marts before anything was released."""
    return mutable(filled_warehouse, tmp_path_factory.mktemp("first_build"))


def test_every_mart_has_a_suite(marts: Build) -> None:
    guarded = {suite.table for suite in load_suites(SUITES, "marts")}
    assert tables_of(marts.connection, "marts") == guarded


@pytest.mark.parametrize("path", MART_SUITES, ids=lambda path: path.stem)
def test_clean_mart_passes(path: Path, marts: Build, last_release: Path, session: Session) -> None:
    suite = load_suite(path, "marts")
    verdict = judge_now(marts.connection, suite, session, last_release.name)
    assert verdict.passed, verdict
    assert {outcome.id for outcome in verdict.warnings} <= BY_THE_CALENDAR
    skipped = {outcome.id for outcome in verdict.outcomes if outcome.status == SKIPPED}
    assert skipped <= {e.id for e in suite.expectations if e.may_be_vacuous}


@pytest.mark.parametrize("path", MART_SUITES, ids=lambda path: path.stem)
def test_clean_mart_passes_in_a_first_release(
    path: Path, first_build: Build, session: Session
) -> None:
    suite = load_suite(path, "marts")
    verdict = judge_now(first_build.connection, suite, session)
    assert verdict.passed, verdict
    assert {outcome.id for outcome in verdict.warnings} <= BY_THE_CALENDAR
    without = {o.id for o in verdict.outcomes if "no last release" in o.note}
    assert without == {e.id for e in suite.expectations if e.needs_last_release}


@pytest.mark.parametrize(("name", "rule"), MUTATED)
def test_spoilt_mart_is_noticed(
    name: str, rule: str, marts: Build, last_release: Path, session: Session
) -> None:
    marts.spoil(MUTATIONS[name][rule])
    verdict = judge_now(marts.connection, only(named(name), rule), session, last_release.name)
    assert [outcome.id for outcome in (*verdict.failures, *verdict.warnings)] == [rule]
    assert not [problem for problem in verdict.problems if "is missing" not in problem]


def test_every_mart_expectation_is_proven() -> None:
    declared = {s.name: {e.id for e in s.expectations} for s in load_suites(SUITES, "marts")}
    assert {name: set(rules) for name, rules in MUTATIONS.items()} == declared


@pytest.mark.parametrize("path", MART_SUITES, ids=lambda path: path.stem)
@pytest.mark.parametrize("spoil", ["delete from {table}", "update {table} set {key} = null"])
def test_empty_mart_or_key_does_not_pass(
    path: Path, spoil: str, marts: Build, session: Session
) -> None:
    suite = load_suite(path, "marts")
    marts.spoil(spoil.format(table=suite.table, key=suite.key[-1]))
    verdict = judge_now(marts.connection, suite, session)
    assert verdict.passed == bool(suite.may_be_empty and spoil.startswith("delete"))
    assert verdict.passed or verdict.problems
