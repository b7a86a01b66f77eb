"""A verdict stands for exactly the same content, suite and gate, and for nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orchestration.gates.gx import Session
from orchestration.gates.judge import judge_layer
from orchestration.gates.verdicts import Verdict, verdict_path
from orchestration.release import current_release
from tests.gates.conftest import session  # noqa: F401 - the same session for gates and releases
from tests.release.conftest import World, world  # noqa: F401


def no_session() -> Session:
    raise AssertionError("something was judged again")


def judge_again(world: World, today: date | None = None) -> list[Verdict]:  # noqa: F811
    """Judge the marts where nothing may have to be judged."""
    last = current_release(world.settings)
    return judge_layer(world.settings, "marts", last_release=last, session=no_session, today=today)


def test_what_is_the_same_is_not_judged_again(world: World) -> None:  # noqa: F811
    world.judge()
    assert all(verdict.passed and verdict.evaluated for verdict in judge_again(world))


def test_a_kept_verdict_names_the_release_that_is_served_now(world: World) -> None:  # noqa: F811
    world.publish()
    world.judge()
    served = current_release(world.settings)
    assert served is not None
    assert {verdict.last_release for verdict in judge_again(world)} == {served.name}


@pytest.mark.parametrize("change", ["table", "suite", "verdict"])
def test_what_changed_is_judged_again(change: str, world: World) -> None:  # noqa: F811
    world.judge()
    if change == "table":
        world.grow()
    elif change == "suite":
        world.write_suite("marts", "fct_production", ["country_id"])
    else:
        verdict_path(world.settings.verdicts_dir, "marts/fct_production").unlink()
    with pytest.raises(AssertionError, match="judged again"):
        judge_again(world)


def test_what_a_deviation_excuses_stands_until_the_deviation_expires(world: World) -> None:  # noqa: F811
    world.write_suite("marts", "fct_production", ["country_id"], most=1)
    entry = (
        "{suite: marts/fct_production, expectation: rows, reason: both are known,"
        " expires_on: 2031-12-31}"
    )
    deviations = world.settings.suites_dir.parent / "accepted_deviations.yml"
    deviations.write_text(f"deviations: [{entry}]")
    world.judge()
    last = date(2031, 12, 31)
    (verdict,) = (v for v in judge_again(world, last) if v.table == "marts.fct_production")
    assert verdict.passed
    with pytest.raises(AssertionError, match="judged again"):
        judge_again(world, last + timedelta(days=1))


def test_a_verdict_that_failed_is_never_kept(world: World) -> None:  # noqa: F811
    world.write_suite("marts", "fct_production", ["country_id"], most=1)
    world.judge()
    with pytest.raises(AssertionError, match="judged again"):
        judge_again(world)
