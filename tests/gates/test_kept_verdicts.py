"""A verdict stands for exactly the same content, suite and gate, and for nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from orchestration.gates import kept
from orchestration.gates.gx import Session
from orchestration.gates.inputs import Known, inputs_digest
from orchestration.gates.judge import judge_layer
from orchestration.gates.suites import load_suites
from orchestration.gates.verdicts import Verdict, verdict_path
from orchestration.release import current_release, known_fingerprints, list_releases
from tests.gates.conftest import session  # noqa: F401 - the same session for gates and releases
from tests.release.conftest import World, world  # noqa: F401


def no_session() -> Session:
    raise AssertionError("something was judged again")


FRAME = """
select f.*, e.licence from marts.fct_production as f
join marts.dim_edition as e using (edition_id)
"""


def judge_again(
    world: World,  # noqa: F811
    today: date | None = None,
    *,
    is_known: bool = True,
) -> list[Verdict]:
    """Judge the marts where nothing may have to be judged, nor walked if all is known."""
    last = current_release(world.settings)
    known = known_fingerprints(world.settings, "marts", last) if is_known else None
    return judge_layer(
        world.settings, "marts", last_release=last, known=known, session=no_session, today=today
    )


@pytest.mark.parametrize("is_known", [True, False])
def test_what_is_the_same_is_not_judged_again(is_known: bool, world: World) -> None:  # noqa: F811
    world.write_frame("fct_production", FRAME)
    world.judge()
    verdicts = judge_again(world, is_known=is_known)
    assert all(verdict.passed and verdict.evaluated for verdict in verdicts)


def test_nothing_is_walked_where_all_fingerprints_are_known(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world.write_frame("fct_production", FRAME)
    world.judge()

    def walk(*_: object) -> None:
        raise AssertionError("walked")

    monkeypatch.setattr(kept, "seen_by", walk)
    assert all(verdict.passed and verdict.evaluated for verdict in judge_again(world))
    with pytest.raises(AssertionError, match="walked"):
        judge_again(world, is_known=False)


def test_a_kept_verdict_names_the_release_that_is_served_now(world: World) -> None:  # noqa: F811
    world.publish()
    world.judge()
    served = current_release(world.settings)
    assert served is not None
    assert {verdict.last_release for verdict in judge_again(world)} == {served.name}


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("change", ["table", "table of the frame", "frame", "suite", "verdict"])
def test_what_changed_is_judged_again(change: str, is_known: bool, world: World) -> None:  # noqa: F811
    world.write_frame("fct_production", FRAME)
    world.judge()
    if change == "table":
        world.grow()
    elif change == "table of the frame":
        world.run("update marts.dim_edition set licence = 'CC BY 4.0'")
    elif change == "frame":
        world.write_frame("fct_production", FRAME + "where true")
    elif change == "suite":
        world.write_suite("marts", "fct_production", ["country_id"])
    else:
        verdict_path(world.settings.verdicts_dir, "marts/fct_production").unlink()
    with pytest.raises(AssertionError, match="judged again"):
        judge_again(world, is_known=is_known)


def test_another_last_release_is_another_comparison(world: World) -> None:  # noqa: F811
    world.publish()
    world.grow()
    world.publish()
    rows = "select count(*) as rows from previous.fct_production where quantity_tonnes > 220500"
    world.write_frame("fct_production", f"from marts.fct_production cross join ({rows})")
    world.judge()
    first, second = list_releases(world.settings)
    folders = {name: world.settings.releases_dir / name for name in (first, second)}
    digests = {
        inputs_of(world, known_fingerprints(world.settings, "marts", folder))
        for folder in folders.values()
    }
    assert len(digests) == 2


def inputs_of(world: World, known: Known) -> str:  # noqa: F811
    """The digest of the one suite with a frame."""
    suites = load_suites(world.settings.suites_dir, "marts")
    (suite,) = (suite for suite in suites if suite.frame_sql)
    with duckdb.connect() as connection:
        return inputs_digest(connection, suite, known, compares=True)


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
