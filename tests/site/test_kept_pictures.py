"""Pictures are kept from one build to the next, where the warehouse can be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from orchestration.copies.site import stills
from orchestration.copies.site.labels import load_labels
from orchestration.copies.site.stills import Stills


def refused(*_: Any, **__: Any) -> None:
    raise OSError(errno.EROFS, "Read-only file system")


def test_a_warehouse_that_is_only_read_gives_its_pictures_and_takes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = Stills({}, tmp_path / "kept", load_labels("en"))
    writing.kept("old", "svg", lambda: b"kept")
    monkeypatch.setattr(os, "utime", refused)
    monkeypatch.setattr(stills, "write_remade", refused)
    monkeypatch.setattr(Path, "mkdir", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    monkeypatch.setattr(stills, "_KEPT_DAYS", -1)
    reading = Stills({}, tmp_path / "kept", load_labels("en"))
    assert reading.kept("old", "svg", lambda: b"drawn again") == b"kept"
    assert reading.kept("new", "svg", lambda: b"drawn") == b"drawn"
    reading.forget()
    Stills({}, tmp_path / "nowhere", load_labels("en")).forget()
