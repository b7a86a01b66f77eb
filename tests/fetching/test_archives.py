"""Archives that nobody trusts: however one is damaged, it is refused and nothing else breaks."""

from __future__ import annotations

import errno
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.fetching import archives
from orchestration.fetching.archives import unpack
from orchestration.fetching.base import FetchedFile
from orchestration.ground.errors import FetchError

METHODS = {
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
    "stored": zipfile.ZIP_STORED,
}
NAME = "a.csv"


def packed(method: int) -> bytearray:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(NAME, "\n".join(str(number**7) for number in range(200)))
    return bytearray(buffer.getvalue())


def spoilt_stream(content: bytearray) -> None:
    start = 30 + len(NAME) + 4  # behind the header that only LZMA has
    content[start : start + 24] = b"\xff" * 24


def encrypted(content: bytearray) -> None:
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1


def cut_off(content: bytearray) -> None:
    del content[len(content) // 2 :]


def unknown_method(content: bytearray) -> None:
    content[8] = content[content.index(b"PK\x01\x02") + 10] = 99


def table_before_the_start(content: bytearray) -> None:
    content[-10:-6] = (2**31).to_bytes(4, "little")


def taken_out(content: bytearray, folder: Path) -> list[FetchedFile]:
    path = folder / "world.zip"
    path.write_bytes(content)
    file = FetchedFile(path.name, path, "", len(content), "drop/world.zip", not_modified=False)
    return unpack(file, lambda name: name == NAME, 1_000_000, folder / "room")


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize(
    "damage", [spoilt_stream, encrypted, cut_off, unknown_method, table_before_the_start]
)
def test_a_damaged_archive_is_refused_as_one(
    tmp_path: Path, method: int, damage: Callable[[bytearray], None]
) -> None:
    content = packed(method)
    assert [file.bytes for file in taken_out(content, tmp_path)] == [2908]
    damage(content)
    with pytest.raises(FetchError, match="not complete") as refused:
        taken_out(content, tmp_path)
    assert refused.value.where == "drop/world.zip"
    assert refused.value.found


def test_a_full_disk_is_not_reported_as_a_damaged_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> FetchedFile:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(archives, "_write", full)
    with pytest.raises(OSError, match="no space left"):
        taken_out(packed(zipfile.ZIP_DEFLATED), tmp_path)
