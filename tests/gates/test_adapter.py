"""A gate must be able to fail: every way in which Great Expectations would let a table slip."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.gates.gx import Session
from orchestration.gates.judge import judge_layer
from orchestration.gates.suites import load_suite
from orchestration.gates.verdicts import FAILED, SKIPPED, read_verdict
from orchestration.ground.errors import GateError, RegisterError
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT
from tests.gates.conftest import Write, expectation, judge_now, share_within

Small = duckdb.DuckDBPyConnection


def test_clean_table_passes(small: Small, write_suite: Write, session: Session) -> None:
    verdict = judge_now(small, write_suite(share_within()), session)
    assert verdict.passed
    assert (verdict.declared, verdict.evaluated, verdict.row_count) == (1, 1, 3)


def test_failing_rows_are_named_by_key(small: Small, write_suite: Write, session: Session) -> None:
    small.execute("update marts.shares set share_pct = 101 where country_id = 'IDN'")
    verdict = judge_now(small, write_suite(share_within()), session)
    assert not verdict.passed
    (outcome,) = verdict.failures
    assert outcome.failing_count == 1
    assert outcome.failing_rows == [
        {"share_pct": 101, "mineral_id": "cobalt", "country_id": "IDN", "year": 2024}
    ]


def test_warning_does_not_block(small: Small, write_suite: Write, session: Session) -> None:
    verdict = judge_now(small, write_suite(share_within(max_value=50, severity="warning")), session)
    assert verdict.passed
    assert [outcome.id for outcome in verdict.warnings] == ["rule"]


def test_empty_suite_does_not_pass(small: Small, write_suite: Write, session: Session) -> None:
    verdict = judge_now(small, write_suite(), session)
    assert not verdict.passed
    assert "declares no expectation" in verdict.problems[0]


def test_misspelt_expectation_does_not_pass(
    small: Small, write_suite: Write, session: Session
) -> None:
    misspelt = expectation(
        "expect_colum_values_to_be_between", id="typo", column="share_pct", min_value=0
    )
    verdict = judge_now(small, write_suite(share_within(), misspelt), session)
    assert not verdict.passed
    assert any("expect_colum_values_to_be_between" in problem for problem in verdict.problems)
    assert "declared but never evaluated: typo" in verdict.problems


def test_unknown_argument_does_not_pass(small: Small, write_suite: Write, session: Session) -> None:
    verdict = judge_now(small, write_suite(share_within(maximum=100)), session)
    assert not verdict.passed
    assert any("maximum" in problem for problem in verdict.problems)


def test_missing_column_does_not_pass(small: Small, write_suite: Write, session: Session) -> None:
    suite = write_suite(share_within(column="share", severity="warning"))
    verdict = judge_now(small, suite, session)
    assert not verdict.passed
    assert any("share" in problem for problem in verdict.problems)


def test_missing_key_column_does_not_pass(
    small: Small, write_suite: Write, session: Session
) -> None:
    small.execute("alter table marts.shares drop column year")
    verdict = judge_now(small, write_suite(share_within()), session)
    assert "the column year is missing" in verdict.problems


def test_no_rows_do_not_pass(small: Small, write_suite: Write, session: Session) -> None:
    small.execute("delete from marts.shares")
    verdict = judge_now(small, write_suite(share_within()), session)
    assert not verdict.passed
    assert "no rows" in verdict.problems[0]


def test_no_rows_pass_visibly_where_declared(
    small: Small, write_suite: Write, session: Session
) -> None:
    small.execute("delete from marts.shares")
    suite = write_suite(share_within(), meta={"may_be_empty": "one edition has no revisions"})
    verdict = judge_now(small, suite, session)
    assert verdict.passed
    assert "one edition has no revisions" in verdict.skips[0]
    assert [outcome.status for outcome in verdict.outcomes] == [SKIPPED]


def test_all_null_column_does_not_pass(small: Small, write_suite: Write, session: Session) -> None:
    small.execute("update marts.shares set share_pct = null")
    verdict = judge_now(small, write_suite(share_within()), session)
    assert not verdict.passed
    assert "the column share_pct has not a single value" in verdict.problems
    assert "rule: had not a single value to judge" in verdict.problems


def test_all_null_column_passes_visibly_where_declared(
    small: Small, write_suite: Write, session: Session
) -> None:
    small.execute("alter table marts.shares add column note varchar")
    suite = write_suite(share_within(), meta={"may_be_all_null": {"note": "rarely printed"}})
    verdict = judge_now(small, suite, session)
    assert verdict.passed
    assert verdict.skips == ["note has no value, as the suite allows: rarely printed"]


def test_swallowed_exception_does_not_pass(
    small: Small, write_suite: Write, session: Session
) -> None:
    broken = share_within(column="country_id", severity="warning")
    verdict = judge_now(small, write_suite(broken), session)
    assert not verdict.passed
    assert "could not be evaluated" in verdict.problems[0]
    assert verdict.outcomes[0].status == FAILED


def test_nothing_to_judge_does_not_pass(small: Small, write_suite: Write, session: Session) -> None:
    frame = "select *, cast(null as double) as change_pct from marts.shares"
    suite = write_suite(share_within(column="change_pct"), frame=frame)
    verdict = judge_now(small, suite, session)
    assert "rule: had not a single value to judge" in verdict.problems
    allowed = share_within(column="change_pct", meta={"may_be_vacuous": "one edition"})
    verdict = judge_now(small, write_suite(allowed, share_within(id="other")), session)
    assert verdict.passed
    assert verdict.summary().skipped == ["rule"]


def test_row_condition_is_refused(small: Small, write_suite: Write, session: Session) -> None:
    suite = write_suite(share_within(row_condition={"type": "nullity"}))
    verdict = judge_now(small, suite, session)
    assert any("has a row_condition" in problem for problem in verdict.problems)


def test_nothing_evaluated_does_not_pass(
    small: Small, write_suite: Write, session: Session
) -> None:
    needs = share_within(meta={"needs": "last_release"})
    verdict = judge_now(small, write_suite(needs), session)
    assert not verdict.passed
    assert "not a single expectation was evaluated" in verdict.problems


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"severity": "fatal"}, "severity 'fatal'"),
        ({"meta": {"id": ""}}, "no meta.id"),
        ({"meta": {"why": ""}}, "no meta.why"),
        ({"meta": {"may_be_vacous": "x"}}, "unknown key 'may_be_vacous'"),
        ({"meta": {"needs": "luck"}}, "only 'last_release' is known"),
        ({"min_value": {"$PARAMETER": "previous_row_count"}}, "does not say needs"),
    ],
)
def test_careless_suite_does_not_pass(
    change: dict[str, object], message: str, small: Small, write_suite: Write, session: Session
) -> None:
    verdict = judge_now(small, write_suite(share_within(**change)), session)
    assert not verdict.passed
    assert any(message in problem for problem in verdict.problems)


def test_id_used_twice_does_not_pass(small: Small, write_suite: Write, session: Session) -> None:
    suite = write_suite(share_within(), share_within(max_value=99))
    assert "the id 'rule' is used twice" in judge_now(small, suite, session).problems


def test_suite_that_is_not_json_does_not_pass(
    small: Small, write_suite: Write, session: Session
) -> None:
    path = write_suite(share_within()).path
    path.write_text("{")
    verdict = judge_now(small, load_suite(path, "marts"), session)
    assert "not JSON" in verdict.problems[0]


def test_a_frame_of_groups_counts_every_row(
    small: Small, write_suite: Write, session: Session
) -> None:
    frame = (
        "select mineral_id, count(*) as rows, max(share_pct) as share_pct, max(country_id) as"
        " country_id, 2024 as year from marts.shares {} group by mineral_id"
    )
    counted = {"rows_counted_in": "rows"}
    assert judge_now(
        small, write_suite(share_within(), frame=frame.format(""), meta=counted), session
    ).passed
    fewer = frame.format("where country_id <> 'IDN'")
    verdict = judge_now(small, write_suite(share_within(), frame=fewer, meta=counted), session)
    assert "the frame has 2 rows, the table 3: mend its SQL's joins" in verdict.problems
    unnamed = write_suite(share_within(), frame=frame.format(""), meta={"rows_counted_in": "n"})
    assert "no column n" in judge_now(small, unnamed, session).problems[0]


def test_frame_that_loses_rows_does_not_pass(
    small: Small, write_suite: Write, session: Session
) -> None:
    suite = write_suite(
        share_within(), frame="select * from marts.shares where year = 2024 limit 2"
    )
    verdict = judge_now(small, suite, session)
    assert "the frame has 2 rows, the table 3: mend its SQL's joins" in verdict.problems


def test_table_without_suite_and_suite_without_table(
    tmp_path: Path, write_suite: Write, session: Session
) -> None:
    write_suite(share_within())
    settings = Settings(project_root=tmp_path, warehouse_dir=tmp_path / "warehouse")
    settings.build_dir.mkdir(parents=True)
    with duckdb.connect(str(settings.build_database)) as connection:
        connection.execute("create schema marts; create table marts.other as select 1 as a")
    verdicts = {v.table: v for v in judge_layer(settings, "marts", session=session)}
    assert verdicts["marts.shares"].problems == ["the build has no table marts.shares"]
    assert "no suite guards marts.other" in verdicts["marts.other"].problems[0]
    assert not any(verdict.passed for verdict in verdicts.values())
    kept = read_verdict(settings.verdicts_dir, "marts/shares")
    assert kept == verdicts["marts.shares"]


def test_build_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(GateError, match="cannot be opened for judging"):
        judge_layer(Settings(warehouse_dir=tmp_path), "marts")


def test_a_gate_refuses_a_deviation_of_an_unknown_suite(tmp_path: Path, write_suite: Write) -> None:
    entry = "{suite: marts/nowhere, expectation: rule, reason: x, expires_on: 2030-01-01}"
    write_suite(share_within(), deviations=f"deviations: [{entry}]")
    with pytest.raises(RegisterError, match="names a suite that does not exist") as caught:
        judge_layer(Settings(project_root=tmp_path, warehouse_dir=tmp_path), "marts")
    assert caught.value.found == "marts/nowhere rule (whole table)"


@pytest.mark.slow
def test_read_only_home_and_no_analytics(tmp_path: Path) -> None:
    script = (
        "import os; from orchestration.gates.gx import Session; Session();"
        "print(os.environ['GX_ANALYTICS_ENABLED'])"
    )
    blocked = tmp_path / "home"
    blocked.write_text("a file, so that nothing can be written below it")
    finished = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PROJECT_ROOT,
        env={**os.environ, "HOME": str(blocked), "GX_ANALYTICS_ENABLED": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.strip() == "false"


# In a process of its own: other tests may have loaded what is looked for.
WHAT_IS_LOADED = """
import sys
from orchestration.gates.gx import Session
Session()
print(sorted({name for name in sys.modules if name in ("altair.utils", "scipy.stats._stats_py")}))
import altair
from scipy import stats
print(altair.Chart.__name__, stats.norm.cdf(0))
"""


@pytest.mark.slow
def test_libraries_for_distributions_are_loaded_when_they_are_used() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", WHAT_IS_LOADED], capture_output=True, text=True, check=True
    )
    assert finished.stdout.splitlines() == ["[]", "Chart 0.5"]
