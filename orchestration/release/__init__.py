"""Publication: all marts become one release that readers open, or nothing changes for them.

Belongs here: staging, verification, the swap, the shelf of releases with rollback, what a release
says about itself (manifest, datapackage, diff), and the build key that tells when nothing changed.
Does not belong here: judging tables (`gates`), building them (dbt), drawing for terminals (`cli`).

Importing this package is cheap: DuckDB is imported where it is used.
"""

from orchestration.build.key import BuildKey, compute_build_key
from orchestration.release.manifest import Manifest, read_manifest
from orchestration.release.publish import Outcome, publish
from orchestration.release.rollback import rollback
from orchestration.release.shelf import (
    current_release,
    list_releases,
    recover,
    release_made_of,
    served_inputs,
    unchanged_release,
)
from orchestration.release.verify import verify

__all__ = [
    "BuildKey",
    "Manifest",
    "Outcome",
    "compute_build_key",
    "current_release",
    "list_releases",
    "publish",
    "read_manifest",
    "recover",
    "release_made_of",
    "rollback",
    "served_inputs",
    "unchanged_release",
    "verify",
]
