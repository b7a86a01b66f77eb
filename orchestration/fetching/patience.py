"""How long a publisher is waited for: Retry-After, growing pauses with jitter, an end to it all.

Belongs here: which failures are tried again, how long the pauses are, the overall time limit.
Does not belong here: sending requests (`http.py`), what a person reads then (`refusals.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from orchestration.ground.errors import FetchError

Answer = TypeVar("Answer")

ATTEMPTS = 5
"""A publisher that fails five times within minutes is down; the next scheduled run tries again."""
ATTEMPTS_TO_CONNECT = 3
"""Without network nothing answers at all: a person should hear of it within seconds."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0
LONGEST_RETRY_AFTER_SECONDS = 120.0
"""Publishers ask for seconds to a minute; one that asks for an hour is left to the next run."""
AGAIN_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


class TryAgainError(Exception):
    """An attempt failed in a way that may pass; `error` is what a person hears if it does not."""

    def __init__(
        self, error: FetchError, retry_after: float | None = None, attempts: int = ATTEMPTS
    ) -> None:
        self.error = error
        self.retry_after = retry_after
        self.attempts = attempts
        super().__init__(str(error))


class TimeLimit:
    """The longest time that one live fetch may take; shared by all its requests."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; negative when it is over."""
        return self._end - self._clock()

    def check(self, address: str) -> None:
        """Refuse to go on when the time is over."""
        if self.left <= 0:
            raise self.exceeded(address)

    def exceeded(self, address: str) -> FetchError:
        """What a person hears when the time is over."""
        return FetchError(
            "the live fetch took longer than it may",
            where=address,
            expected=f"an end within {self.seconds:g} seconds",
            found="the publisher was still being read or waited for",
            way_out="try later, or raise MINERALS_LIVE_TIME_LIMIT_SECONDS; the release is "
            "untouched, and what was fetched whole is not fetched again",
        )


def retry_after_seconds(text: str | None, now: datetime) -> float | None:
    """The pause that a Retry-After header asks for, within limits; None when it says nothing.

    The header holds whole seconds or an HTTP date. A date that has passed means no pause.
    """
    asked = _seconds(text.strip(), now) if text else None
    return None if asked is None else min(max(asked, 0.0), LONGEST_RETRY_AFTER_SECONDS)


def _seconds(text: str, now: datetime) -> float | None:
    if text.isascii() and text.isdigit():
        # longer than any number of seconds that means something, and than float() can hold
        return float(text) if len(text) < 12 else LONGEST_RETRY_AFTER_SECONDS  # noqa: PLR2004
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()


def patiently(
    attempt: Callable[[], Answer], *, limit: TimeLimit, sleep: Callable[[float], None], address: str
) -> Answer:
    """Run `attempt` until it works, fails for good, or patience or time is over."""
    import tenacity

    growing = tenacity.wait_exponential_jitter(
        multiplier=FIRST_PAUSE_SECONDS, max=LONGEST_PAUSE_SECONDS, jitter=FIRST_PAUSE_SECONDS
    )

    def failure_of(state: tenacity.RetryCallState) -> TryAgainError | None:
        failure = state.outcome.exception() if state.outcome else None
        return failure if isinstance(failure, TryAgainError) else None

    def is_enough(state: tenacity.RetryCallState) -> bool:
        failure = failure_of(state)
        return failure is None or state.attempt_number >= failure.attempts

    def pause(state: tenacity.RetryCallState) -> float:
        failure = failure_of(state)
        asked = failure.retry_after if failure else None
        seconds = growing(state) if asked is None else asked
        if seconds >= limit.left:
            raise limit.exceeded(address) from failure
        return seconds

    retrying = tenacity.Retrying(
        stop=is_enough,
        wait=pause,
        sleep=sleep,
        retry=tenacity.retry_if_exception_type(TryAgainError),
        reraise=True,
    )
    try:
        return retrying(attempt)
    except TryAgainError as failure:
        raise failure.error from failure
