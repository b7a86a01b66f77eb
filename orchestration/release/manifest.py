"""`manifest.json`: what a release is, what it was made of, and why it may be trusted.

Belongs here: the manifest's shape, and where the code version comes from.
Does not belong here: computing what it reports.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.build.key import BuildKey
from orchestration.ground.files import sha256_of

if TYPE_CHECKING:
    from orchestration.gates.verdicts import Verdict
    from orchestration.release.tables import Table

_DISTRIBUTION = "critical-minerals-warehouse"


def describe_release(
    *,
    release_id: str,
    content: str,
    previous: str | None,
    tables: Sequence[Table],
    verdicts: Sequence[Verdict],
    build_key: BuildKey,
    code: dict[str, Any],
    files: dict[str, dict[str, Any]],
    now: datetime | None,
) -> dict[str, Any]:
    """The manifest of one release."""
    return {
        "release_id": release_id,
        "created_at": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "previous_release": previous,
        "content_sha256": content,
        "build_key": build_key.key,
        "code": code,
        "engine": build_key.groups["engine"],
        "inputs": [
            {"path": path, "sha256": digest} for path, digest in sorted(build_key.inputs.items())
        ],
        "tables": {
            table.name: {
                "rows": table.fingerprint.row_count,
                "fingerprint": table.fingerprint.digest,
                "columns": {column.name: column.type for column in table.columns},
            }
            for table in tables
        },
        "gates": {
            "suites": len(verdicts),
            "expectations_evaluated": sum(verdict.evaluated for verdict in verdicts),
            "warnings": sum(len(verdict.warnings) for verdict in verdicts),
            "verdicts": [verdict.summary() for verdict in verdicts],
        },
        "files": files,
    }


def measure_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and digest of every file of a folder, by name."""
    return {
        path.name: {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for path in sorted(folder.iterdir())
    }


def code_version(project_root: Path) -> dict[str, Any]:
    """Version of the package and, in a git checkout, the commit it stands at."""
    try:
        number = version(_DISTRIBUTION)
    except PackageNotFoundError:
        number = "not installed"
    return {"version": number, "commit": _commit(project_root)}


def _commit(project_root: Path) -> str | None:
    try:
        finished = subprocess.run(
            ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"],  # noqa: S607
            cwd=project_root,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return finished.stdout.strip() or None
