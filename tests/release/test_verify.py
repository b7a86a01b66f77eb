"""Verification notices every change of a finished release."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.ground.errors import ReleaseError
from orchestration.ground.files import sha256_of
from orchestration.release import verify
from orchestration.release.manifest import read_manifest
from tests.release.conftest import World


def change_byte(folder: Path) -> None:
    path = folder / "fct_production.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def lose_file(folder: Path) -> None:
    (folder / "diff.md").unlink()


def add_file(folder: Path) -> None:
    (folder / "notes.txt").write_text("not ours")


def other_rows(folder: Path) -> None:
    """Rows changed and the manifest's file digest forged, so that only content differs."""
    path = folder / "critical_minerals.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.fct_production set quantity_tonnes = 1")
    forge(folder, path)


def no_comments(folder: Path) -> None:
    path = folder / "critical_minerals.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("comment on table marts.dim_edition is null")
    forge(folder, path)


def other_package(folder: Path) -> None:
    path = folder / "datapackage.json"
    path.write_text("{}")
    forge(folder, path)


def failed_verdict(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["gates"]["verdicts"][0]["passed"] = False
    path.write_text(json.dumps(manifest))


def forge(folder: Path, path: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][path.name]["sha256"] = sha256_of(path)
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (change_byte, "fct_production.parquet: its bytes are not what was released"),
        (lose_file, "diff.md: the file is missing"),
        (add_file, "notes.txt: the manifest does not know it"),
        (other_rows, "fct_production: content in the database is not what was judged"),
        (no_comments, "dim_edition has no description in the database"),
        (other_package, "datapackage.json does not describe the tables"),
        (failed_verdict, "released without a passing verdict"),
    ],
)
@pytest.mark.slow
def test_change_is_noticed(spoil: Callable[[Path], None], problem: str, world: World) -> None:
    outcome = world.publish()
    assert verify(world.settings, outcome.release_id).is_sound
    spoil(outcome.folder)
    assert any(problem in found for found in verify(world.settings).problems)


def test_nothing_to_verify_is_reported(world: World) -> None:
    with pytest.raises(ReleaseError, match="Nothing is released yet"):
        verify(world.settings)


def test_release_without_manifest_is_reported(world: World) -> None:
    outcome = world.publish()
    (outcome.folder / "manifest.json").write_text("{")
    with pytest.raises(ReleaseError, match="no readable manifest"):
        verify(world.settings, outcome.release_id)


def test_a_release_of_version_1_is_read(tmp_path: Path) -> None:
    """Its keys as they were written then; rollback, diff and status go over old shelves."""
    verdict = {
        "suite": "marts/fct_production",
        "suite_sha256": "s",
        "table": "marts.fct_production",
        "table_fingerprint": "t",
        "row_count": 3,
        "judged_at": "2026-11-26T00:33:30+00:00",
        "last_release": None,
        "passed": True,
        "declared": 2,
        "evaluated": 1,
        "failed": [],
        "warnings": [],
        "accepted": [],
        "skipped": ["key_is_unique"],
        "problems": [],
    }
    written = {
        "release_id": "20261126T003341Z-5b1037bd",
        "created_at": "2026-11-26T00:33:42+00:00",
        "previous_release": None,
        "content_sha256": "c",
        "build_key": "k",
        "code": {"version": "0.1.0", "commit": "6e841bb"},
        "engine": {"duckdb": "2.0.0"},
        "inputs": [{"path": "wgi/scores.csv", "sha256": "i"}],
        "tables": {"dim_claim": {"rows": 23, "fingerprint": "f", "columns": {"id": "VARCHAR"}}},
        "gates": {
            "suites": 1,
            "expectations_evaluated": 1,
            "warnings": 0,
            "verdicts": [verdict],
        },
        "files": {"critical_minerals.duckdb": {"bytes": 1, "sha256": "b"}},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(written))
    manifest = read_manifest(tmp_path)
    assert manifest.model_dump(mode="json") == written
    assert manifest.rows == 23
