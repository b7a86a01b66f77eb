"""Odd things in the drop folder: each refuses itself, and the good edition beside it lands."""

from __future__ import annotations

import os

import pytest

from orchestration.ground.errors import FetchError
from orchestration.landing import read_ledger
from orchestration.landing.live import take_drops
from tests.fetching.test_usgs import zipped
from tests.landing.conftest import NEXT, World


@pytest.mark.slow
def test_odd_files_are_reported_and_the_edition_beside_them_lands(world: World) -> None:
    broken = bytearray(zipped({"wmd_2027_a.csv": b"a,b" * 100}))
    broken[44:52] = b"\xff" * 8
    odd = {b"Fl\xe4chen.txt": b"x", b"world.zip": bytes(broken), b"a\xe2\x80\xa8b.txt": b"x"}
    dropped = {os.fsencode(name): content for name, content in world.files.items()} | odd
    world.settings.drop_dir.mkdir(parents=True)
    for name, content in dropped.items():
        path = world.settings.drop_dir / os.fsdecode(name)
        path.write_bytes(content)
        os.utime(path, (1, 1))
    with pytest.raises(FetchError) as refused:
        take_drops(world.settings)
    assert str(refused.value).encode(), "it can be printed"
    assert world.pins[NEXT] == 1
    left = {os.fsencode(path.name) for path in world.settings.drop_dir.iterdir()}
    assert left == {*odd, b"taken"}
    addresses = {
        entry.address for entry in read_ledger(world.settings) if entry.verdict == "refused"
    }
    assert addresses == {"drop/Fl\\udce4chen.txt", "drop/world.zip", "drop/a\u2028b.txt"}
