"""`manifest.json`: what a release is, what it was made of, and why it may be trusted.

Belongs here: the manifest's shape, reading and writing it, and where the code version comes from.
Does not belong here: computing what it reports.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.build.key import BuildKey
from orchestration.gates.verdicts import VerdictSummary
from orchestration.ground.documents import Document, read_document, write_document
from orchestration.ground.errors import ReleaseError
from orchestration.ground.files import sha256_of

if TYPE_CHECKING:
    from orchestration.gates.verdicts import Verdict
    from orchestration.release.tables import Table

MANIFEST = "manifest.json"
_DISTRIBUTION = "critical-minerals-warehouse"


class ReleasedFile(Document):
    """A file of a release."""

    bytes: int
    sha256: str


class InputFile(Document):
    """A file that the figures of a release come from."""

    path: str
    sha256: str


class ReleasedTable(Document):
    """What a table of a release must be."""

    rows: int
    fingerprint: str
    columns: dict[str, str]


class CodeVersion(Document):
    """Version of the package and, in a git checkout, the commit it stands at."""

    version: str
    commit: str | None


class Gates(Document):
    """Why a release may be trusted."""

    suites: int
    expectations_evaluated: int
    warnings: int
    verdicts: list[VerdictSummary]


class Manifest(Document):
    """What a release is and what it was made of."""

    release_id: str
    created_at: str
    previous_release: str | None
    content_sha256: str
    build_key: str
    code: CodeVersion
    engine: dict[str, str]
    inputs: list[InputFile]
    tables: dict[str, ReleasedTable]
    gates: Gates
    files: dict[str, ReleasedFile]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release.

    Raises:
        ReleaseError: when it cannot be read.
    """
    return read_document(
        Manifest,
        folder / MANIFEST,
        "A release has no readable manifest",
        way_out="delete the folder; another release can be served by `minerals rollback`",
        error=ReleaseError,
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the folder of a release."""
    write_document(folder / MANIFEST, manifest)


def describe_release(
    *,
    release_id: str,
    content: str,
    previous: str | None,
    tables: Sequence[Table],
    verdicts: Sequence[Verdict],
    build_key: BuildKey,
    code: CodeVersion,
    files: dict[str, ReleasedFile],
    now: datetime | None,
) -> Manifest:
    """The manifest of one release."""
    inputs = sorted(build_key.inputs.items())
    return Manifest(
        release_id=release_id,
        created_at=(now or datetime.now(UTC)).isoformat(timespec="seconds"),
        previous_release=previous,
        content_sha256=content,
        build_key=build_key.key,
        code=code,
        engine=build_key.groups["engine"],
        inputs=[InputFile(path=path, sha256=digest) for path, digest in inputs],
        tables={table.name: describe_table(table) for table in tables},
        gates=Gates(
            suites=len(verdicts),
            expectations_evaluated=sum(verdict.evaluated for verdict in verdicts),
            warnings=sum(len(verdict.warnings) for verdict in verdicts),
            verdicts=[verdict.summary() for verdict in verdicts],
        ),
        files=files,
    )


def describe_table(table: Table) -> ReleasedTable:
    """A table as its release promises it."""
    return ReleasedTable(
        rows=table.fingerprint.row_count,
        fingerprint=table.fingerprint.digest,
        columns={column.name: column.type for column in table.columns},
    )


def measure_files(folder: Path) -> dict[str, ReleasedFile]:
    """Size and digest of every file of a folder, by name."""
    return {
        path.name: ReleasedFile(bytes=path.stat().st_size, sha256=sha256_of(path))
        for path in sorted(folder.iterdir())
    }


def code_version(project_root: Path) -> CodeVersion:
    """Version of the package and, in a git checkout, the commit it stands at."""
    try:
        number = version(_DISTRIBUTION)
    except PackageNotFoundError:
        number = "not installed"
    return CodeVersion(version=number, commit=_commit(project_root))


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
