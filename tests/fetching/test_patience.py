"""Pauses, properties of Retry-After, and bodies however they are cut into pieces."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.fetching.bodies import Body, decompressed
from orchestration.fetching.patience import (
    ATTEMPTS,
    LONGEST_PAUSE_SECONDS,
    LONGEST_RETRY_AFTER_SECONDS,
    TimeLimit,
    TryAgainError,
    patiently,
    retry_after_seconds,
)
from orchestration.fetching.session import check_host, host_of, user_agent
from orchestration.ground.errors import FetchError, RefusedError
from orchestration.settings import Settings

NOW = datetime(2026, 11, 22, 4, 0, 0, tzinfo=UTC)


@given(st.integers(min_value=0))
def test_seconds_are_kept_up_to_the_ceiling(seconds: int) -> None:
    assert retry_after_seconds(str(seconds), NOW) == min(seconds, LONGEST_RETRY_AFTER_SECONDS)


@given(st.integers(-(10**7), 10**7))
def test_dates_are_kept_up_to_the_ceiling_and_never_negative(seconds: int) -> None:
    text = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    expected = min(max(seconds, 0), LONGEST_RETRY_AFTER_SECONDS)
    assert retry_after_seconds(text, NOW) == expected


@given(st.text())
@pytest.mark.slow
def test_any_text_gives_a_pause_within_limits_or_none(text: str) -> None:
    pause = retry_after_seconds(text, NOW)
    assert pause is None or 0 <= pause <= LONGEST_RETRY_AFTER_SECONDS


@pytest.mark.parametrize("text", [None, "", "soon", "-5", "1.5", "٣", "Sun, 99 Nov 2026 25:00:00"])
def test_what_is_no_pause_asks_for_none(text: str | None) -> None:
    assert retry_after_seconds(text, NOW) is None


def test_pauses_grow_to_a_ceiling_and_are_never_the_same_for_all() -> None:
    def pauses() -> list[float]:
        made: list[float] = []
        with pytest.raises(FetchError, match="down"):
            patiently(_fail, limit=TimeLimit(1e6), sleep=made.append, address="x")
        return made

    first, second = pauses(), pauses()
    assert len(first) == ATTEMPTS - 1
    assert all(0 < pause <= LONGEST_PAUSE_SECONDS for pause in first)
    assert first[-1] > first[0]
    assert first != second, "without jitter all machines come back at once"


def _fail() -> None:
    raise TryAgainError(FetchError("down"))


def cut(content: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(content) + 1) for place in places), len(content)]
    return [content[a:b] for a, b in pairwise(edges)]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000), st.lists(st.integers(0, 10**6), max_size=8), st.integers(1, 3))
def test_a_body_is_the_same_however_it_is_cut(
    content: bytes, places: list[int], members: int
) -> None:
    packed = gzip.compress(content) * members
    body = Body("x", 10**6)
    body.receive(decompressed(cut(packed, places), "gzip", "x"), "text/csv")
    assert body.content == content * members
    assert body.sha256 == hashlib.sha256(content * members).hexdigest()


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=500), st.integers(0, 10**6))
def test_a_gzip_stream_that_ends_early_is_never_whole(content: bytes, place: int) -> None:
    packed = gzip.compress(content)
    with pytest.raises(TryAgainError):
        list(decompressed([packed[: place % len(packed)]], "gzip", "x"))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.lists(st.integers(0, 10**6), max_size=5))
def test_the_cap_is_exact_however_the_body_is_cut(size: int, cap: int, places: list[int]) -> None:
    body = Body("x", cap)
    if size <= cap:
        body.receive(cut(b"a" * size, places), "")
        assert body.bytes == size
    else:
        with pytest.raises(RefusedError, match="larger"):
            body.receive(cut(b"a" * size, places), "")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["<!DOCTYPE html>", " \n<HTML lang=en>", "\ufeff<html>"]), st.integers(1, 40)
)
def test_a_page_is_seen_however_it_is_cut(opening: str, size: int) -> None:
    text = (opening + "<body>Sign in</body>").encode()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    with pytest.raises(RefusedError, match="web page"):
        Body("x", 10**6).receive(pieces, "text/csv")


def test_a_part_file_never_shows_under_the_files_name(tmp_path: Path) -> None:
    target = tmp_path / "figures.csv"

    def pieces() -> object:
        yield b"a"
        (draft,) = tmp_path.iterdir()
        assert draft.name.startswith(".figures.csv.")
        yield b"b"

    Body("x", 10, target).receive(pieces(), "")  # type: ignore[arg-type]
    assert target.read_bytes() == b"ab"


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org/a", "www.example.org"),
        ("https://www.example.org:443/a", "www.example.org"),
        ("https://www.example.org:8443/a", "www.example.org:8443"),
        ("http://127.0.0.1:9/a", "127.0.0.1:9"),
        ("https://good.org@evil.org/a", "evil.org"),
        ("https://good.org:99999999/a", "good.org:99999999"),
    ],
)
def test_hosts_as_allow_lists_write_them(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org.evil.org/a",
        "https://www.example.org@evil.org/a",
        "https://www.example.org:444/a",
        "http://www.example.org/a",
        "file:///etc/passwd",
        "ftp://www.example.org/a",
        "//www.example.org/a",
    ],
)
def test_what_only_looks_like_the_publisher_is_refused(address: str) -> None:
    hosts = frozenset({"www.example.org"})
    check_host("https://www.example.org/a", hosts)
    with pytest.raises(RefusedError):
        check_host(address, hosts)


def test_we_say_who_we_are() -> None:
    assert user_agent("").startswith("critical-minerals-warehouse/")
    assert user_agent("a@example.org").endswith("(+a@example.org)")


def test_the_publishers_own_addresses_are_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USGS", "GOVUK", "WORLDBANK", "BGS"):
        monkeypatch.delenv(f"MINERALS_{name}_BASE_URL", raising=False)
    settings = Settings()
    addresses = (
        settings.usgs_base_url,
        settings.govuk_base_url,
        settings.worldbank_base_url,
        settings.bgs_base_url,
    )
    assert all(address.startswith("https://") for address in addresses)
    assert len(set(addresses)) == 4
