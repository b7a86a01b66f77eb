"""The drop folder: checksums, grouping into editions, and what stays where it is."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.fetching import checksums
from orchestration.fetching.base import FetchRecord
from orchestration.fetching.http import Http
from orchestration.ground.errors import FetchError
from orchestration.landing.drop.folder import DropFolder, files_in, look, take_away
from orchestration.publishers.connectors import connectors
from orchestration.settings import Settings
from orchestration.steps.drop import build_drop_sensor
from tests.fetching.publisher import LOGIN_PAGE
from tests.fetching.test_usgs import zipped

TIN, ZINC = "mcs2027-tin_world.csv", "mcs2027-zinc_world.csv"


class Folder:
    """A drop folder that a test fills and looks into."""

    def __init__(self, settings: Settings, room: Path) -> None:
        self.settings, self.room, self.path = settings, room, settings.drop_dir
        self.records: list[FetchRecord] = []
        self.pauses: list[float] = []

    def put(self, name: str, content: bytes | str, age: float = 60) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (time.time() - age,) * 2)
        return path

    def look(self) -> DropFolder:
        self.records.clear()
        return look(self.settings, self.room, self.records.append, self.pauses.append)


@pytest.fixture
def drop(tmp_path: Path) -> Folder:
    room = tmp_path / "room"
    room.mkdir()
    settings = Settings(warehouse_dir=tmp_path / "warehouse", max_file_bytes=1_000_000)
    return Folder(settings, room)


def digest(kind: str, content: bytes) -> str:
    return hashlib.new(kind, content).hexdigest()


def test_no_folder_and_an_empty_one_hold_nothing(drop: Folder) -> None:
    assert drop.look() == DropFolder()
    drop.path.mkdir(parents=True)
    assert drop.look() == DropFolder()


def test_files_are_verified_grouped_and_taken_away(drop: Folder) -> None:
    drop.put(f"usgs/{TIN}", b"tin")
    drop.put(f"usgs/{TIN}.md5", f"{digest('md5', b'tin')}  {TIN}\n")
    drop.put(f"usgs/{ZINC}", b"zinc")
    drop.put("usgs/SHA256SUMS", f"{digest('sha256', b'zinc')} *{ZINC}\n")
    drop.put("wmd_2027_uranium.csv", b"x")
    drop.put(".hidden", b"x")
    drop.put("mcs2027-gold_world.csv.crdownload", b"half of it")
    found = drop.look()
    assert not found.refused
    assert [each.edition.edition_id for each in found.editions] == ["usgs_mcs_2027", "wmd_2027"]
    usgs = found.editions[0]
    assert [(f.file_name, f.sha256, f.bytes) for f in usgs.files] == [
        (TIN, digest("sha256", b"tin"), 3),
        (ZINC, digest("sha256", b"zinc"), 4),
    ]
    assert usgs.edition.licence == "US public domain"
    assert "2027" in usgs.edition.attribution
    assert {record.address for record in drop.records} == {
        f"drop/usgs/{TIN}",
        f"drop/usgs/{ZINC}",
        "drop/wmd_2027_uranium.csv",
    }
    assert {record.verdict for record in drop.records} == {"fetched"}

    target = take_away(drop.settings, usgs.paths)
    assert target.parent == drop.path / "taken"
    assert (target / "usgs" / TIN).read_bytes() == b"tin"
    assert sorted(path.name for path in target.rglob("*") if path.is_file()) == sorted(
        [TIN, f"{TIN}.md5", ZINC, "SHA256SUMS"]
    )
    left = drop.look()
    assert [each.edition.edition_id for each in left.editions] == ["wmd_2027"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (f"{TIN}.md5", digest("md5", b"other")),
        (f"{TIN}.MD5", f"MD5 ({TIN}) = {digest('md5', b'other')}"),
        (f"{TIN}.sha256", f"{digest('sha256', b'other')}  {TIN}"),
        ("SHA256SUMS", f"{digest('sha256', b'other')}  ./{TIN}\n"),
        ("sha256sums.txt", f"{digest('sha256', b'other').upper()} *{TIN}\r\n"),
        (f"{TIN}.md5", "no digest here"),
        ("SHA256SUMS", "no digest here\n"),
    ],
)
def test_a_checksum_that_does_not_hold_keeps_the_whole_edition_back(
    name: str, text: str, drop: Folder
) -> None:
    tin, zinc = drop.put(TIN, b"tin"), drop.put(ZINC, b"zinc")
    drop.put(name, text)
    found = drop.look()
    assert not found.editions
    assert {tin, zinc} <= {refused.path for refused in found.refused}
    assert all(refused.error.way_out for refused in found.refused)
    assert {record.verdict for record in drop.records} == {"refused"}
    assert sorted(path.name for path in files_in(drop.path)) == sorted([TIN, ZINC, name])


def test_a_list_of_checksums_stays_while_a_file_of_it_stays(drop: Folder) -> None:
    drop.put("wmd_2027_a.csv", b"a")
    drop.put(TIN, b"tin")
    lines = f"{digest('sha256', b'a')}  wmd_2027_a.csv\n{digest('sha256', b'other')}  {TIN}\n"
    drop.put("SHA256SUMS", lines)
    (wmd,) = drop.look().editions
    take_away(drop.settings, wmd.paths)
    found = drop.look()
    assert not found.editions, "the file would be accepted once its checksum is gone"
    assert {refused.path.name for refused in found.refused} >= {TIN}


def test_an_edition_waits_for_files_that_its_checksums_name(drop: Folder) -> None:
    drop.put(TIN, b"tin")
    sums = "".join(f"{digest('sha256', n)}  {name}\n" for n, name in ((b"tin", TIN), (b"z", ZINC)))
    drop.put("SHA256SUMS", sums + f"{digest('sha256', b'r')}  readme.txt\n")
    found = drop.look()
    assert not found.editions
    assert any(refused.path.name == ZINC for refused in found.refused)
    drop.put(ZINC, b"z")
    assert [len(each.files) for each in drop.look().editions] == [2]


def test_a_file_that_is_still_being_written_waits(drop: Folder) -> None:
    tin = drop.put(TIN, b"half", age=0)
    assert [each.edition.edition_id for each in drop.look().editions] == ["usgs_mcs_2027"]
    assert len(drop.pauses) == 1

    def grow(_: float) -> None:
        with tin.open("ab") as file:
            file.write(b" and the rest")

    found = look(drop.settings, drop.room, drop.records.append, grow)
    assert found.waiting == (tin,)
    assert not found.editions


def test_files_at_rest_are_not_waited_for(drop: Folder) -> None:
    drop.put(TIN, b"tin")
    drop.look()
    assert not drop.pauses


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (TIN, LOGIN_PAGE),
        (TIN, b""),
        (TIN, bytes(1_000_001)),
        ("tin from usgs.csv", b"x"),
        ("world.zip", b"PK no archive"),
        ("world.zip", zipped({"readme.txt": b"x"})),
        ("bgs_wms_2024_cobalt_p1.json", b"{}"),
    ],
    ids=["page", "empty", "large", "name", "no-archive", "other-archive", "switched-off"],
)
def test_what_cannot_be_used_stays_and_is_reported(name: str, content: bytes, drop: Folder) -> None:
    path = drop.put(name, content)
    found = drop.look()
    assert not found.editions
    assert path in {refused.path for refused in found.refused}
    assert [record.verdict for record in drop.records][:1] == ["refused"]
    assert path.exists()


def test_a_damaged_archive_refuses_only_itself(drop: Folder) -> None:
    content = bytearray(zipped({"wmd_2027_a.csv": b"a,b" * 100}))
    start = 30 + len("wmd_2027_a.csv")
    content[start : start + 8] = b"\xff" * 8
    archive = drop.put("world.zip", bytes(content))
    drop.put(TIN, b"tin")
    found = drop.look()
    assert [refused.path for refused in found.refused] == [archive]
    assert [each.edition.edition_id for each in found.editions] == ["usgs_mcs_2027"]


@pytest.mark.parametrize(
    "odd",
    [b"Fl\xe4chen.txt", b"wmd_2027_\xe4.csv", b"Fl\xe4chen/SHA256SUMS", b"\xe4/wmd_2027_a.csv"],
)
def test_a_name_that_is_no_text_refuses_only_itself(odd: bytes, drop: Folder) -> None:
    path = drop.put(os.fsdecode(odd), b"x")
    drop.put(TIN, b"tin")
    found = drop.look()
    assert [refused.path for refused in found.refused] == [path]
    assert "\\udce4" in str(found.refused[0].error)
    assert str(found.refused[0].error).encode(), "it can be printed"
    (edition,) = found.editions
    assert edition.edition.edition_id == "usgs_mcs_2027"
    take_away(drop.settings, edition.paths)
    assert list(files_in(drop.path)) == [path]
    sensor = build_drop_sensor(drop.settings, dg.DefaultSensorStatus.STOPPED)
    with dg.DagsterInstance.ephemeral() as instance:
        asked = sensor(dg.build_sensor_context(instance=instance))
    assert isinstance(asked, dg.RunRequest)


def test_a_file_that_cannot_be_read_refuses_only_itself(
    drop: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = drop.put("wmd_2027_a.csv", b"a")
    drop.put(TIN, b"tin")
    sums, verify = drop.put("a/SHA256SUMS", b""), checksums.verify

    def named(path: Path) -> dict[Path, str]:
        raise PermissionError(13, "Permission denied", str(path))

    def not_let_in(path: Path, of: list[Path]) -> str:
        if path == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return verify(path, of)

    monkeypatch.setattr(checksums, "verify", not_let_in)
    monkeypatch.setattr(checksums, "named_in", named)
    found = drop.look()
    assert {refused.path for refused in found.refused} == {locked, sums}
    assert [each.edition.edition_id for each in found.editions] == ["usgs_mcs_2027"]


def test_an_odd_list_of_checksums_keeps_nothing_elsewhere_from_being_taken(drop: Folder) -> None:
    drop.put(TIN, b"tin")
    sums = drop.put("other/SHA256SUMS", "no digest here\n")
    (edition,) = drop.look().editions
    take_away(drop.settings, edition.paths)
    assert list(files_in(drop.path)) == [sums]


def test_an_archive_stands_for_its_tables(drop: Folder) -> None:
    archive = drop.put("world.zip", zipped({f"world/{TIN}": b"tin", ZINC: b"zinc", "x.txt": b""}))
    (edition,) = drop.look().editions
    assert [file.path.read_bytes() for file in edition.files] == [b"tin", b"zinc"]
    assert edition.paths == (archive,)


def test_one_name_with_two_contents_is_nobodys_guess(drop: Folder) -> None:
    drop.put(f"a/{TIN}", b"tin")
    drop.put(f"b/{TIN}", b"tin")
    assert [len(each.files) for each in drop.look().editions] == [1]
    drop.put(f"b/{TIN}", b"other tin")
    found = drop.look()
    assert not found.editions
    assert len(found.refused) == 2


def test_world_mining_data_says_where_its_workbook_goes(settings: Settings, tmp_path: Path) -> None:
    wmd = connectors(settings)["wmd"]
    with Http(settings, wmd.hosts, lambda _: None) as http:
        assert wmd.discover(http) == []
        (edition,) = _an_edition(tmp_path)
        with pytest.raises(FetchError) as failure:
            wmd.fetch(http, edition, tmp_path)
    assert "warehouse/drop" in failure.value.way_out


def _an_edition(tmp_path: Path) -> list[object]:
    drop = Folder(Settings(warehouse_dir=tmp_path / "w"), tmp_path)
    drop.put("wmd_2027_a.csv", b"x")
    return [each.edition for each in drop.look().editions]


NAMES = st.text("abcdefgh 0123456789._-", min_size=1, max_size=20).filter(
    lambda name: name.strip(". ") == name
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=20), max_size=6), st.sampled_from(" *"))
def test_lists_of_checksums_are_read_as_they_are_written(
    files: dict[str, bytes], mark: str
) -> None:
    lines = [f"{digest('sha256', content)} {mark}{name}" for name, content in files.items()]
    expected = {name: digest("sha256", content) for name, content in files.items()}
    assert checksums.digests("\n".join(lines)) == expected


def test_what_nobody_meant_to_drop_is_set_aside_by_name(drop: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret")
    drop.put(TIN, b"tin")
    odd = ["Thumbs.db", "desktop.ini", "~$WMD.xlsx", "mcs2027-zinc_world (1).csv"]
    for name in odd:
        drop.put(name, b"x")
    (drop.path / ZINC).symlink_to(tmp_path / "secret.csv")
    found = drop.look()
    assert [edition.paths for edition in found.editions] == [(drop.path / TIN,)]
    assert found.refused == ()
    aside = drop.path / "taken" / "set_aside"
    assert sorted(path.name for path in aside.iterdir()) == sorted([*odd, ZINC])
    reasons = [record.reason for record in drop.records if record.reason.startswith("set aside")]
    assert len(reasons) == 5
    assert drop.look().refused == ()
