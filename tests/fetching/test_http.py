"""The client against a publisher that misbehaves: every fault over real HTTP."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import itertools
import json
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from orchestration.fetching.patience import (
    ATTEMPTS,
    ATTEMPTS_TO_CONNECT,
    LONGEST_RETRY_AFTER_SECONDS,
    TimeLimit,
)
from orchestration.ground.errors import FetchError
from tests.fetching.conftest import NewHttp
from tests.fetching.publisher import (
    MEGABYTE,
    Answer,
    Bomb,
    DisguisedLogin,
    Fault,
    HalfABody,
    Login,
    OtherBytes,
    Publisher,
    RedirectTo,
    Reset,
    Silence,
    Status,
)

FIGURES = b"country,tonnes\n" + b"".join(b"C%d,%d\n" % (n, n * 7) for n in range(2000))
MD5 = hashlib.md5(FIGURES, usedforsecurity=False).hexdigest()
SHA256 = hashlib.sha256(FIGURES).hexdigest()
PATH = "/figures.csv"


@pytest.fixture
def url(publisher: Publisher) -> str:
    publisher.serve(PATH, FIGURES)
    return publisher.base_url + PATH


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_fetched_verified_and_recorded(
    url: str, new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    http = new_http()
    got = http.download(url, tmp_path / "figures.csv", md5=MD5.upper(), size=len(FIGURES))
    assert got.path.read_bytes() == FIGURES
    assert (got.sha256, got.bytes, got.not_modified) == (SHA256, len(FIGURES), False)
    (record,) = http.records
    assert (record.status, record.verdict, record.sha256) == (200, "fetched", SHA256)
    assert record.etag == f'"{MD5}"'
    assert record.source_id == "usgs_mcs"
    assert left_in(tmp_path) == ["figures.csv"]


def test_the_project_introduces_itself(
    url: str, new_http: NewHttp, publisher: Publisher, settings: object
) -> None:
    contact = new_http().settings.model_copy(update={"http_contact": "data@example.org"})
    new_http(settings=contact).get_bytes(url)
    agent = publisher.requests[0].headers["user-agent"]
    assert agent.startswith("critical-minerals-warehouse/")
    assert "data@example.org" in agent


@pytest.mark.parametrize(
    "fault",
    [Status(500), Status(503), Status(429), Silence(), HalfABody(), Reset(), OtherBytes()],
    ids=lambda fault: type(fault).__name__ + str(getattr(fault, "status", "")),
)
def test_what_may_pass_is_tried_again(
    fault: Fault, url: str, new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.script(PATH, fault, fault)
    http = new_http()
    got = http.download(url, tmp_path / "figures.csv", md5=MD5, size=len(FIGURES))
    assert got.path.read_bytes() == FIGURES
    assert http.verdicts() == ["failed", "failed", "fetched"]
    assert all(record.reason for record in http.records[:2])
    assert len(http.pauses) == 2
    assert 0 < http.pauses[0] <= http.pauses[1] + 1


@pytest.mark.parametrize(
    "fault", [Status(500), HalfABody(), OtherBytes()], ids=["500", "half a body", "other bytes"]
)
def test_patience_has_an_end_and_nothing_is_kept(
    fault: Fault, url: str, new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.script(PATH, fault, forever=True)
    http = new_http()
    with pytest.raises(FetchError) as failure:
        http.download(url, tmp_path / "figures.csv", md5=MD5)
    assert http.verdicts() == ["failed"] * ATTEMPTS
    assert failure.value.way_out
    assert failure.value.where == url
    assert left_in(tmp_path) == []


def test_a_broken_transfer_leaves_the_file_of_before(
    url: str, new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    (tmp_path / "figures.csv").write_bytes(b"of before")
    publisher.script(PATH, HalfABody(), forever=True)
    with pytest.raises(FetchError):
        new_http().download(url, tmp_path / "figures.csv")
    assert (tmp_path / "figures.csv").read_bytes() == b"of before"
    assert left_in(tmp_path) == ["figures.csv"]


def test_the_publishers_pause_is_kept_within_limits(
    url: str, new_http: NewHttp, publisher: Publisher
) -> None:
    day = {"Retry-After": "86400"}
    publisher.script(PATH, Status(429, {"Retry-After": "7"}), Status(503, day))
    http = new_http()
    http.get_bytes(url)
    assert http.pauses == [7.0, LONGEST_RETRY_AFTER_SECONDS]


def test_the_publishers_pause_may_be_a_date(
    url: str, new_http: NewHttp, publisher: Publisher
) -> None:
    publisher.script(PATH, Status(429, {"Retry-After": "Sun, 06 Jan 2030 10:00:40 GMT"}))
    http = new_http(now=lambda: datetime(2030, 1, 6, 10, 0, 0, tzinfo=UTC))
    http.get_bytes(url)
    assert http.pauses == [40.0]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 400])
def test_what_will_not_pass_is_not_tried_again(
    status: int, url: str, new_http: NewHttp, publisher: Publisher
) -> None:
    publisher.script(PATH, Status(status), forever=True)
    http = new_http()
    with pytest.raises(FetchError) as failure:
        http.get_bytes(url)
    assert publisher.count(PATH) == 1
    assert str(status) in failure.value.found
    assert "warehouse/drop" in failure.value.way_out
    assert http.verdicts() == ["failed"]


@pytest.mark.parametrize("fault", [Login(), DisguisedLogin()], ids=["login", "disguised"])
def test_a_page_with_status_200_is_refused(
    fault: Fault, url: str, new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.script(PATH, fault, forever=True)
    http = new_http()
    with pytest.raises(FetchError, match="web page") as failure:
        http.download(url, tmp_path / "figures.csv")
    assert publisher.count(PATH) == 1
    assert http.verdicts() == ["refused"]
    assert "drop" in failure.value.way_out
    assert left_in(tmp_path) == []


def test_ten_gigabytes_of_zeros_stop_at_the_cap(
    url: str, new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.script(PATH, Bomb(), forever=True)
    http = new_http()
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger"):
            http.download(url, tmp_path / "figures.csv", max_bytes=4 * MEGABYTE)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert left_in(tmp_path) == []
    assert http.verdicts() == ["refused"]
    assert http.records[0].bytes < 5 * MEGABYTE
    assert peak < 8 * MEGABYTE, "the bomb was unpacked in memory"


def test_the_cap_counts_plain_bytes_too(url: str, new_http: NewHttp) -> None:
    with pytest.raises(FetchError, match="larger"):
        new_http().get_bytes(url, max_bytes=len(FIGURES) - 1)
    assert new_http().get_bytes(url, max_bytes=len(FIGURES)) == FIGURES


def test_a_compressed_answer_is_unpacked_and_its_loss_is_noticed(
    new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    packed = gzip.compress(FIGURES)
    headers = {"Content-Encoding": "gzip"}
    publisher.on("/whole", lambda _: Answer(packed, "text/csv", headers=headers))
    publisher.on("/cut", lambda _: Answer(packed[:-20], "text/csv", headers=headers))
    http = new_http()
    got = http.download(publisher.base_url + "/whole", tmp_path / "f.csv", md5=MD5)
    assert (got.bytes, got.sha256) == (len(FIGURES), SHA256)
    with pytest.raises(FetchError, match="not complete"):
        http.get_bytes(publisher.base_url + "/cut")


def test_an_unknown_compression_is_refused(new_http: NewHttp, publisher: Publisher) -> None:
    publisher.on("/br", lambda _: Answer(b"x", "text/csv", headers={"Content-Encoding": "br"}))
    http = new_http()
    with pytest.raises(FetchError):
        http.get_bytes(publisher.base_url + "/br")
    assert http.verdicts() == ["refused"]


def test_redirects_stay_on_the_publishers_hosts(
    url: str, new_http: NewHttp, publisher: Publisher
) -> None:
    publisher.script("/moved", RedirectTo("/moved/again"), forever=True)
    publisher.script("/moved/again", RedirectTo(url, 307), forever=True)
    assert new_http().get_bytes(publisher.base_url + "/moved") == FIGURES


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/x", "https://files.example.org/x", "ftp://127.0.0.1/x"]
)
def test_a_redirect_off_the_hosts_is_refused(
    target: str, url: str, new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.script(PATH, RedirectTo(target), forever=True)
    http = new_http()
    with pytest.raises(FetchError) as failure:
        http.download(url, tmp_path / "figures.csv")
    assert failure.value.where == target
    assert publisher.count() == 1
    assert [record.verdict for record in http.records] == ["refused"]


def test_redirects_in_a_circle_end(url: str, new_http: NewHttp, publisher: Publisher) -> None:
    publisher.script(PATH, RedirectTo(url), forever=True)
    with pytest.raises(FetchError, match="without end"):
        new_http().get_bytes(url)
    assert publisher.count() < 10


def test_an_address_off_the_hosts_is_never_asked(new_http: NewHttp, publisher: Publisher) -> None:
    http = new_http(hosts=frozenset({"www.example.org"}))
    for address in (publisher.base_url + PATH, "http://www.example.org/x"):
        with pytest.raises(FetchError):
            http.get_bytes(address)
    assert publisher.count() == 0
    assert http.verdicts() == ["refused", "refused"]


def test_what_has_not_changed_is_not_sent_again(
    url: str, new_http: NewHttp, publisher: Publisher, tmp_path: Path
) -> None:
    remembered = {"etag": f'"{MD5}"', "sha256": SHA256, "bytes": str(len(FIGURES))}
    http = new_http(validators=lambda address: remembered if address == url else {})
    got = http.download(url, tmp_path / "figures.csv")
    assert got.not_modified
    assert (got.sha256, got.bytes) == (SHA256, len(FIGURES))
    assert left_in(tmp_path) == []
    assert [(r.status, r.verdict) for r in http.records] == [(304, "not_modified")]

    publisher.serve(PATH, FIGURES + b"C2000,1\n")
    assert not http.download(url, tmp_path / "figures.csv").not_modified


def test_not_modified_without_a_condition_is_an_error(
    url: str, new_http: NewHttp, publisher: Publisher
) -> None:
    publisher.script(PATH, Status(304), forever=True)
    with pytest.raises(FetchError):
        new_http().get_bytes(url)


def test_json_is_read_with_parameters_and_half_of_it_is_tried_again(
    new_http: NewHttp, publisher: Publisher
) -> None:
    publisher.on("/items", lambda asked: Answer.json({"asked": dict(asked.query)}))
    publisher.script("/items", HalfABody())
    address = publisher.base_url + "/items?a=1"
    assert new_http().get_json(address, {"b": "2"}) == {"asked": {"a": "1", "b": "2"}}
    publisher.on("/text", lambda _: Answer(b'{"cut": [1, 2', "application/json"))
    http = new_http()
    with pytest.raises(FetchError, match="not complete"):
        http.get_json(publisher.base_url + "/text")
    assert len(http.records) == ATTEMPTS


def test_all_of_it_ends_within_the_time_limit(
    url: str, new_http: NewHttp, publisher: Publisher
) -> None:
    publisher.script(PATH, Status(503, {"Retry-After": "60"}), forever=True)
    passed = [0.0]

    def sleep(seconds: float) -> None:
        passed[0] += seconds

    limit = TimeLimit(100, clock=lambda: passed[0])
    http = new_http(limit=limit, sleep=sleep)
    with pytest.raises(FetchError, match="longer than it may"):
        http.get_bytes(url)
    assert passed == [60.0], "a second pause would have gone past the limit"
    passed[0] = 101
    with pytest.raises(FetchError, match="longer than it may"):
        http.get_bytes(url)
    assert publisher.count() == 2, "asked nothing after the time was over"


def test_the_limit_also_holds_while_a_body_comes(
    url: str, new_http: NewHttp, publisher: Publisher
) -> None:
    ticks = iter(range(1000))
    limit = TimeLimit(3, clock=lambda: float(next(ticks)))
    publisher.serve(PATH, FIGURES * 200)
    with pytest.raises(FetchError, match="longer than it may"):
        new_http(limit=limit).get_bytes(url)


def test_nobody_at_home(new_http: NewHttp) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{bound.getsockname()[1]}"
        http = new_http(hosts=frozenset({host}))
        with pytest.raises(FetchError, match="could not be reached") as failure:
            http.get_json(f"http://{host}/x")
    assert "Without network" in failure.value.way_out
    assert {record.status for record in http.records} == {None}
    assert len(http.records) == ATTEMPTS_TO_CONNECT
    assert sum(http.pauses) < 10, "a person without network hears of it within seconds"


def test_records_can_be_written_as_json_lines(url: str, new_http: NewHttp) -> None:
    http = new_http()
    http.get_bytes(url, {"token": "a b"})
    (record,) = http.records
    assert record.address == url + "?token=a+b"
    assert json.dumps({**vars(record), "at": record.at.isoformat()})


DRIPS = {
    "header by header": [b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n"],
    "interim answers": [b"HTTP/1.1 100 Continue\r\n\r\n"],
    "early hints": [b"HTTP/1.1 103 Early Hints\r\n\r\n"],
    "byte by byte": [b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n", b"a"],
}


@contextmanager
def dripping(pieces: Sequence[bytes]) -> Iterator[str]:
    """An address that sends its last piece again and again, for as long as somebody listens."""

    def drip(connected: socket.socket) -> None:
        with contextlib.suppress(OSError), connected:
            connected.recv(65536)
            for piece in itertools.chain(pieces, itertools.repeat(pieces[-1])):
                connected.sendall(piece)
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=drip, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x"


@pytest.mark.parametrize("drip", DRIPS)
def test_an_answer_that_drips_for_ever_ends_with_the_time_limit(
    drip: str, new_http: NewHttp
) -> None:
    with dripping(DRIPS[drip]) as address:
        http = new_http(hosts=frozenset({urlsplit(address).netloc}), limit=TimeLimit(0.3))
        with pytest.raises(FetchError, match="took longer than it may"):
            http.get_bytes(address)
