"""What is attacked: a small warehouse with two releases, a ledger and a backup; what must hold.

Belongs here: making it, its commands, the state that is allowed after any of them was broken off.
Does not belong here: the faults (`kinds.py` lists them).
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from orchestration.build.dbt import manifest_path
from orchestration.copies.docs import build_docs
from orchestration.copies.file.hardened import open_served
from orchestration.ground.files import sha256_of, whole_folder
from orchestration.landing import LedgerEntry, append, read_ledger, store
from orchestration.release import current_release, list_releases, rollback, verify
from orchestration.release.shelf import prune
from orchestration.upkeep.backup import back_up
from orchestration.upkeep.housekeeping import tidy
from orchestration.upkeep.restore import restore
from tests.copies.small import SmallWarehouse

TOTAL = "select sum(quantity_tonnes) from marts.fct_production"
FIRST, SECOND, THIRD = 251600.0, 254600.0, 257600.0
TOTALS = {FIRST, SECOND, THIRD}
"""What two releases and a third have; half of one has none of these."""
KNOWN_HIDDEN = {".refresh.lock"}


class Target:
    """A warehouse of its own for one fault, copied from a template."""

    def __init__(self, template: Path, folder: Path) -> None:
        shutil.copytree(template, folder, symlinks=True)
        self.folder = folder
        self.warehouse = SmallWarehouse(folder / "warehouse")
        self.settings = self.warehouse.settings
        (self.backup,) = (folder / "backups").iterdir()
        self.first = min(list_releases(self.settings))

    def publish(self, _: Random) -> None:
        """A third release, and the oldest goes."""
        self.warehouse.grow()
        self.warehouse.release()
        prune(self.settings.model_copy(update={"keep_releases": 2}))

    def roll_back(self, _: Random) -> None:
        """The first release again."""
        rollback(self.settings)

    def back_up(self, _: Random) -> None:
        """Another snapshot."""
        back_up(self.settings, self.folder / "backups")

    def restore(self, _: Random) -> None:
        """The snapshot, which has the first release."""
        restore(self.settings, self.backup, force=True)

    def land(self, random: Random) -> None:
        """Bytes into the store, and a decision."""
        source = self.folder / "fetched"
        source.write_bytes(random.randbytes(4096))
        store.put(self.settings, source, sha256_of(source))
        append(self.settings, LedgerEntry(datetime(2027, 2, 1, tzinfo=UTC), "refresh", reason="x"))

    def pages(self, _: Random) -> None:
        """A folder of pages, replaced whole."""
        with whole_folder(self.settings.warehouse_dir / "site") as draft:
            for name in ("index.html", "style.css"):
                (draft / name).write_text("new")

    def document(self, _: Random) -> None:
        """The two pages of documentation, from a build's manifest and the gates' verdicts."""
        build_docs(self.settings)

    def wrong(self) -> list[str]:
        """All that is not as it must be after the next command began; empty if it held."""
        tidy(self.settings)
        found: list[str] = []
        with open_served(self.settings) as reader:
            total = reader.execute(TOTAL).fetchall()[0][0]
        if total not in TOTALS:
            found.append(f"readers see {total}")
        if current_release(self.settings) is None:
            found.append("nothing is released")
        found += [f"release: {problem}" for problem in verify(self.settings).problems]
        found += [] if list_releases(self.settings) else ["the shelf is empty"]
        read_ledger(self.settings)
        found += [f"left: {name}" for name in self.hidden()]
        for page in (self.settings.warehouse_dir / "docs").glob("*/index.html"):
            found += [] if "</html>" in page.read_text() else [f"half a page: {page}"]
        return found

    def hidden(self) -> list[str]:
        """Drafts and other hidden things; a warehouse at rest has none."""
        everything = (path for path in self.folder.rglob(".*") if "backups" not in path.parts)
        return sorted({path.name for path in everything} - KNOWN_HIDDEN)


def make_template(folder: Path) -> Path:
    """Two releases, a backup of the time of the first, a served second, a small site."""
    warehouse = SmallWarehouse(folder / "warehouse")
    append(warehouse.settings, LedgerEntry(datetime(2027, 1, 1, tzinfo=UTC), "refresh"))
    warehouse.release()
    back_up(warehouse.settings, folder / "backups")
    warehouse.grow()
    warehouse.release()
    manifest = manifest_path(warehouse.settings)
    manifest.parent.mkdir(parents=True)
    manifest.write_text(
        json.dumps({"metadata": {"dbt_version": "1.11"}, "nodes": {}, "sources": {}})
    )
    (warehouse.settings.warehouse_dir / "site").mkdir()
    (warehouse.settings.warehouse_dir / "site" / "index.html").write_text("old")
    return folder


COMMANDS: dict[str, Any] = {
    "publish": Target.publish,
    "rollback": Target.roll_back,
    "backup": Target.back_up,
    "restore": Target.restore,
    "landing": Target.land,
    "pages": Target.pages,
    "docs": Target.document,
}


def chosen(random: Random) -> tuple[str, Random]:
    """One of the commands."""
    return random.choice(sorted(COMMANDS)), random


def placed(folder: Path) -> Target:
    """The same target where it was moved to."""
    there = Target.__new__(Target)
    there.folder = folder
    there.warehouse = SmallWarehouse(folder / "warehouse")
    there.settings = there.warehouse.settings
    (there.backup,) = (folder / "backups").iterdir()
    there.first = min(list_releases(there.settings))
    return there
