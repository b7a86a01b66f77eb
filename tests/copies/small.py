"""Small releases, written by the release's own code, without gates: what a copy reads is real.

Two tables, a few rows; a release takes a tenth of a second.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import duckdb

from orchestration.release.datapackage import describe_package, stamped, write_package
from orchestration.release.dictionary import ColumnDoc, TableDoc
from orchestration.release.manifest import (
    MANIFEST,
    CodeVersion,
    Gates,
    Manifest,
    describe_table,
    measure_files,
    write_manifest,
)
from orchestration.release.pointer import DATABASE
from orchestration.release.shelf import new_release_id, serve, shelve
from orchestration.release.tables import build_tables, open_build, write_database, write_parquet
from orchestration.settings import Settings

TABLES = """
create schema marts;
create table marts.dim_country (country_id varchar, country_name varchar);
insert into marts.dim_country values ('COD', 'Congo'), ('IDN', 'Indonesia'), ('AUS', 'Australia');
create table marts.fct_production
(mineral_id varchar, country_id varchar, year integer, quantity_tonnes double, seen_on date);
insert into marts.fct_production values
('cobalt', 'COD', 2024, 220000, date '2026-02-06'),
('cobalt', 'IDN', 2024, 28000, null),
('cobalt', 'AUS', 2024, 3600, null);
"""
KEYS = {"dim_country": ("country_id",), "fct_production": ("mineral_id", "country_id", "year")}
FIRST_TOTAL, SECOND_TOTAL = 251600.0, 254600.0


class SmallWarehouse:
    """A warehouse that tests change and release, again and again."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(warehouse_dir=folder)
        if not self.settings.build_database.exists():
            self.settings.build_dir.mkdir(parents=True)
            self.run(TABLES)

    def run(self, sql: str) -> None:
        """Change the build."""
        with duckdb.connect(str(self.settings.build_database)) as connection:
            connection.execute(sql)

    def grow(self) -> None:
        """Make every country 1,000 tonnes larger."""
        self.run("update marts.fct_production set quantity_tonnes = quantity_tonnes + 1000")

    def release(self) -> str:
        """Release what is built, and serve it."""
        with open_build(self.settings.build_database) as connection:
            tables = build_tables(self.settings, connection)
            digests = "".join(table.fingerprint.digest for table in tables)
            content = sha256(digests.encode()).hexdigest()
            release_id = new_release_id(self.settings, content)
            staging = self.settings.releases_dir / f".staging-{release_id}"
            staging.mkdir(parents=True)
            docs = {
                table.name: TableDoc(
                    table.name,
                    f"One row per thing of {table.name}; it's 100% told.",
                    {c.name: ColumnDoc(f"Meaning of {c.name}.", None) for c in table.columns},
                    KEYS.get(table.name, ()),
                    {"country_id": ("dim_country", "country_id")},
                )
                for table in tables
            }
            for table in tables:
                write_parquet(connection, table, docs[table.name].key, staging)
            write_database(connection, staging / DATABASE, staging, docs)
        created = "2026-02-06T10:00:00+00:00"
        package = describe_package(tables, docs, [], "0.1.0")
        write_package(staging, stamped(package, release_id, created))
        manifest = Manifest(
            release_id=release_id,
            created_at=created,
            previous_release=None,
            content_sha256=content,
            build_key="",
            code=CodeVersion(version="0.1.0", commit=None),
            engine={},
            inputs=[],
            tables={table.name: describe_table(table) for table in tables},
            gates=Gates(suites=0, expectations_evaluated=0, warnings=0, verdicts=[]),
            files=measure_files(staging),
        )
        write_manifest(staging, manifest)
        shelve(self.settings, staging, release_id)
        serve(self.settings, release_id, lambda _: None)
        return release_id

    def folder(self, release_id: str) -> Path:
        """Where a release stands."""
        return self.settings.releases_dir / release_id

    def spoil_count(self, release_id: str) -> None:
        """Let a manifest claim one row more than there is."""
        path = self.folder(release_id) / MANIFEST
        body = json.loads(path.read_text())
        body["tables"]["fct_production"]["rows"] += 1
        path.write_text(json.dumps(body))
