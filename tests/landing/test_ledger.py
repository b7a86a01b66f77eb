"""The ledger: whole lines of many processes, any text, what it remembers."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.fetching.base import FetchRecord
from orchestration.landing import (
    LedgerEntry,
    append,
    last_answers,
    read_ledger,
    record_fetch,
    validators,
)
from orchestration.landing.store import object_path, put
from orchestration.settings import Settings

NOW = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
LINES = 40


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse_dir=tmp_path)


def fetch(address: str, sha256: str | None = None, **changes: object) -> FetchRecord:
    given = {
        "at": NOW,
        "source_id": "usgs_mcs",
        "address": address,
        "status": 200,
        "bytes": 7,
        "sha256": sha256,
        "verdict": "fetched",
        "reason": "",
        "etag": '"abc"',
    }
    return FetchRecord(**{**given, **changes})  # type: ignore[arg-type]


def test_a_line_says_what_was_fetched_and_is_read_back_whole(settings: Settings) -> None:
    record_fetch(settings, fetch("https://a/1", "0" * 64, last_modified="Mon"))
    refused = fetch("https://a/2", status=403, verdict="refused", reason="a web page", etag=None)
    record_fetch(settings, refused)
    first, second = read_ledger(settings)
    assert (first.at, first.event, first.status, first.bytes) == (NOW, "fetch", 200, 7)
    assert first.details == {"etag": '"abc"', "last_modified": "Mon"}
    assert (second.verdict, second.reason, second.sha256) == ("refused", "a web page", None)


def write_many(folder: Path, name: str) -> None:
    for number in range(LINES):
        append(
            Settings(warehouse_dir=folder),
            LedgerEntry(NOW, "fetch", source_id=name, reason=f"{number} " + "x" * 5000),
        )


def test_lines_of_two_processes_do_not_mix(settings: Settings) -> None:
    context = multiprocessing.get_context("fork")
    writers = [
        context.Process(target=write_many, args=(settings.warehouse_dir, name)) for name in "ab"
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    entries = read_ledger(settings)
    assert len(entries) == 2 * LINES
    for name in "ab":
        numbers = [int(e.reason.split()[0]) for e in entries if e.source_id == name]
        assert numbers == list(range(LINES))


def test_a_publisher_is_asked_for_changes_only_of_bytes_that_are_here(settings: Settings) -> None:
    content = settings.warehouse_dir / "file.csv"
    content.write_bytes(b"a,b\r\n1")
    digest = "0c1c6f19bcf69a1a8a0f8a1d8f0a2d0f" * 2
    record_fetch(settings, fetch("https://a/lost", digest))
    from orchestration.ground.files import sha256_of

    held = sha256_of(content)
    put(settings, content, held)
    record_fetch(settings, fetch("https://a/held", held))
    record_fetch(settings, fetch("https://a/held", None, status=500, verdict="failed"))
    record_fetch(settings, fetch("https://a/unmarked", held, etag=None))
    remembered = validators(settings)
    assert remembered("https://a/held") == {"etag": '"abc"', "sha256": held, "bytes": "7"}
    assert remembered("https://a/lost") == {}
    assert remembered("https://a/unmarked") == {}
    assert remembered("https://a/never") == {}
    object_path(settings, held).unlink()
    assert remembered("https://a/held") == {}


def test_without_a_landing_there_is_nothing_to_read(settings: Settings) -> None:
    assert read_ledger(settings) == []
    assert not settings.landing_dir.exists()


def test_any_text_comes_back_as_it_was(settings: Settings) -> None:
    reason = "a\u2028b\u2029c\x85d\x1ee\x00f\ng'h\"i[/red]"
    record_fetch(settings, fetch("https://a/1", reason=reason))
    record_fetch(settings, fetch("https://a/2"))
    assert [entry.reason for entry in read_ledger(settings)] == [reason, ""]


def test_a_name_that_is_no_text_is_written_so_that_it_can_be_printed(settings: Settings) -> None:
    record_fetch(settings, fetch("drop/Fl\udce4chen.txt", reason='a "\\" and \ud83d'))
    (entry,) = read_ledger(settings)
    assert entry.address == r"drop/Fl\udce4chen.txt"
    assert entry.reason == r"""a "\" and \ud83d"""


def test_the_last_answer_of_a_source_is_the_last_that_was_taken(settings: Settings) -> None:
    later = NOW.replace(hour=11)
    record_fetch(settings, fetch("https://a/1"))
    record_fetch(settings, fetch("https://a/1", at=later, verdict="not_modified"))
    record_fetch(settings, fetch("https://a/1", at=NOW.replace(hour=12), verdict="refused"))
    record_fetch(settings, fetch("https://b/1", source_id="wmd", verdict="failed"))
    assert last_answers(settings) == {"usgs_mcs": later}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r".") as caught:
        record_fetch(Settings(warehouse_dir=Path("/proc/none")), fetch("https://a/1"))
    assert "/proc/none" in str(caught.value.filename)
