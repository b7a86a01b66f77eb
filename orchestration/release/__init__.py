"""Publication: all marts become one release that readers open, or nothing changes for them.

Belongs here: staging, verification, the swap, the shelf of releases with rollback, what a release
says about itself (manifest, datapackage, diff), and the build key by which nothing has changed.
Does not belong here: judging tables (`gates`), building them (dbt), drawing for terminals (`cli`).

Importing this package is cheap: DuckDB is imported where it is used.
"""

from orchestration.build.key import BuildKey, compute_build_key
from orchestration.release.holding import (
    Hold,
    current_hold,
    hold_release,
    lift_hold,
    refuse_while_held,
)
from orchestration.release.known import known_fingerprints
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
    "Hold",
    "Manifest",
    "Outcome",
    "compute_build_key",
    "current_hold",
    "current_release",
    "hold_release",
    "known_fingerprints",
    "lift_hold",
    "list_releases",
    "publish",
    "read_manifest",
    "recover",
    "refuse_while_held",
    "release_made_of",
    "rollback",
    "served_inputs",
    "unchanged_release",
    "verify",
]
