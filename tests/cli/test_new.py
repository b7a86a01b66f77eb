"""Skeletons go where they belong, overwrite nothing, and are understood by dbt and the gates."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.build.dbt import ensure_manifest
from orchestration.build.registers.check import check_registers
from orchestration.build.run import build_selected, read_manifest
from orchestration.cli.new import new_claim, new_mart
from orchestration.gates.suites import load_suite
from orchestration.ground.errors import AskedError
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, new_build

NAME = "fct_of_a_test"


@pytest.fixture
def copied(tmp_path: Path) -> Settings:
    ignored = shutil.ignore_patterns("target", "logs")
    for part in ("dbt_project", "expectations"):
        shutil.copytree(PROJECT_ROOT / part, tmp_path / "project" / part, ignore=ignored)
    return Settings(project_root=tmp_path / "project", warehouse_dir=tmp_path / "warehouse")


@pytest.mark.slow
def test_a_new_mart_is_parsed_with_its_contract_and_its_suite(copied: Settings) -> None:
    paths = new_mart(NAME, "reporting", copied)
    assert len(paths) == 4
    ensure_manifest(copied)
    node = read_manifest(copied)["nodes"][f"model.critical_minerals.{NAME}"]
    assert node["schema"] == "marts"
    assert node["contract"]["enforced"]
    suite = load_suite(copied.suites_dir / "marts" / f"{NAME}.json", "marts")
    assert not suite.problems
    mutations = yaml.safe_load(paths[-1].read_text())
    assert {e.id for e in suite.expectations} == set(mutations[f"marts/{NAME}"])


def test_nothing_is_overwritten(copied: Settings) -> None:
    paths = new_mart(NAME, "reporting", copied)
    paths[0].write_text("mine")
    with pytest.raises(AskedError, match="Nothing was written"):
        new_mart(NAME, "claims", copied)
    with pytest.raises(AskedError, match="Nothing was written"):
        new_mart("dim_mineral", "reporting", copied)
    assert paths[0].read_text() == "mine"


@pytest.mark.parametrize(("name", "domain"), [("mine", "reporting"), (NAME, "nowhere")])
def test_what_cannot_be_is_refused(name: str, domain: str, copied: Settings) -> None:
    with pytest.raises(AskedError):
        new_mart(name, domain, copied)


def test_a_new_claim_is_a_row_of_both_registers_once(copied: Settings) -> None:
    paths = new_claim("C999", "A sentence, with a comma.", copied)
    assert [path.name for path in paths] == ["claims.csv", "claim_readings.csv"]
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["claim_id"] == "C999"]
        assert len(rows) == 1
    with pytest.raises(AskedError, match="Nothing was written"):
        new_claim("C999", "Another.", copied)


def test_a_new_claim_lacks_only_what_is_to_be_filled_in(copied: Settings) -> None:
    new_claim("C999", "A sentence, with a comma.", copied)
    faults = check_registers(copied.dbt_project_dir / "seeds").faults
    assert {fault.column for fault in faults} >= {"speaker", "reported_by", "reading", "measure"}
    assert {fault.problem for fault in faults} == {"nothing is filled in"}


@pytest.mark.parametrize(
    ("claim_id", "text", "words"),
    [
        ("X", "A sentence.", "C{free} is free"),
        ("C1", "A sentence.", "C{free} is free"),
        ("C999", "", "found: nothing"),
        ("C999", "A\nsentence.", "U\\+000A"),
        ("C999", " ", "blanks too many"),
        ("C999", "A\u00a0sentence.", "U\\+00A0"),
    ],
)
def test_a_claim_that_the_check_would_refuse_is_not_written(
    copied: Settings, claim_id: str, text: str, words: str
) -> None:
    seeds = copied.dbt_project_dir / "seeds"
    path = seeds / "claims" / "claims.csv"
    before = path.read_bytes()
    with path.open(encoding="utf-8", newline="") as file:
        last = max(int(row["claim_id"][1:]) for row in csv.DictReader(file))
    with pytest.raises(AskedError, match=words.format(free=last + 1)):
        new_claim(claim_id, text, copied)
    assert path.read_bytes() == before
    assert check_registers(seeds).faults == ()


@pytest.mark.slow
def test_a_new_mart_builds(copied: Settings, released: Settings, tmp_path: Path) -> None:
    settings = new_build(released, tmp_path / "build", copied.project_root)
    new_mart(NAME, "reporting", copied)
    statuses: list[str] = []
    built = build_selected(
        settings, ["--select", NAME], lambda e: statuses.append(str(e["data"].get("status")))
    )
    assert f"model.critical_minerals.{NAME}" in built
    assert statuses
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        found = connection.execute(f"select count(*) from marts.{NAME}").fetchone()  # noqa: S608
    assert found is not None
    assert found[0] > 50
