"""The release of the figures that ship: sound, described throughout, readable from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from orchestration.copies.file.hardened import open_served
from orchestration.release import current_release, read_manifest, unchanged_release, verify
from orchestration.settings import Settings


@pytest.fixture(scope="module")
def folder(released: Settings) -> Path:
    found = current_release(released)
    assert found
    return found


def package_of(folder: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((folder / "datapackage.json").read_text())
    return body


def test_it_is_sound(released: Settings) -> None:
    found = verify(released)
    assert found.is_sound, found.problems


def test_building_again_would_change_nothing(released: Settings, folder: Path) -> None:
    assert unchanged_release(released) == folder


def test_every_gate_passed_on_exactly_these_tables(folder: Path) -> None:
    manifest = read_manifest(folder)
    verdicts = {verdict.table: verdict for verdict in manifest.gates.verdicts}
    for name, table in manifest.tables.items():
        assert verdicts[f"marts.{name}"].passed
        assert verdicts[f"marts.{name}"].table_fingerprint == table.fingerprint
    assert {name for name in verdicts if name.startswith("raw.")}


def test_every_table_and_field_is_described(folder: Path) -> None:
    for resource in package_of(folder)["resources"]:
        assert resource["description"]
        assert resource["schema"]["primaryKey"]
        for field in resource["schema"]["fields"]:
            assert field["description"], (resource["name"], field["name"])
            assert field["type"] != "any", (resource["name"], field["name"])
            measured = field["name"].endswith(("_tonnes", "_pct", "_usd"))
            assert field["unit"] or not measured, (resource["name"], field["name"])


def test_references_lead_to_released_tables(folder: Path) -> None:
    resources = {resource["name"]: resource for resource in package_of(folder)["resources"]}
    found = 0
    for resource in resources.values():
        for key in resource["schema"].get("foreignKeys", []):
            target = resources[key["reference"]["resource"]]["schema"]["fields"]
            assert set(key["reference"]["fields"]) <= {field["name"] for field in target}
            found += 1
    assert found > 20


def test_licences_and_credits_are_carried(folder: Path) -> None:
    package = package_of(folder)
    assert {licence["title"] for licence in package["licenses"]} >= {"CC BY 4.0"}
    assert all(source["attribution"] for source in package["sources"])


def test_parquet_and_database_say_the_same(released: Settings, folder: Path) -> None:
    shares = pd.read_parquet(folder / "fct_country_share.parquet")
    with open_served(released) as connection:
        total = connection.execute("select sum(share_pct) from marts.fct_country_share").fetchone()
    assert total
    assert shares["share_pct"].sum() == pytest.approx(total[0])


def test_first_release_says_which_comparisons_it_could_not_make(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.previous_release is None
    skipped = {v.table: v.skipped for v in manifest.gates.verdicts if v.skipped}
    assert len(skipped) > 10
