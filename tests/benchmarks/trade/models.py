"""One process that lets dbt build models of trade from what is landed; the bench measures it.

Belongs here: what a refresh does with landed partitions, and nothing else of it.
Does not belong here: landing, gates, release.
"""

from __future__ import annotations

import sys
from pathlib import Path

from orchestration.build.dbt import ensure_manifest, invoke
from orchestration.build.flows import show_partitions
from orchestration.landing.flows.partitions import readable_partitions
from orchestration.settings import Settings


def main(warehouse: str, *selected: str) -> None:
    """Show dbt the partitions of a warehouse and build a selection."""
    settings = Settings(warehouse_dir=Path(warehouse))
    show_partitions(settings, readable_partitions(settings))
    ensure_manifest(settings)
    invoke(settings, ["run", "--quiet", "--no-write-json", "--select", *selected])


if __name__ == "__main__":
    main(*sys.argv[1:])
