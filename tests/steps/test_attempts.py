"""When something is tried again, and what a sensor remembers: pure rules, no Dagster instance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.publishers import PUBLISHERS
from orchestration.steps.attempts import PAUSES, Outlook, outlook
from orchestration.steps.cadence import CADENCES, LATE_AFTER
from orchestration.steps.look import Seen

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
Status = dg.DagsterRunStatus


def run(status: dg.DagsterRunStatus, ended: datetime | None = None) -> dg.RunRecord:
    return dg.RunRecord(
        storage_id=1,
        dagster_run=dg.DagsterRun(job_name="fetch_wgi", status=status),
        create_timestamp=NOW,
        update_timestamp=NOW,
        end_time=ended.timestamp() if ended else None,
    )


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([], Outlook("due", 1)),
        ([run(Status.SUCCESS, NOW)], Outlook("done", 1)),
        ([run(Status.FAILURE, NOW), run(Status.SUCCESS, NOW)], Outlook("done", 2)),
        ([run(Status.STARTING)], Outlook("running", 1)),
        ([run(Status.STARTED), run(Status.FAILURE, NOW)], Outlook("running", 2)),
        ([run(Status.FAILURE, NOW)], Outlook("waiting", 1, NOW + PAUSES[0])),
        ([run(Status.FAILURE, NOW - PAUSES[0])], Outlook("due", 2)),
        ([run(Status.CANCELED, NOW - PAUSES[0])], Outlook("due", 2)),
        ([run(Status.FAILURE, NOW + timedelta(days=365))], Outlook("due", 2)),
    ],
)
def test_what_is_due(runs: list[dg.RunRecord], expected: Outlook) -> None:
    assert outlook(runs, NOW) == expected


def test_pauses_grow_and_end_in_one_attempt_a_day() -> None:
    waits = [outlook([run(Status.FAILURE, NOW)] * n, NOW).until for n in range(1, 9)]
    assert waits == sorted(w for w in waits if w)
    assert waits[-1] == NOW + timedelta(days=1)


def test_a_refresh_that_fails_on_the_same_input_is_given_up() -> None:
    failed = [run(Status.FAILURE, NOW - timedelta(days=30))] * 4
    assert outlook(failed, NOW, most=4) == Outlook("waiting", 4)
    assert "given up" in outlook(failed, NOW, most=4).summary
    assert outlook(failed, NOW).state == "due"


@given(
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=4),
    st.integers(0, 9),
    st.integers(0, 9),
    st.text(max_size=8),
)
def test_a_cursor_comes_back_as_it_was(
    stamps: dict[str, str], taken: int, failures: int, since: str
) -> None:
    seen = Seen(stamps, taken, failures, since)
    assert Seen.from_cursor(seen.as_cursor()) == seen


@pytest.mark.parametrize("cursor", [None, "", "{", "[]", "7", '{"stamps": 7}', '{"failures": "x"}'])
def test_an_unreadable_cursor_is_forgotten(cursor: str | None) -> None:
    assert Seen.from_cursor(cursor) == Seen()


def test_an_announcement_that_comes_back_is_fetched_again() -> None:
    first, second = {"usgs_mcs_2027": "a"}, {"usgs_mcs_2027": "b"}
    seen = Seen()
    aims = []
    for announced in (first, second, first, second):
        assert seen.news(announced)
        aims.append(seen.aim("usgs_mcs", announced))
        seen = seen.fetched(announced)
        assert not seen.news(announced)
    assert len(set(aims)) == 4


def test_people_hear_of_an_outage_once() -> None:
    seen, notified = Seen(), []
    for hour in range(5):
        seen = seen.unanswered(f"{hour} o'clock")
        notified.append(seen.is_worth_notifying)
    assert notified == [False, True, False, False, False]
    assert seen.failing_since == "0 o'clock"
    assert not seen.answered().was_notified


def test_every_source_has_a_rhythm_and_every_rhythm_a_reason() -> None:
    sources = {source.source_id for source in PUBLISHERS}
    assert set(LATE_AFTER) == sources
    # these come through the drop folder alone
    assert set(CADENCES) == sources - {"wmd", "iea"} | {"drop_folder"}
    for cadence in CADENCES.values():
        assert len(cadence.why) > 40
        assert cadence.unasked_warn < cadence.unasked_fail
        assert cadence.look_every <= timedelta(days=1)
