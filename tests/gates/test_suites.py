"""Each suite on clean and on spoilt tables: every expectation must be able to fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from orchestration.gates.gx import Session
from orchestration.gates.suites import CRITICAL, Suite, load_suite
from orchestration.gates.vacuous import why_it_cannot_fail
from tests.conftest import PROJECT_ROOT
from tests.gates.conftest import Build, judge_now

SUITES = PROJECT_ROOT / "expectations" / "suites"
RAW: dict[str, dict[str, str]] = yaml.load(
    (Path(__file__).parent / "mutations_raw.yml").read_text(), Loader=yaml.CSafeLoader
)
RAW_SUITES = sorted((SUITES / "raw").glob("*.json"))
ALL_SUITES = sorted(SUITES.rglob("*.json"))
RAW_MUTATIONS = [(suite, rule) for suite, rules in RAW.items() for rule in rules]


def named(name: str) -> Suite:
    layer = "raw" if name.startswith("raw/") else "marts"
    return load_suite(SUITES / f"{name}.json", layer)


def only(suite: Suite, rule: str) -> Suite:
    """The suite with one expectation, and no accepted deviation of others."""
    return replace(
        suite,
        expectations=tuple(e for e in suite.expectations if e.id == rule),
        deviations=tuple(d for d in suite.deviations if d.expectation == rule),
    )


@pytest.fixture(scope="module")
def raw_layer(raw_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    return Build(raw_build, tmp_path_factory.mktemp("mutable_raw"))


@pytest.fixture
def raw(raw_layer: Build) -> Iterator[Build]:
    """The clean raw layer; what a test spoils is mended."""
    yield raw_layer
    raw_layer.mend()


@pytest.mark.parametrize("path", ALL_SUITES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_suite_file_has_the_librarys_own_form(path: Path) -> None:
    from great_expectations import ExpectationSuite

    body = json.loads(path.read_text())
    understood = ExpectationSuite(**json.loads(path.read_text())).to_json_dict()
    assert understood["name"] == body["name"]
    assert {key: understood["meta"][key] for key in body["meta"]} == body["meta"]
    expectations = understood["expectations"]
    assert isinstance(expectations, list)
    assert len(expectations) == len(body["expectations"])
    for ours, theirs in zip(body["expectations"], expectations, strict=True):
        assert {key: theirs[key] for key in ours} == ours
        assert theirs["severity"] == ours.get("severity", CRITICAL)


@pytest.mark.parametrize("path", RAW_SUITES, ids=lambda path: path.stem)
def test_clean_raw_table_passes(path: Path, raw: Build, session: Session) -> None:
    verdict = judge_now(raw.connection, load_suite(path, "raw"), session)
    assert verdict.passed, verdict
    assert not verdict.warnings
    assert not verdict.summary().skipped


@pytest.mark.slow
@pytest.mark.parametrize(("name", "rule"), RAW_MUTATIONS)
def test_spoilt_raw_table_is_noticed(name: str, rule: str, raw: Build, session: Session) -> None:
    raw.spoil(RAW[name][rule])
    verdict = judge_now(raw.connection, only(named(name), rule), session)
    assert [outcome.id for outcome in (*verdict.failures, *verdict.warnings)] == [rule]
    assert not [problem for problem in verdict.problems if "is missing" not in problem]


def test_every_raw_expectation_is_proven() -> None:
    declared = {s.name: {e.id for e in s.expectations} for s in map(_raw, RAW_SUITES)}
    assert {name: set(rules) for name, rules in RAW.items()} == declared


@pytest.mark.parametrize("path", RAW_SUITES, ids=lambda path: path.stem)
@pytest.mark.parametrize("spoil", ["delete from {table}", "update {table} set {key} = null"])
def test_empty_table_or_column_does_not_pass(
    path: Path, spoil: str, raw: Build, session: Session
) -> None:
    suite = load_suite(path, "raw")
    raw.spoil(spoil.format(table=suite.table, key=suite.key[-1]))
    verdict = judge_now(raw.connection, suite, session)
    assert verdict.passed == bool(suite.may_be_empty and spoil.startswith("delete"))
    assert verdict.passed or verdict.problems


def test_a_count_that_may_be_anything_is_a_mistake() -> None:
    entry = {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 0}}
    assert list(why_it_cannot_fail(entry)) == ["neither bound is set"]
    broken = {"type": "expect_column_values_to_match_regex", "kwargs": {"regex": "("}}
    (why,) = why_it_cannot_fail(broken)
    assert why.startswith("'(' is no regular expression")


def _raw(path: Path) -> Suite:
    return load_suite(path, "raw")


@pytest.mark.parametrize(
    ("kwargs", "why"),
    [
        ({"column": "a", "mostly": 0.0}, "mostly is 0.0, expected a number from 0.5 to 1"),
        ({"column": "a", "mostly": 0.01}, "mostly is 0.01, expected a number from 0.5 to 1"),
        ({"column": "a", "mostly": None}, "mostly is None, expected a number from 0.5 to 1"),
        ({"column": "a", "mostly": True}, "mostly is True, expected a number from 0.5 to 1"),
        ({"column": "a", "value_set": None}, "value_set is empty"),
        ({"column": "a", "type_list": []}, "type_list is empty"),
        ({"column": "a", "min_value": 5, "max_value": 1}, "no value is between 5 and 1"),
        (
            {"column": "a", "min_value": 1, "max_value": 1, "strict_min": True},
            "no value is between 1 and 1",
        ),
        ({"column": "a", "min_value": -1e308, "max_value": 1e308}, "neither bound is set"),
        ({"column": "a", "regex": ".*"}, "every text matches '.*'"),
        ({"column": "a", "regex": ""}, "every text matches ''"),
        ({"column": "a", "regex_list": ["^a$", "^"]}, "every text matches '^'"),
        ({"column": "a", "like_pattern": "%"}, "every text is like '%'"),
        ({"column": "a", "value_set": []}, "value_set is empty"),
        ({"column": "a", "regex_list": []}, "regex_list is empty"),
        ({"column_list": []}, "column_list is empty"),
        ({"column": "a", "min_value": None, "max_value": None}, "neither bound is set"),
    ],
)
def test_an_expectation_that_no_row_can_fail_is_a_mistake(
    kwargs: dict[str, object], why: str, tmp_path: Path
) -> None:
    path = tmp_path / "expectations" / "suites" / "raw" / "s.json"
    path.parent.mkdir(parents=True)
    entry = {
        "type": "expect_x",
        "kwargs": kwargs,
        "meta": {"id": "x", "why": "y"},
    }
    path.write_text(json.dumps({"name": "raw/s", "expectations": [entry], "meta": {"key": ["a"]}}))
    (problem,) = load_suite(path, "raw").problems
    assert problem.endswith(f"cannot fail: {why}")
