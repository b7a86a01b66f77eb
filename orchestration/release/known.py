"""What is known of tables before a gate looks at them: fingerprints of the build and the release.

Belongs here: putting the two together for a gate, which is below this room and knows no release.
Does not belong here: taking fingerprints (`build/relations.py`), what a gate makes of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.gates.inputs import PREVIOUS
from orchestration.gates.suites import LAYERS, Layer
from orchestration.release.manifest import read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from orchestration.settings import WarehouseSettings


def known_fingerprints(
    settings: WarehouseSettings, layer: Layer, last_release: Path | None
) -> dict[str, str]:
    """Fingerprints by `schema.table` of what frames of a layer may read.

    Args:
        settings: where the build is.
        layer: that layer and those before it are built.
        last_release: folder of the release to compare with; its tables stand as `previous.table`.

    Raises:
        ReleaseError: when the build or the release cannot be read.
    """
    from orchestration.release.tables import build_tables, open_build

    built = LAYERS[: LAYERS.index(layer) + 1]
    with open_build(settings.build_database) as connection:
        known = {
            f"{each}.{table.name}": table.fingerprint.digest
            for each in built
            for table in build_tables(settings, connection, each)
        }
    released = read_manifest(last_release).tables if last_release else {}
    return known | {f"{PREVIOUS}.{name}": t.fingerprint for name, t in released.items()}
